"""The children of the index at the desk: found before another is added, their page, their facts, their story."""
