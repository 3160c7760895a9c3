"""Which weights propose now: those that a member with the right switched on last, or those that came with this version.

Asked anew at every save, so that a switch counts from the next one; a learned model is parsed once a process.
"""

import logging
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from halcyon.domain.subjects.models import Learned, Switch
from halcyon.kernel.matching import Model, UnreadableModel

log = logging.getLogger("halcyon.subjects")
SHIPPED = "as shipped"


@dataclass(frozen=True)
class InForce:
    """A model with the name that stands beside what it proposes. ``unread``: what was switched on cannot be read here."""

    model: Model
    name: str = SHIPPED
    unread: str = ""


def weights() -> InForce:
    """The weights in force."""
    switched = Switch.objects.order_by("-at").values_list("learned", flat=True).first()
    return of_learned(switched) if switched else InForce(Model.load())


@lru_cache(maxsize=4)
def of_learned(learned: UUID) -> InForce:
    """A learned model by its key. One that this version cannot read is not used: those that came with it are, and it is said."""
    try:
        return InForce(
            Model.from_json(Learned.objects.values_list("model", flat=True).get(pk=learned)), name_of(learned)
        )
    except UnreadableModel as unread:
        log.error("weights-unreadable %s", learned)
        return InForce(Model.load(), unread=str(unread))


def name_of(learned: UUID | None) -> str:
    """What stands beside a proposal."""
    return f"learned {str(learned)[:8]}" if learned else SHIPPED
