"""By which weights it is proposed what may be the same, what else was learned, and who switched when and why."""

from dataclasses import dataclass
from uuid import UUID

from halcyon.domain.subjects import inforce
from halcyon.domain.subjects.inforce import InForce
from halcyon.domain.subjects.models import Learned, Switch
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event

MOST = 100


@dataclass(frozen=True, slots=True)
class Weights:
    """``switches`` the latest first: the first of them holds. ``comparing``: what was named before is still being compared."""

    now: InForce
    switches: tuple[Switch, ...]
    learned: tuple[Learned, ...]

    @property
    def last(self) -> Switch | None:
        return self.switches[0] if self.switches else None

    @property
    def held(self) -> UUID | None:
        """The learned model in force; None for what came with this version."""
        return self.last.learned_id if self.last else None

    @property
    def comparing(self) -> bool:
        return self.last is not None and self.last.finished_at is None


def weights(*, by: Actor) -> Weights:
    """Everything the page shows."""
    by.check(Permission.SWITCH_WEIGHTS)
    learned, switches = Learned.objects.order_by("-trained_at", "pk")[:MOST], Switch.objects.order_by("-at")[:MOST]
    found = Weights(now=inforce.weights(), switches=tuple(switches), learned=tuple(learned))
    journal.listed(Event.LISTED_WEIGHTS, [one.pk for one in found.learned], by=by)
    return found


def learned_weights(key: UUID, *, by: Actor) -> Learned:
    """One learned model. Raises NotVisible."""
    by.check(Permission.SWITCH_WEIGHTS)
    found = Learned.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.LISTED_WEIGHTS, found.pk, by=by)
    return found
