"""What was decided is done: each outcome demands something, and is owed until a record says that it happened."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from halcyon.domain.contacts import owing, searching
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.reopening import wake
from halcyon.domain.contacts.models import Action, Contact, Decision
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.domain.promise.commands import fulfil
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import LONDON, now
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership


class ActionIncomplete(ValueError):
    """Something an action needs is missing or cannot be; ``field`` says beside which question the sentence belongs."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def act_at_once(*, decision: Decision, contact: Contact, by: Actor) -> None:
    """Immediate protection, and the strategy discussion asked for with it, are owed from the proposal on: A never waits."""
    for letter in (Outcome.A, Outcome.B):
        if letter.value in decision.outcomes:
            _owe(decision, contact, letter, starts=decision.proposed_at, by=by)


def owe_outcomes(*, decision: Decision, contact: Contact, by: Actor) -> None:
    """Every other outcome is owed once the decision is made. *No further action* is done by being agreed."""
    for word in decision.outcomes:
        letter = Outcome(word)
        if letter not in (Outcome.A, Outcome.B):
            _owe(decision, contact, letter, starts=decision.made_at or now(), by=by)


@command(needs=Permission.ACT)
def add_action(
    *, contact: Contact, decision: Decision | None, what: str, agency: int, due_at: datetime, by: Actor,
    key: UUID | None = None,
) -> Action:  # fmt: skip
    """Adds something to do, beside what the outcomes demand. The contact does not end before it is done.

    ``key`` is what the form carried: the same form sent twice adds one.
    """
    if not what.strip():
        raise ActionIncomplete("what", "Say what is to be done.")
    hold(contact.record)
    if key and (before := Action.objects.filter(pk=key, record=contact.record).first()):
        return before
    if due_at < now():
        raise ActionIncomplete("due_at", "This time has passed. Give a time to come.")
    wake(contact=contact, by=by)
    action = Action(
        id=key or uuid4(), record=contact.record, decision=decision, child=decision.child if decision else None,
        what=what.strip(), agency=agency, due_at=due_at, added_by=by.principal,
    )  # fmt: skip
    action.save(force_insert=True)
    journal.change(Event.ADDED_ACTION, contact, by=by)
    searching.index_action(action, by=by)
    return action


@command(needs=Permission.ACT)
def finish_action(
    *, contact: Contact, action: Action, result: str, by: Actor, facts: Mapping[str, str] | None = None
) -> Action:
    """Records what came of an action. Raises ActionIncomplete when the outcome demands a fact that is missing."""
    held = Action.objects.select_for_update().get(pk=action.pk)
    if held.done_at is not None:
        raise Conflict()
    given = {name: words.strip() for name, words in (facts or {}).items()}
    if not result.strip():
        raise ActionIncomplete("result", "Say what came of it.")
    if held.outcome:
        for fact in DEMANDS[Outcome(held.outcome)].facts:
            if not given.get(fact):
                raise ActionIncomplete(fact, "Name who: the outcome is not done without it.")
    held.done_at, held.done_by, held.result, held.facts = now(), by.principal, result.strip(), given
    held.save(update_fields=["done_at", "done_by", "result", "facts"])
    journal.change(Event.FINISHED_ACTION, contact, by=by, detail=held.outcome)
    chronicling.acted(contact=contact, action=held, by=by)
    searching.index_action(held, by=by)
    if held.outcome:
        owed = owing.owed_act(contact.pk, held.child, held.outcome)
        others = Action.objects.filter(record=contact.record, child=held.child, outcome=held.outcome, done_at=None)
        if owed is not None and not others.exists():
            fulfil(obligation=owed, evidence=held.pk, by=by)
    return held


def _owe(decision: Decision, contact: Contact, letter: Outcome, *, starts: datetime, by: Actor) -> None:
    owner = decision.proposed_by
    agency = partnership.member_of(owner).agency_id
    due = _follow_up(decision) if letter is Outcome.F else None
    owed = owing.outcome(decision=decision, what=letter, due=due, starts=starts, owner=owner, agency=agency, by=by)
    if letter is Outcome.H:
        fulfil(obligation=owed, evidence=decision.pk, by=by)
        return
    action = Action(
        record=contact.record, decision=decision, child=decision.child, outcome=letter.value,
        what=DEMANDS[letter].done_when, agency=agency, due_at=owed.due_at, added_by=by.principal,
    )  # fmt: skip
    action.save(force_insert=True)
    searching.index_action(action, by=by)
    journal.change(Event.ADDED_ACTION, contact, by=by, detail=letter.value)


def _follow_up(decision: Decision) -> datetime | None:
    if decision.follow_up is None:
        return None
    return datetime.combine(decision.follow_up, time(17, 0), LONDON).astimezone(UTC)
