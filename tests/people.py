"""The people of the demo county as actors, and what they do, through the commands and nothing else."""

import uuid
from typing import Any

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Contact
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.telling import Channel, Telling, Way
from halcyon.kernel.partnership import queries
from halcyon.kernel.partnership.models import Member

OPENING = Actor.system("opening")


def member(key: str) -> Actor:
    """A member of the demo pack by key: sam, nia, alun, jo, adam, kate, ruth, imran, priya, kofi, helen, chair, grace, ..."""
    return queries.actor_of(Member.objects.select_related("agency", "team").get(key=key))


def someone_tells(words: str = "Someone gives me lifts and I am scared to say no.", **said: Any) -> Contact:
    """A telling through the web form, opened as the worker opens it. Answers by their names in the Telling format."""
    telling = a_telling(words, **said)
    return commands.receive(telling=telling, drop=uuid.uuid4(), by=OPENING)


def a_telling(words: str = "Someone gives me lifts and I am scared to say no.", **said: Any) -> Telling:
    """A telling as the door would seal it."""
    answers: dict[str, Any] = {"channel": Channel.WEB, "about": Way.ME, "door_time": clocks.now()} | said
    return Telling(words=words, **answers)
