"""What the team does: one room each, the lower ones used by those above (design.md 7)."""
