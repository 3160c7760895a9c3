"""Drills: real processes, killed for real."""
