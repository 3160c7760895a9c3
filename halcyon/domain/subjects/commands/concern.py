"""Persons and places of concern: each has an owner, a day of review, and what was considered."""

from dataclasses import dataclass
from datetime import date

from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.commands.judging import judge
from halcyon.domain.subjects.commands.naming import SELF, mention
from halcyon.domain.subjects.models import Answered, Mention, Same, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.domain.subjects.searching import index_subject
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record, touch
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.matching.identities import Identity, Kind
from halcyon.kernel.partnership import queries as partnership


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

    A child is never a person of concern. Raises Incomplete.
    """
    _check(why, considered, review_on, ethnicity, nationality)
    if of.kind == Kind.PERSON and sameness.is_child(of):
        raise Incomplete("This is a child: a child is protected, and is never a person of concern.")
    record = new_record(kind=RecordKind.SUBJECT, team=partnership.own_team().pk, owner=owner, by=by)
    named = mention(record=record, identity=Identity.from_json(of.identity), written=of.written, sort=SELF, by=by)
    subject = Subject(
        record=record, mention=named, why=why.strip(), considered=considered.strip(), review_on=review_on, adult=adult,
        ethnicity=ethnicity.words, ethnicity_said=ethnicity.said, nationality=nationality.words,
        nationality_said=nationality.said, opened_by=by.principal, opened_at=now(),
    )  # fmt: skip
    subject.save(force_insert=True)
    index_subject(subject, by=by)
    journal.change(Event.OPENED_CONCERN, record, by=by)
    judge(a=of, b=named, answer=Same.SAME, reason="Made a record of its own from this mention.", by=by)
    return subject


@command(needs=Permission.KEEP_SUBJECT)
def change_subject(
    *, subject: Subject, version: int, why: str, considered: str, review_on: date, by: Actor, adult: bool | None = None,
    ethnicity: Told = Told(), nationality: Told = Told(),
) -> None:  # fmt: skip
    """Keeps what was considered, the day of the next review and what is known. Raises Conflict, Incomplete."""
    _check(why, considered, review_on, ethnicity, nationality)
    touch(subject.record, version=version, by=by)
    Subject.objects.filter(pk=subject.pk).update(
        why=why.strip(), considered=considered.strip(), review_on=review_on, adult=adult,
        ethnicity=ethnicity.words, ethnicity_said=ethnicity.said,
        nationality=nationality.words, nationality_said=nationality.said,
    )  # fmt: skip
    index_subject(subject, by=by)
    journal.change(Event.CHANGED_SUBJECT, subject, by=by)


def _check(why: str, considered: str, review_on: date, ethnicity: Told, nationality: Told) -> None:
    if not why.strip():
        raise Incomplete("Say why this is of concern.")
    if not considered.strip():
        raise Incomplete("Say what was considered and what was chosen: without it nobody knows what is being done.")
    if review_on <= today():
        raise Incomplete("Choose a day of review that lies ahead.")
    ethnicity.check()
    nationality.check()
