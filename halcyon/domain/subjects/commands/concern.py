"""Persons and places of concern: each has an owner, a day of review, and what was considered.

The review is owed by the promise (decision 0034): its owner is rung when it is late, then whoever is above them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from halcyon.domain.promise.commands import hand_over
from halcyon.domain.subjects import owing, rules, sameness
from halcyon.domain.subjects.commands.judging import judge
from halcyon.domain.subjects.commands.naming import SELF, mention
from halcyon.domain.subjects.models import Answered, Ending, Mention, Same, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.domain.subjects.searching import index_subject
from halcyon.domain.subjects.standing import known_only_in, left_open
from halcyon.kernel import journal
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold, new_record, touch
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import london_day, now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.matching.identities import Identity, Kind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

CHILD = "This is a child: a child is protected, and is never a person of concern."
ANOTHER_DAY = "You chose another day of review: say what was considered now, and what was chosen."
NO_MORE = "It is of concern no more: two members ended it. If there is concern again, make a record of concern anew."
CANNOT_ANSWER = "It is closed, and others ask to see it: their role cannot answer that. Choose someone else."
CANNOT_KEEP = "They are not at the desk, or their role keeps nothing of concern. Choose someone else."


@dataclass(frozen=True, slots=True)
class Told:
    """An answer about ethnicity or nationality, with who said so. It is never inferred from anything."""

    words: str = ""
    said: Answered = Answered.NOT_YET_ASKED

    def check(self) -> None:
        """Raises Incomplete when the words and who said them do not go together."""
        if (self.said in (Answered.SELF_DEFINED, Answered.OFFICER_DEFINED)) != bool(self.words.strip()):
            raise Incomplete("Write the answer where there is one, and leave it empty where nobody has answered.")


@command(needs=Permission.KEEP_SUBJECT)
def open_subject(
    *, of: Mention, why: str, considered: str, review_on: date, owner: int, by: Actor, adult: bool | None = None,
    ethnicity: Told = Told(), nationality: Told = Told(),
) -> Subject:  # fmt: skip
    """Makes a person, place, phone or vehicle *of concern*, from a mention of it; the two are judged the same.

    A child is never a person of concern; what only a closed record names is closed like it. Raises Incomplete.
    """
    _check(why, considered, review_on, ethnicity, nationality)
    if of.kind == Kind.PERSON and (adult is False or sameness.is_child(of)):
        raise Incomplete(CHILD)
    team = partnership.own_team().pk
    record = new_record(kind=RecordKind.SUBJECT, team=team, owner=owner, lock=_closed_like(of.record_id), by=by)
    named = mention(record=record, identity=_today(of), written=of.written, sort=SELF, by=by)
    subject = Subject(
        record=record, mention=named, why=why.strip(), considered=considered.strip(), review_on=review_on, adult=adult,
        ethnicity=ethnicity.words, ethnicity_said=ethnicity.said, nationality=nationality.words,
        nationality_said=nationality.said, opened_by=by.principal, opened_at=now(),
    )  # fmt: skip
    subject.save(force_insert=True)
    index_subject(subject, by=by)
    journal.change(Event.OPENED_CONCERN, record, by=by)
    judge(a=of, b=named, answer=Same.SAME, reason="Made a record of its own from this mention.", by=by)
    _owe_review(subject, starts=subject.opened_at, by=by)
    return subject


@command(needs=Permission.KEEP_SUBJECT)
def change_subject(
    *, subject: Subject, version: int, why: str, considered: str, review_on: date, by: Actor, adult: bool | None = None,
    ethnicity: Told = Told(), nationality: Told = Told(),
) -> None:  # fmt: skip
    """Keeps what was considered, the day of the next review and what is known. Another day of review is a review: it says
    what was considered, ends what is owed and owes the next. Raises Conflict, Incomplete.
    """
    hold(subject.record)
    check_stands(subject)
    _check(why, considered, review_on, ethnicity, nationality)
    touch(subject.record, version=version, by=by)
    reviewed = review_on != subject.review_on
    if reviewed and considered.strip() == subject.considered:
        raise Incomplete(ANOTHER_DAY)
    Subject.objects.filter(pk=subject.pk).update(
        why=why.strip(), considered=considered.strip(), review_on=review_on, adult=adult,
        ethnicity=ethnicity.words, ethnicity_said=ethnicity.said,
        nationality=nationality.words, nationality_said=nationality.said,
    )  # fmt: skip
    index_subject(subject, by=by)
    journal.change(Event.CHANGED_SUBJECT, subject, by=by)
    if reviewed:
        owing.reviewed(subject.record, by=by)
        subject.review_on = review_on
        _owe_review(subject, starts=now(), by=by)


@command(needs=Permission.HAND_OVER)
def hand_over_subject(*, subject: Subject, to: int, by: Actor) -> None:
    """Gives a person, place, phone or vehicle of concern to another owner, with the review that is owed: its clock runs on.

    Raises Incomplete when they could not keep it. Handed to its owner, it stays theirs.
    """
    member = Member.objects.filter(principal=to, active=True).first()
    if member is None or not partnership.actor_of(member).may(Permission.KEEP_SUBJECT):
        raise Incomplete(CANNOT_KEEP)
    hold(subject.record)
    check_stands(subject)
    subject.record.refresh_from_db()
    if subject.record.lock != Lock.OPEN and not partnership.actor_of(member).may(Permission.SHARE):
        raise Incomplete(CANNOT_ANSWER)
    if subject.record.owner == to:
        return
    hand = replace(by, principals=tuple(dict.fromkeys((*by.principals, to))))  # of a closed one only its owner sees it
    with acting(hand):
        _owe_review(subject, starts=subject.opened_at, by=by)
        access.give_over(record=subject.record, to=to, by=hand)
        for owed in owing.reviews(subject.record):
            hand_over(obligation=owed, to=to, by=hand)


def close_with(*, record: Record, owner: int, by: Actor) -> None:
    """What is of concern and known through this record alone closes with it: its new owner holds it, and owes its review.

    Inside the command that closes the record, before it is closed. What another record names too stays as open as it is.
    """
    for subject in known_only_in(record):
        for owed in owing.reviews(subject.record):
            hand_over(obligation=owed, to=owner, by=by)
        access.restrict(record=subject.record, owner=owner, lock=Lock.SILENT, by=by)


@command(needs=Permission.RESTRICT)
def close_left_open(*, subject: Subject, by: Actor) -> None:
    """Closes what stayed open when what alone knows it was closed (before decision 0056); whoever holds that holds this too.

    Raises NotVisible where nothing of theirs alone knows it.
    """
    hold(subject.record)
    record = left_open(by=by).get(subject.pk)
    if record is None:
        raise NotVisible()
    close_with(record=Record.objects.get(pk=record), owner=by.principal, by=by)


def _closed_like(key: UUID) -> Lock:
    """The lock of a record, as it is now. An item of intelligence is always asked for (0020): that closes nothing made from it."""
    record = Record.objects.get(pk=key)
    lock = Lock(record.lock)
    return Lock.OPEN if record.kind == RecordKind.INTELLIGENCE_ITEM and lock is Lock.ASK else lock


def check_stands(subject: Subject) -> None:
    """Raises Incomplete where it is of concern no more."""
    if Ending.objects.filter(record=subject.record, agreed=True).exists():
        raise Incomplete(NO_MORE)


def _today(of: Mention) -> Identity:
    """What a mention says, with the age that was said then as it is today."""
    said_on, day = london_day(of.made_at), today()
    identity = Identity.from_json(of.identity)
    age = rules.age_by(of.identity, said_on=said_on, today=day)
    return replace(identity, age=str(age)) if age >= 0 and said_on != day else identity


def _owe_review(subject: Subject, *, starts: datetime, by: Actor) -> None:
    """The review is owed by the end of its day; where one is owed already, that one stands."""
    due = owing.end_of(subject.review_on, at=starts)
    owing.review(subject.record, starts=starts, due=due, owner=subject.record.owner, by=by)


def _check(why: str, considered: str, review_on: date, ethnicity: Told, nationality: Told) -> None:
    if not why.strip():
        raise Incomplete("Say why this is of concern.")
    if not considered.strip():
        raise Incomplete("Say what was considered and what was chosen: without it nobody knows what is being done.")
    if review_on <= today():
        raise Incomplete("Choose a day of review that lies ahead.")
    ethnicity.check()
    nationality.check()
