"""Who told us, kept apart from what they told: sealed, with a key and a permission of its own, opened with a reason."""
