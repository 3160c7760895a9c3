"""The forms of intelligence: the two-minute one, and those of the officers."""
