"""Lists that agencies send: what each of them knows, month by month, beside what the team knows (domain.md F10).

A room of its own above `subjects`, not a part of it: what a row names is a mention like any other, compared, judged and joined
by that room's rules. What is new here is the list: that it came, from whom, for which month, and what became of every row,
so that nobody whom an agency knows and the team does not can be overlooked. A row is compared and never decides anything.
"""
