"""Measurements of the whole house as it is served: real processes, real database, invented people."""
