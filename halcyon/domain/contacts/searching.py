"""What of a contact is searched: what its page shows to its readers, and nothing else.

Never who told us (that stands in the source register), and never the words by which they know a caller of ours. A
referrer's name and agency are searched, because they stand on the page.
"""

import re
from collections.abc import Iterable, Iterator

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts.models import (
    Action,
    Agreement,
    Alert,
    Answer,
    Contact,
    Decision,
    TellerKind,
    Told,
    WaiverRequest,
)
from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.letterbox.telling import Said, Telling
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.search import Entry

OF_THE_TELLING = frozenset(Telling.QUESTIONS)
OF_A_CHILD = frozenset({"reach_contact", "reach_phone"})
CODES = frozenset({"phones", "cars", "places", *OF_A_CHILD})
SAID_BY_CHOICE = frozenset(said.value for said in Said)


def index_statements(contact: Contact, statements: list[Statement], *, first: bool = False, by: Actor) -> None:
    """What was told, when it arrives; ``first``: when the contact began with it."""
    search.index(record=contact.record, entries=_said(contact, statements, first=first), by=by)


def index_decision(decision: Decision, *, by: Actor) -> None:
    """Reasons, what was answered, and what the second persons said."""
    search.index(record=decision.record, entries=[_decision(decision)], by=by)


def index_action(action: Action, *, by: Actor) -> None:
    search.index(record=action.record, entries=[_action(action)], by=by)


def index_told(told: Told, *, by: Actor) -> None:
    search.index(record=told.record, entries=[_told(told)], by=by)


def index_waiver(asked: WaiverRequest, *, by: Actor) -> None:
    search.index(record=asked.record, entries=[_waiver(asked)], by=by)


def index_alert(alert: Alert, *, by: Actor) -> None:
    search.index(record=alert.record, entries=_of_alert(alert), by=by)


def of_contact(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one contact, for building anew."""
    contact = Contact.objects.get(pk=record.pk)
    yield from _said(contact, list(Statement.objects.filter(record=record).order_by("position")), first=True)
    yield from map(_decision, Decision.objects.filter(record=record))
    yield from map(_action, Action.objects.filter(record=record))
    yield from map(_told, Told.objects.filter(record=record))
    yield from map(_waiver, WaiverRequest.objects.filter(record=record))


def of_alert(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one alert."""
    yield from _of_alert(Alert.objects.get(pk=record.pk))


def _said(contact: Contact, statements: list[Statement], *, first: bool) -> Iterator[Entry]:
    """The telling as one entry, so that words of two of its answers find it; what came later each on its own."""
    later = next(
        (place for place, said in enumerate(statements) if said.question.startswith("later-")), len(statements)
    )
    told = [said for said in statements[:later] if first and _is_told(contact, said)]
    agency = _agency(contact.taken_by)
    if first:
        referrer = contact.referrer
        spoken = [referrer.get(name, "") for name in ("role", "agency")]
        yield Entry(
            source=contact.pk, kind="telling", at=contact.received_at, agency=agency,
            words="\n".join([*(said.words for said in told), *filter(None, spoken)]),
            names=tuple(filter(None, [referrer.get("name", "")])),
            codes=(*_codes(told), *filter(None, [referrer.get("phone", ""), referrer.get("contact", "")])),
        )  # fmt: skip
    for said in statements:
        if said not in told and not _is_private(contact, said) and said.words not in SAID_BY_CHOICE:
            kind = "message" if said.question.startswith("later-") else "statement"
            yield Entry(
                source=said.pk, kind=kind, at=said.said_at, agency=_agency(said.said_by), words=said.words,
                codes=tuple(_codes([said])),
            )  # fmt: skip


def _is_told(contact: Contact, said: Statement) -> bool:
    if said.words in SAID_BY_CHOICE:
        return False
    return said.question in OF_THE_TELLING or (said.question in OF_A_CHILD and not _is_private(contact, said))


def _is_private(contact: Contact, said: Statement) -> bool:
    """How to reach someone is between them and us; a child's own number is a fact of the child."""
    if not said.question.startswith("reach_"):
        return False
    return said.question not in OF_A_CHILD or contact.teller != TellerKind.CHILD


def _codes(statements: Iterable[Statement]) -> Iterator[str]:
    """Numbers and plates, whole or in part, where the question was for them."""
    for said in statements:
        if said.question in CODES:
            parts = re.split(r"[,;\n]", said.words)
            yield from (part.strip() for part in parts if re.search(r"[\d@]", part) and len(part.strip()) <= 24)


def _decision(decision: Decision) -> Entry:
    answers = Answer.objects.filter(decision=decision).order_by("at").values_list("answer", flat=True)
    agreed = Agreement.objects.filter(decision=decision).order_by("at").values_list("why", flat=True)
    words = [decision.reasons, decision.tell_child_why, *answers, *agreed]
    return Entry(
        source=decision.pk, kind="decision", at=decision.proposed_at, agency=_agency(decision.proposed_by),
        words="\n".join(filter(None, words)),
    )  # fmt: skip


def _action(action: Action) -> Entry:
    words = [action.what, action.result, *(str(fact) for fact in action.facts.values())]
    return Entry(
        source=action.pk, kind="action", at=action.done_at or action.due_at, agency=action.agency,
        words="\n".join(filter(None, words)),
    )  # fmt: skip


def _told(told: Told) -> Entry:
    return Entry(source=told.pk, kind="told", at=told.at, agency=_agency(told.by), words=told.words)


def _waiver(asked: WaiverRequest) -> Entry:
    return Entry(source=asked.pk, kind="waiver", at=asked.asked_at, agency=_agency(asked.asked_by), words=asked.reason)


def _of_alert(alert: Alert) -> list[Entry]:
    agency = _agency(alert.raised_by)
    why = Entry(source=alert.pk, kind="alert", at=alert.raised_at, agency=agency, words=f"{alert.why}\n{alert.answer}")
    return [why]


def _agency(principal: int | None) -> int | None:
    """The agency of a member; nobody's for the system and for who told us."""
    if principal is None or principal <= 0:
        return None
    return Member.objects.filter(principal_id=principal).values_list("agency_id", flat=True).first()
