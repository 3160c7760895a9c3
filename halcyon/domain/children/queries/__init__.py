"""Every read of children that a face needs, journalled, as plain values. Nothing here changes anything but the journal."""

from halcyon.domain.children.commands.facts import stand
from halcyon.domain.children.queries.finding import Found, Preview, search
from halcyon.domain.children.queries.looking import LookAgain, owes_a_look, to_look_at
from halcyon.domain.children.queries.page import ChildView, child, find
from halcyon.domain.children.queries.sameness import Join, join_of, joins, same
from halcyon.domain.children.queries.story import Chronology, Line, chronology
from halcyon.domain.children.queries.withholding import Withheld, withheld
from halcyon.domain.children.queries.words import own_words

__all__ = [
    "ChildView",
    "Chronology",
    "Found",
    "Join",
    "Line",
    "LookAgain",
    "Preview",
    "Withheld",
    "child",
    "chronology",
    "find",
    "join_of",
    "joins",
    "owes_a_look",
    "own_words",
    "same",
    "search",
    "stand",
    "to_look_at",
    "withheld",
]
