"""Every read that a face or a room needs of subjects: matches, one subject, the network, lists. Each is journalled."""

from halcyon.domain.subjects.queries.lists import (
    concern,
    concerns,
    concerns_of,
    due_for_review,
    ended_among,
    ending,
    endings,
    heritage_told,
    how_many,
    left_open,
    links_due_for_review,
    review,
    reviews,
    unfinished,
    watch,
    watches,
)
from halcyon.domain.subjects.queries.network import Network, network, path
from halcyon.domain.subjects.queries.proposals import Asked, Matches, Named, Proposal, about, match, matches, touched
from halcyon.domain.subjects.queries.spotting import Unnamed, known_names, spotted, unnamed
from halcyon.domain.subjects.queries.stating import named_by
from halcyon.domain.subjects.queries.subject import SubjectView, judgement, link, mention, subject
from halcyon.domain.subjects.queries.weighing import Weights, learned_weights, weights

__all__ = [
    "Asked",
    "Matches",
    "Named",
    "Network",
    "Proposal",
    "SubjectView",
    "Unnamed",
    "Weights",
    "about",
    "concern",
    "concerns",
    "concerns_of",
    "due_for_review",
    "ended_among",
    "ending",
    "endings",
    "heritage_told",
    "how_many",
    "judgement",
    "known_names",
    "learned_weights",
    "left_open",
    "link",
    "links_due_for_review",
    "match",
    "matches",
    "mention",
    "named_by",
    "network",
    "path",
    "review",
    "reviews",
    "spotted",
    "subject",
    "touched",
    "unfinished",
    "unnamed",
    "watch",
    "watches",
    "weights",
]
