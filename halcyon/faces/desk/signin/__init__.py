"""Signing in: who this is, with which second factor, and in the practice county as whom. It decides nothing else."""
