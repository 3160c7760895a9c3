"""How subjects hang together, and how far that holds. A link is never changed: what is said of it later is added."""

from datetime import date, timedelta

from halcyon.domain.subjects import owing, sameness
from halcyon.domain.subjects.models import Doubt, DoubtKind, Link, LinkStatus, LinkType, Mention, Role, Status
from halcyon.domain.subjects.rules import Incomplete, Subjects, check_roles, doubted
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership

FALSE = (Status.SUSPECTED_FALSE, Status.DISPROVED)


@command(needs=Permission.LINK)
def link(
    *, record: Record, a: Mention, b: Mention, type: LinkType, by: Actor, role_a: Role = Role.NONE,
    role_b: Role = Role.NONE, since: date | None = None, until: date | None = None, grade: str = "",
) -> Link:  # fmt: skip
    """Says how two subjects hang together, from a record. Roles belong to this link alone. Raises Incomplete."""
    if a.pk == b.pk:
        raise Incomplete("Choose two different ends.")
    if since and until and until < since:
        raise Incomplete("The link ends before it begins: look at the two dates.")
    for mention, role in ((a, role_a), (b, role_b)):
        check_roles(role, child=sameness.is_child(mention), child_elsewhere=sameness.has_child_role(mention))
    made = Link(
        record=record, other_id=a.record_id, third_id=b.record_id, a=a, b=b, type=type, role_a=role_a, role_b=role_b,
        since=since, until=until, grade=grade, by=by.principal, at=now(),
    )  # fmt: skip
    made.save(force_insert=True)
    journal.change(Event.LINKED, record, a.record_id, b.record_id, by=by)
    return made


@command(needs=Permission.LINK)
def say_of_link(*, link: Link, status: Status, why: str, by: Actor, counts_anyway: bool = False) -> LinkStatus:
    """Says how far a link holds; what is suspected false or disproved falls due for review (policy ``subjects``)."""
    if not why.strip():
        raise Incomplete("Say what makes you think so.")
    said = LinkStatus(
        record_id=link.record_id, other_id=link.other_id, third_id=link.third_id, link=link, status=status,
        why=why.strip(), counts_anyway=counts_anyway and status in FALSE,
        review_on=_review_day() if status in FALSE else None, by=by.principal, at=now(),
    )  # fmt: skip
    said.save(force_insert=True)
    journal.change(Event.LINK_STANDS, link, by=by, detail=status)
    owing.doubted(link.record, said=said.pk, by=by)
    return said


@command(needs=Permission.LINK)
def doubt(*, mention: Mention, kind: DoubtKind, why: str, by: Actor) -> Doubt:
    """Says that what a record says of someone is suspected false or disproved, counts all the same, or is doubted no more.

    What stands doubted is owed another look (policy ``subjects``), which climbs when it is late.
    """
    said = note_doubt(mention=mention, kind=kind, why=why, by=by)
    owing.doubted(mention.record, said=said.pk, by=by)
    return said


def note_doubt(*, mention: Mention, kind: DoubtKind, why: str, by: Actor) -> Doubt:
    """Keeps the same, inside a command of a room whose own clock sees to it that it is looked at again. Raises Incomplete."""
    if not why.strip():
        raise Incomplete("Say what makes you think so.")
    said = Doubt(
        record_id=mention.record_id, mention=mention, kind=kind, why=why.strip(),
        review_on=_review_day() if doubted(kind) or kind == DoubtKind.COUNTS else None, by=by.principal, at=now(),
    )  # fmt: skip
    said.save(force_insert=True)
    journal.change(Event.DOUBTED, mention, by=by, detail=kind)
    return said


def _review_day() -> date:
    return today() + timedelta(days=partnership.policy(Subjects).doubt_review_days)
