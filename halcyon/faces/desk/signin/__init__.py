"""Signing in: who this is, by which second factor, in the practice county as whom. Not what they may do."""
