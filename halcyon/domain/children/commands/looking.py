"""Something saved elsewhere may concern a child of the index: another look is owed to them, and whoever leads learns it.

Nothing here decides that two records speak of the same one, and nothing of the other record is written here.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from halcyon.domain.children.commands import facts
from halcyon.domain.children.commands.chronicling import happened
from halcyon.domain.children.models import Child, Happening
from halcyon.domain.children.queries.sameness import with_same
from halcyon.domain.children.rules import FactIncomplete, FactKind, Happened
from halcyon.domain.promise.commands import fulfil, owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.owners import can_own
from halcyon.domain.promise.rules import AlreadyEnded, Duty, OwedTo
from halcyon.domain.subjects import touching
from halcyon.domain.subjects.models import Match, TakingBack
from halcyon.domain.subjects.touching import Touch
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

MAY_CONCERN = "Something saved elsewhere may concern this child. Another look is owed."


def look_again(touch: Touch, by: Actor) -> None:
    """Owes another look when a new mention may be of a child of the index, unless its record is in their story already."""
    child = Child.objects.select_related("record").filter(pk=touch.touched).first()
    if child is None or _in_the_story(child, touch):
        return
    hold(child.record)
    if Obligation.objects.filter(record=child.record, duty=Duty.LOOK, end="").exists():
        return
    moment, lead = now(), _lead(child)
    team = partnership.own_team()
    owe(
        record=child.record, duty=Duty.LOOK, to=OwedTo.CHILD, child=child.pk, starts=moment, by=by,
        owner=lead.principal_id if lead else child.record.team,
        agency=lead.agency_id if lead else team.agency_id or partnership.agencies()[0].pk,
    )  # fmt: skip
    happened(record=child.record, kind=Happened.LOOKED, at=moment, agency=None, words=MAY_CONCERN, by=by)
    _tell(lead, by)


def look_after_parting(taken: TakingBack, by: Actor) -> None:
    """Two children are not one after all: what was named meanwhile in the other's story, and owed nothing as it stood in
    their own, is owed another look now."""
    said = taken.judgement
    once = with_same([said.record_id, said.other_id], known_on=taken.at)
    for child in Child.objects.filter(pk__in=once):
        theirs = set(once) - set(with_same([child.pk]))
        records = set(Happening.objects.filter(child__in=theirs).values_list("record", flat=True)) - set(once)
        for touch in touching.may_be_told(_touches(child.pk, records, since=said.at)):
            look_again(touch, by)


def _touches(child: UUID, records: set[UUID], *, since: datetime) -> list[Touch]:
    """What was proposed to be a child since a moment, above the review line, of what these records name."""
    matches = Match.objects.filter(
        Q(record=child, other__in=records) | Q(other=child, record__in=records), above=True, found_at__gte=since
    )
    return [
        Touch(touched=child, by_record=one.other_id, mention=one.b_id, before=one.a_id, match=one.pk)
        if one.record_id == child
        else Touch(touched=child, by_record=one.record_id, mention=one.a_id, before=one.b_id, match=one.pk)
        for one in matches.order_by("found_at", "id")
    ]


@command(needs=Permission.RECORD_CHILD)
def looked(*, child: Child, words: str, by: Actor) -> Happening:
    """Says what came of another look; what was owed for it ends. Raises FactIncomplete, AlreadyEnded."""
    if not words.strip():
        raise FactIncomplete("words", "Say what you found, and what happens now.")
    hold(child.record)
    owed = list(Obligation.objects.filter(record=child.record, duty=Duty.LOOK, end=""))
    if not owed:
        raise AlreadyEnded()
    line = happened(
        record=child.record, kind=Happened.LOOKED, at=now(), agency=by.agency, words=words.strip(), by=by
    )  # fmt: skip
    for one in owed:
        fulfil(obligation=one, evidence=line.pk, by=by)
    journal.change(Event.LOOKED_AGAIN, child, by=by)
    return line


def _in_the_story(child: Child, touch: Touch) -> bool:
    """Whether the new record is known to be about this child: a contact that concerns them, or another record of theirs."""
    ids = with_same([child.pk])
    return touch.by_record in ids or Happening.objects.filter(child__in=ids, record=touch.by_record).exists()


def _lead(child: Child) -> Member | None:
    """Whoever learns it: of a closed record its owner alone, else the lead worker where they may open it; else nobody."""
    record = child.record
    if record.lock != Lock.OPEN:
        return Member.objects.filter(principal=record.owner, active=True).first()
    leads = (fact.member for fact in facts.stand(child) if fact.kind == FactKind.LEAD_WORKER and fact.member)
    lead = next(leads, None)
    return Member.objects.filter(principal=lead).first() if lead and can_own(lead, record.pk) else None


def _tell(lead: Member | None, by: Actor) -> None:
    """A mail that says nothing, to the lead worker; where nobody leads, to whoever is on duty first."""
    if lead is not None:
        queue(to=lead.email, recipient=lead.principal_id, kind=NoticeKind.TOUCHED, by=by)
    elif first := partnership.on_duty(now()).first:
        queue(to=first.email, recipient=first.principal, kind=NoticeKind.TOUCHED, by=by)
