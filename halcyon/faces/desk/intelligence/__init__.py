"""Intelligence at the desk: the two-minute form, what waits to be graded, the items that may be read, and the answers."""
