"""Statements: the words, who said them to whom and when, whom they name. Fact, account and hunch apart; own words as said."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max

from halcyon.domain.children import searching
from halcyon.domain.children.commands.chronicling import happened
from halcyon.domain.children.models import Child, Named, Standing, Statement, StatementKind
from halcyon.domain.children.rules import FactIncomplete, Happened, detail_of_statement
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects.models import Mention, MentionKind, Same
from halcyon.domain.subjects.taking import identity_called
from halcyon.kernel import journal, search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event

NOT_THERE = "These words do not stand in the statement."
TOO_WIDE = "Few may read this statement, and more could read the name: nobody is named from it."
BY_REFERENCE = "Whoever read the statement gave this record as theirs."


def keep_statement(
    *, record: Record, kind: StatementKind, question: str, words: str, said_by: int, by: Actor,
    standing: str = "", speaker: str = "", listener: str = "", spoken_at: datetime | None = None, key: UUID | None = None,
    detail: str = "",
) -> Statement:  # fmt: skip
    """Keeps words as they were said, byte for byte. Called inside the command that received them."""
    statement = Statement(
        id=key or uuid4(), record=record, kind=kind, standing=standing, question=question, words=words,
        raw=words.encode(), said_by=said_by, speaker=speaker, listener=listener, said_at=now(), spoken_at=spoken_at,
        position=_last(record) + 1, detail=detail,
    )  # fmt: skip
    statement.save(force_insert=True)
    journal.change(Event.RECORDED_STATEMENT, record, by=by)
    return statement


def keep_answers(*, record: Record, answers: Iterable[tuple[str, str]], said_by: int, by: Actor) -> list[Statement]:
    """Keeps what somebody said in one go, question by question in this order, each answer as it was said, byte for byte.

    Called inside the command that received it.
    """
    last, at = _last(record), now()
    kept = Statement.objects.bulk_create(
        Statement(
            id=uuid4(), record=record, kind=StatementKind.VERBATIM, question=question, words=words, raw=words.encode(),
            said_by=said_by, said_at=at, position=last + place,
        )
        for place, (question, words) in enumerate(answers, 1)
    )  # fmt: skip
    journal.change(Event.RECORDED_STATEMENT, record, by=by)
    return kept


def _last(record: Record) -> int:
    """The place of the last words that were said on a record."""
    return Statement.objects.filter(record=record).aggregate(last=Max("position"))["last"] or 0


@command(needs=Permission.RECORD_CHILD)
def record_statement(
    *, child: Child, kind: StatementKind, words: str, speaker: str, by: Actor, listener: str = "",
    spoken_at: datetime | None = None, standing: Standing | None = None, question: str = "said", key: UUID | None = None,
    health: bool = False,
) -> Statement:  # fmt: skip
    """Records what was said or seen about a child, on the child's record (F7). Raises FactIncomplete.

    Own words are never graded; everything else says whether it is a fact, an account or a hunch. ``question`` is ``wants``
    for what the child wants, ``health`` says that only who reads health in full reads it. ``key`` is what the form
    carried: the same form sent twice records one statement.
    """
    _check(kind, words, speaker, spoken_at, standing)
    hold(child.record)
    if key and (before := Statement.objects.filter(pk=key, record=child.record).first()):
        return before
    detail = detail_of_statement(view=kind == StatementKind.VIEW, wants=question == "wants", health=health)
    kept = keep_statement(
        record=child.record, kind=kind, question=question, words=words, said_by=by.principal, speaker=speaker.strip(),
        listener=listener.strip(), spoken_at=spoken_at, standing=standing.value if standing else "", key=key,
        detail=detail, by=by,
    )  # fmt: skip
    happened(
        record=child.record, kind=Happened.SAID, at=spoken_at or kept.said_at, agency=by.agency, words=words,
        part=kept.pk, detail=detail, by=by,
    )  # fmt: skip
    search.index(record=child.record, entries=[searching.of_statement(kept, agency=by.agency)], by=by)
    return kept


def _check(
    kind: StatementKind, words: str, speaker: str, spoken_at: datetime | None, standing: Standing | None
) -> None:
    if not words.strip():
        raise FactIncomplete("words", "Write what was said or seen.")
    if not speaker.strip():
        raise FactIncomplete("speaker", "Say who said it, or who saw it. “The child” is enough.")
    if kind == StatementKind.VERBATIM and standing is not None:
        raise FactIncomplete("standing", "Somebody's own words are kept as they are: choose none of these.")
    if kind != StatementKind.VERBATIM and standing is None:
        raise FactIncomplete("standing", "Say whether this is a fact, an account or a hunch.")
    if spoken_at is not None and spoken_at > now():
        raise FactIncomplete("spoken_at", "This time has not come yet.")


@command(needs=Permission.RECORD_CHILD)
def name_in_statement(*, statement: Statement, child: Child, start: int, end: int, by: Actor) -> Named:
    """Says that a statement names a child, and where. The words are not touched; the link belongs to that child's record."""
    if not 0 <= start < end <= len(statement.words):
        raise FactIncomplete("words", NOT_THERE)
    before = Named.objects.filter(record=child.record, statement=statement.pk, start=start).first()
    if before is not None:
        return before
    named = Named(
        record=child.record, statement=statement.pk, start=start, end=end, named_by=by.principal, named_at=now()
    )
    named.save(force_insert=True)
    journal.change(Event.NAMED_IN_STATEMENT, child, by=by)
    return named


@command(needs=Permission.RECORD_CHILD)
def name_subject_in_statement(
    *, statement: Statement, kind: MentionKind, start: int, end: int, by: Actor, known: Mention | None = None
) -> Mention:
    """Says that a statement names someone or something that is no child of the index, and where. The words are not touched.

    It is a mention of the statement's record, compared like any other. ``known`` is who or what it is, where that is known:
    the two are judged the same, which only those learn who may open both records. Raises FactIncomplete.
    """
    if not 0 <= start < end <= len(statement.words):
        raise FactIncomplete("words", NOT_THERE)
    if statement.detail not in ("", Detail.STORY):
        raise FactIncomplete("words", TOO_WIDE)
    if known is not None and known.kind != kind:
        raise FactIncomplete("reference", "That record is about something of another sort.")
    written = statement.words[start:end]
    named = subjects.mention(
        record=statement.record, identity=identity_called(kind, written), written=written, statement=statement.pk, by=by
    )
    if known is not None:
        subjects.judge(a=named, b=known, answer=Same.SAME, reason=BY_REFERENCE, by=by)
    return named
