"""The people of the demo county as actors, and what they do, through the commands and nothing else."""

import uuid
from typing import Any

from halcyon.domain.contacts import commands
from halcyon.domain.contacts import queries as contacts
from halcyon.domain.contacts.commands.deciding import Answered, TellChild
from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.rules import Outcome, Question
from halcyon.domain.promise.models import Obligation
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.telling import Channel, Telling, Way
from halcyon.kernel.partnership import queries
from halcyon.kernel.partnership.models import Member
from tests.conftest import as_role

OPENING = Actor.system("opening")
EVERY_ANSWER = {question: Answered("Asked; not as far as we know.") for question in Question}


def member(key: str) -> Actor:
    """A member of the demo pack by key: sam, nia, alun, jo, adam, kate, ruth, imran, priya, kofi, helen, chair, grace, ..."""
    return queries.actor_of(Member.objects.select_related("agency", "team").get(key=key))


def someone_tells(words: str = "Someone gives me lifts and I am scared to say no.", **said: Any) -> Contact:
    """A telling through the web form, opened as the worker opens it. Answers by their names in the Telling format."""
    telling = a_telling(words, **said)
    return commands.receive(telling=telling, drop=uuid.uuid4(), by=OPENING)


def finishes(contact: Contact, by: Actor, second: Actor) -> None:
    """No further action, agreed by another agency; whatever else is owed is waived by two; then the contact ends."""
    police = member("jo")
    with as_role("desk"), acting(by):
        view = contacts.contact(contact.record.reference, by=by)
        found, child = view.contact, view.children[0].child if view.children else None
        decision = commands.decide(
            contact=found, child=child, outcomes=[Outcome.H], reasons="A practice call by the team itself.",
            answers=EVERY_ANSWER, tell_child=TellChild("not_safe", why="Nobody is named."), by=by,
        )  # fmt: skip
        with acting(police):
            commands.agree(contact=found, decision=decision, by=police)
        for left in Obligation.objects.filter(record=contact.record, end=""):
            asked = commands.ask_waiver(contact=found, obligation=left, reason="Practice.", by=by)
            with acting(second):
                commands.agree_waiver(contact=found, asked=asked, by=second)
        commands.end(contact=found, by=by)


def a_telling(words: str = "Someone gives me lifts and I am scared to say no.", **said: Any) -> Telling:
    """A telling as the door would seal it."""
    answers: dict[str, Any] = {"channel": Channel.WEB, "about": Way.ME, "door_time": clocks.now()} | said
    return Telling(words=words, **answers)
