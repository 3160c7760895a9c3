"""Lists from agencies at the desk: what came, what may be known, and what nobody here knows yet."""
