"""A telling by telephone or in person: one page, taken down while somebody speaks, and six words to read out to them."""
