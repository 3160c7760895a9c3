"""Intelligence: what professionals saw or heard, graded, sanitised, shared for a reason, and answered (domain.md 2)."""
