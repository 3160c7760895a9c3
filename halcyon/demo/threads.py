"""What invented people tell, and what the members of the demo county do about it: through the commands, and nothing else.

Everything here runs with the desk's login. Where the worker would have opened an envelope, the opening is played by a
stand-in that sees the team's records and may do no more than the worker may.
"""

import datetime as dt
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings

from halcyon.demo.stage import working_days_after
from halcyon.domain.children.models import Child
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.commands.deciding import Answered, TellChild
from halcyon.domain.contacts.minding import who_must_not_know
from halcyon.domain.contacts.models import Action, Concern, Contact, Decision
from halcyon.domain.contacts.rules import Outcome, Question, counts_as
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.delivering import open_mailbox
from halcyon.kernel.letterbox.telling import Channel, Later, LaterMessage, MailboxKey, Said, Telling, Way
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.sealing import (
    Code,
    DeskSecrets,
    MailboxSecrets,
    code_from_token,
    derive,
    new_mailbox_keys,
    wrap_private,
)

NOT_KNOWN_YET = "Not known yet: asked, and written down as not known."
NOTHING_SAYS_SO = "Nothing that was told says so; asked again at each later contact."
NO_CHILD_YET = TellChild("no_way", why="No child is known yet.")


@contextmanager
def looking(by: Actor) -> Iterator[None]:
    """Reads as a member, in the open transaction: PostgreSQL shows what they may see."""
    with acting(by):
        yield


class Cast:
    """The members of the demo county by the keys of people.toml, and the stand-in for the worker."""

    def __init__(self) -> None:
        self.codes: DeskSecrets = settings.KEYS.load(settings.SECRETS)
        self._members = {member.key: partnership.actor_of(member) for member in partnership.members()}
        self.hushed = False  # whether anybody has said who must not know

    def __getitem__(self, key: str) -> Actor:
        return self._members[key]

    @cached_property
    def opening(self) -> Actor:
        """The worker's stand-in."""
        worker = Actor.system("opening")
        return replace(worker, principals=(*worker.principals, partnership.own_team().pk))

    def first(self) -> Actor:
        """Whoever is first on the rota at this moment of the story."""
        first = partnership.on_duty(clocks.now()).first
        assert first is not None
        assert first.principal is not None
        return next(actor for actor in self._members.values() if actor.principal == first.principal)

    # Telling

    def told_on_the_web(self, about: Way, words: str, code: Code | None = None, **answers: Any) -> "Thread":
        """Someone fills in the form of the public page. Without `code`, the six words are known to nobody."""
        self.hushed = self.hushed or "must_not_know" in answers
        telling = _telling(about, words, Channel.WEB, mailbox=self._mailbox(code), **answers)
        contact = commands.receive(telling=telling, drop=uuid.uuid4(), by=self.opening)
        return Thread(contact, self)

    def told_to(self, by: Actor, about: Way, words: str, channel: Channel = Channel.PHONE, **answers: Any) -> "Thread":
        """Someone rings, or comes in, and a member takes it down."""
        telling = _telling(about, words, channel, **answers)
        taken = commands.take_down(telling=telling, drop=uuid.uuid4(), codes=self.codes, by=by)
        return Thread(taken.contact, self)

    def new_code(self) -> Code:
        """Six words, as a form would get them."""
        return code_from_token(self.codes.code_key, os.urandom(16))

    def _mailbox(self, code: Code | None) -> MailboxKey:
        secret = derive(code, self.codes.salt, self.codes.pepper) if code else _nobodys_words()
        mailbox, keys = uuid.uuid4(), new_mailbox_keys()
        open_mailbox(
            mailbox, locator=secret.locator, public_key=keys.public, day=clocks.today(),
            wrapped_private=wrap_private(keys.private, secret.wrap_key, mailbox=mailbox),
        )  # fmt: skip
        return MailboxKey(id=mailbox, public_key=keys.public)


def _telling(about: Way, words: str, channel: Channel, **answers: Any) -> Telling:
    return Telling(about=about, words=words, channel=channel, door_time=clocks.now(), **answers)


def _nobodys_words() -> MailboxSecrets:
    return MailboxSecrets(os.urandom(32), os.urandom(32))


@dataclass
class Thread:
    """One contact, and what members do about it."""

    contact: Contact
    cast: Cast

    def child(self, by: Actor) -> Child:
        """The child who told, or the first who was named."""
        with looking(by):
            concern = Concern.objects.filter(record=self.contact.record).order_by("added_at").first()
            assert concern is not None
            return Child.objects.select_related("record").get(pk=concern.child)

    def opened(self, by: Actor) -> None:
        """A member opens the page; the reading is journalled."""
        with looking(by):
            queries.contact(self.contact.record.reference, by=by)

    # Listening

    def acknowledged(self, by: Actor, words: str, how: str = "words", phrase: str = "") -> None:
        """A member has read it, and whoever told us is told so."""
        commands.acknowledge(contact=self.contact, how=how, words=words, phrase=phrase, minded=self._minded(by), by=by)

    def phrase(self, by: Actor, key: str) -> None:
        """Acknowledged with one of the reviewed phrases."""
        text = next(phrase.text for phrase in partnership.pack().phrases() if phrase.key == key)
        self.acknowledged(by, text, phrase=key)

    def comes_back(self, words: str, safe: Said = Said.NOT_SAID) -> None:
        """Whoever told us comes back with the six words and writes more."""
        mailbox = self.contact.mailbox
        assert mailbox is not None
        message = LaterMessage(mailbox=mailbox, what=Later.MESSAGE, words=words, safe_now=safe, door_time=clocks.now())
        commands.receive_later(message=message, drop=uuid.uuid4(), by=self.cast.opening)
        self._read_anew()

    def closed_by_teller(self) -> None:
        """Whoever told us asks us to stop writing there."""
        mailbox = self.contact.mailbox
        assert mailbox is not None
        commands.mailbox_changed(mailbox=mailbox, what="closed", by=self.cast.opening)
        self._read_anew()

    # Deciding and acting

    def named(self, by: Actor, known_as: str = "", age: str = "", child: Child | None = None, known: str = "") -> Child:
        """A member names a child the contact concerns."""
        under_13 = int(age) < 13 if age.isdecimal() else None
        return commands.name_child(
            contact=self.contact, child=child, known_as=known_as, age=age, known=known, under_13=under_13, by=by
        )

    def decided(
        self, by: Actor, outcomes: str, reasons: str, child: Child | None, tell: TellChild,
        answers: Mapping[Question, str] | None = None, follow_up: dt.date | None = None,
    ) -> Decision:  # fmt: skip
        """A member decides for one child, or for the contact while no child is known."""
        given = {question: Answered(words=NOTHING_SAYS_SO) for question in Question}
        given[Question.OFFENCE] = Answered(words=NOT_KNOWN_YET)
        given |= {question: Answered(words=words) for question, words in (answers or {}).items()}
        return commands.decide(
            contact=self.contact, child=child, outcomes=[Outcome(letter) for letter in outcomes], reasons=reasons,
            answers=given, tell_child=tell, follow_up=follow_up, by=by,
        )  # fmt: skip

    def later(self, working_days: int) -> TellChild:
        """The child is told, by the end of that working day."""
        return TellChild("by", by_time=working_days_after(clocks.now(), working_days, "17:00"))

    def agreed(self, decision: Decision, proposer: Actor, *keys: str) -> None:
        """The second persons that the decision waits for agree."""
        for key in keys:
            by = self.cast[key]
            counted = counts_as(roles=by.roles, agency=by.agency, proposer_agency=proposer.agency)
            if counted & set(decision.needs):
                commands.agree(contact=self.contact, decision=decision, by=by)

    def done(self, by: Actor, outcome: str, result: str, child: Child | None = None, **facts: str) -> None:
        """What an outcome demands has been done."""
        with looking(by):
            actions = list(
                Action.objects.filter(
                    record=self.contact.record, outcome=outcome, child=child.pk if child else None, done_at=None
                )
            )
        for action in actions:
            commands.finish_action(contact=self.contact, action=action, result=result, facts=facts, by=by)

    def to_do(self, by: Actor, what: str, agency: Actor, due: dt.datetime) -> Action:
        """Something more to do, by an agency."""
        assert agency.agency is not None
        return commands.add_action(
            contact=self.contact, decision=None, what=what, agency=agency.agency, due_at=due, by=by
        )

    # Telling back

    def told(self, by: Actor, words: str, how: str = "words") -> None:
        """Whoever told us is told what happens."""
        commands.tell_teller(contact=self.contact, how=how, words=words, minded=self._minded(by), by=by)

    def told_child(self, by: Actor, child: Child, words: str, how: str = "in_person") -> None:
        """A child is told what happens and what does not."""
        commands.tell_child(contact=self.contact, child=child.pk, how=how, words=words, minded=self._minded(by), by=by)

    def _minded(self, by: Actor) -> list[uuid.UUID]:
        """Those who must not know, each ticked: none of them sees or hears it."""
        if not self.cast.hushed:
            return []
        with looking(by):
            children = Concern.objects.filter(record=self.contact.record).values_list("child", flat=True)
            return [hush.id for hush in who_must_not_know(record=self.contact.pk, children=children)]

    def waived(self, by: Actor, second: Actor, reason: str) -> None:
        """Telling back is let go, for a reason, with a second person."""
        with looking(by):
            owed = Obligation.objects.get(
                record=self.contact.record, duty=Duty.TELL_BACK, owed_to=OwedTo.TELLER, end=""
            )
        asked = commands.ask_waiver(contact=self.contact, obligation=owed, reason=reason, by=by)
        commands.agree_waiver(contact=self.contact, asked=asked, by=second)

    def ended(self, by: Actor) -> None:
        """Nothing is owed any more."""
        commands.end(contact=self.contact, by=by)

    def _read_anew(self) -> None:
        """Someone else changed it."""
        with looking(self.cast.opening):
            self.contact.refresh_from_db(fields=["way_back", "ended_at", "ended_by"])
