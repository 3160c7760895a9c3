"""Facts of a child: recorded, corrected by another, or taken back. What stood before still stands on the day it was known."""

from datetime import date
from uuid import UUID, uuid4

from halcyon.domain.children.commands import facts
from halcyon.domain.children.commands.chronicling import became_known
from halcyon.domain.children.commands.naming import COMPARED, make_detail_searchable, make_known, make_searchable
from halcyon.domain.children.identifiers import tidy
from halcyon.domain.children.models import Child, Fact
from halcyon.domain.children.rules import (
    DETAIL_OF_FACT,
    IDENTIFIERS,
    SEVERAL,
    WRITE_A_DATE,
    Answer,
    FactIncomplete,
    FactKind,
    born,
    check,
)
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold, touch
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


@command(needs=Permission.RECORD_CHILD)
def record_fact(
    *, child: Child, kind: FactKind, answer: Answer, by: Actor, value: str = "", sort: str = "", number: str = "",
    agency: int | None = None, member: int | None = None, first_day: date | None = None, last_day: date | None = None,
    source: UUID | None = None, replaces: UUID | None = None, key: UUID | None = None,
) -> Fact:  # fmt: skip
    """Records what became known of a child; ``source`` is the record from which (domain.md F10, F26, I7).

    ``replaces`` is the fact that stood on the screen and is corrected. Raises Conflict when it does not stand any more, or
    when another one of a kind of which only one stands was recorded since; FactIncomplete when something is missing.
    ``key`` is what the form carried: the same form sent twice records one fact.
    """
    value = _said(kind, answer, value, first_day, last_day)
    hold(child.record)
    if key and (before := Fact.objects.filter(pk=key, record=child.record).first()):
        return before
    _check_seen(child, kind, replaces)
    fact = Fact(
        id=key or uuid4(), record=child.record, kind=kind.value, answer=answer.value, value=value, sort=sort,
        number=" ".join(number.split()), agency=agency, member=member, first_day=first_day, last_day=last_day,
        recorded_by=by.principal, recorded_at=now(), source=source, replaces=replaces,
        detail=DETAIL_OF_FACT.get(kind, ""),
    )  # fmt: skip
    _keep(child, fact, by)
    return fact


@command(needs=Permission.RECORD_CHILD)
def take_back(*, child: Child, fact: UUID, why: str, by: Actor) -> Fact:
    """Says that a fact was wrong, and why; nothing takes its place. Raises Conflict when it does not stand any more."""
    if not why.strip():
        raise FactIncomplete(
            "why", "Say why this is wrong. What was recorded stays to be seen for the days it was believed."
        )
    hold(child.record)
    wrong = next((one for one in facts.stand(child) if one.pk == fact), None)
    if wrong is None:
        raise Conflict()
    if FactKind(wrong.kind) is FactKind.KNOWN_AS:
        raise FactIncomplete("why", "A child is called something: record another name in its place.")
    back = Fact(
        record=child.record, kind=wrong.kind, answer=wrong.answer, value=wrong.value, recorded_by=by.principal,
        recorded_at=now(), replaces=wrong.pk, taken_back=True, why=why.strip(), detail=wrong.detail,
    )  # fmt: skip
    _keep(child, back, by)
    return back


def _said(kind: FactKind, answer: Answer, value: str, first_day: date | None, last_day: date | None) -> str:
    value = value.strip()
    check(kind, answer, value)
    if kind in IDENTIFIERS:
        value = tidy(kind, value)
    if kind is FactKind.BORN and answer is Answer.KNOWN and born(value) is None:
        raise FactIncomplete("value", WRITE_A_DATE)
    if first_day and last_day and last_day < first_day:
        raise FactIncomplete("last_day", "This ends before it begins.")
    return value


def _check_seen(child: Child, kind: FactKind, replaces: UUID | None) -> None:
    """What is replaced must stand still; of a kind of which one stands, the newest must have been on the screen."""
    facts.begin(child)
    of_kind = {one.pk for one in facts.stand(child) if one.kind == kind}
    seen = {replaces} if replaces else set()
    if seen - of_kind or (kind not in SEVERAL and of_kind != seen):
        raise Conflict()


def _keep(child: Child, fact: Fact, by: Actor) -> None:
    fact.save(force_insert=True)
    touch(child.record, version=facts.version(child), by=by)
    if fact.kind in (FactKind.KNOWN_AS, FactKind.OTHER_NAME) and not fact.taken_back:
        facts.call(child, fact.value)
    if not fact.taken_back:
        facts.number(child, *([fact.value] if fact.kind in IDENTIFIERS else []), fact.number)
    changed = facts.show(child, fact)
    if changed:
        child.save(update_fields=changed)
    journal.change(Event.RECORDED_FACT, child, by=by, detail=fact.kind)
    became_known(child=child, fact=fact, by=by)
    if fact.detail:
        make_detail_searchable(child, fact, by)
    elif FactKind(fact.kind) in COMPARED:
        make_known(child, by)
    else:
        make_searchable(child, facts.stand(child), by)
