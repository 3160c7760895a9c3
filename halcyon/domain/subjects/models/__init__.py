"""The nouns of the room: what is named, what may be the same, what hangs together, what is watched."""

from halcyon.domain.subjects.models.concern import Answered, Ending, Heritage, Subject
from halcyon.domain.subjects.models.linking import Doubt, DoubtKind, Link, LinkStatus, LinkType, Role, Status
from halcyon.domain.subjects.models.naming import CONCERNED, Mention, MentionKind, Standing, Work
from halcyon.domain.subjects.models.sameness import Judgement, Match, Same, TakingBack
from halcyon.domain.subjects.models.watching import Fact, Review, Seen, Watch
from halcyon.domain.subjects.models.weighing import Learned, Switch

__all__ = [
    "CONCERNED",
    "Answered",
    "Doubt",
    "DoubtKind",
    "Ending",
    "Fact",
    "Heritage",
    "Judgement",
    "Learned",
    "Link",
    "LinkStatus",
    "LinkType",
    "Match",
    "Mention",
    "MentionKind",
    "Review",
    "Role",
    "Same",
    "Seen",
    "Standing",
    "Status",
    "Subject",
    "Switch",
    "TakingBack",
    "Watch",
    "Work",
]
