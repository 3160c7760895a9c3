"""Sending a report: two minutes for any professional; everything it makes the team owe begins with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from halcyon.domain.children.models import Statement, StatementKind
from halcyon.domain.contacts.commands.restricting import holder
from halcyon.domain.intelligence import owing, rules
from halcyon.domain.intelligence.commands.apart import note_apart
from halcyon.domain.intelligence.commands.filing import filing, holding
from halcyon.domain.intelligence.commands.naming import keep_thing
from halcyon.domain.intelligence.commands.searching import search_original
from halcyon.domain.intelligence.models import Grading, Item, Original, Report
from halcyon.domain.intelligence.rules import Classification, Grade, HowKnown, Priority
from halcyon.domain.intelligence.things import Thing
from halcyon.kernel import journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.sources import commands as sources
from halcyon.kernel.sources.identifying import is_the_source, shows


@dataclass(frozen=True)
class Piece:
    """One item as it is sent: the words, the sender's own grade, and whom and what they name."""

    words: str
    grade: Grade
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A report as it is sent. ``source`` is who told the sender: it goes to the source register and nowhere else.

    About somebody who works here it is silent from the first moment: the officers may be whom it is about.
    """

    pieces: tuple[Piece, ...]
    how_known: HowKnown
    priority: Priority = Priority.LOW
    classification: Classification = Classification.OFFICIAL_SENSITIVE
    observed_from: datetime | None = None
    observed_words: str = ""
    come_back: str = ""
    traceable: str = ""
    child_aware: str = ""
    others_told: str = ""
    statement: UUID | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    works_here: bool = False  # whether it is about somebody who works in the team or in one of its agencies
    concerns: int | None = None  # who, where they sit at this desk


@command(needs=Permission.SUBMIT_INTELLIGENCE)
def submit(*, sent: Sent, drop: UUID, by: Actor) -> Report:
    """Keeps a report; the same form sent twice is kept once.

    Raises ReportIncomplete, ChildsOwnWords, NamesTheSource (what names the source belongs in the register alone), and
    NotVisible for a statement that the sender cannot see.
    """
    if before := Report.objects.select_related("record").filter(drop=drop).first():
        return before
    _check(sent)
    hand, tray = filing(by), _tray(sent)
    if sent.works_here:
        hand = holding(by, tray.owner)
    with acting(hand if sent.works_here else by):
        report = _keep(sent, drop, tray, by=by)
    with acting(hand):
        for position, piece in enumerate(sent.pieces, 1):
            _file(report, piece, position, tray, by=hand)
    if tray.officer is not None:
        kind = NoticeKind.DANGER if sent.priority is Priority.HIGH else NoticeKind.HANDED_OVER
        notices.queue(to=tray.officer.email, recipient=tray.officer.principal_id, kind=kind, by=by)
    return report


@dataclass(frozen=True)
class Tray:
    """Where a report's items go: the officer who is asked, or, silent, whoever holds what is about somebody here."""

    team: int
    officer: Member | None
    lock: Lock

    @property
    def owner(self) -> int:
        return self.officer.principal_id if self.officer else self.team


def _tray(sent: Sent) -> Tray:
    team = partnership.own_team().pk
    if sent.works_here:
        return Tray(team, partnership.member_of(holder(but=sent.concerns)), Lock.SILENT)
    return Tray(team, owing.officer(), Lock.ASK)


def _keep(sent: Sent, drop: UUID, tray: Tray, *, by: Actor) -> Report:
    """The report as it came: whoever sent it owns it, unless it is set apart; then they read it by a grant."""
    owner, lock = (tray.owner, Lock.SILENT) if sent.works_here else (by.principal, Lock.OPEN)
    record = new_record(kind=RecordKind.INTELLIGENCE, team=tray.team, owner=owner, lock=lock, by=by)
    report = Report(
        record=record, drop=drop, priority=sent.priority, classification=sent.classification,
        submitted_by=by.principal, agency=by.agency, submitted_at=now(), how_known=sent.how_known,
        observed_from=sent.observed_from, observed_words=sent.observed_words, come_back=sent.come_back,
        traceable=sent.traceable, child_aware=sent.child_aware, others_told=sent.others_told, statement=sent.statement,
    )  # fmt: skip
    report.save(force_insert=True)
    sources.keep(record=record, identity=dict(sent.source), by=by)
    journal.change(Event.SUBMITTED_REPORT, record, by=by, detail=sent.priority.value)
    if sent.works_here:
        note_apart(report, concerns=sent.concerns, why="", by=by)
    return report


def _file(report: Report, piece: Piece, position: int, tray: Tray, *, by: Actor) -> Item:
    """One item of a report, in its tray: open to nobody yet."""
    record = new_record(
        kind=RecordKind.INTELLIGENCE_ITEM, team=tray.team, owner=tray.officer.principal_id if tray.officer else None,
        lock=tray.lock, by=by,
    )  # fmt: skip
    item = Item(record=record, report=report.pk, position=position, added_at=report.submitted_at)
    item.save(force_insert=True)
    Original(record=report.record, item=record.pk, words=piece.words).save(force_insert=True)
    add_grading(item, piece.grade, number=1, officer=None, by=by)
    for thing in piece.things:
        keep_thing(report=report, item=item, thing=thing, by=by)
    search_original(report, item, by=by)
    owing.grading(
        item=item, priority=Priority(report.priority), starts=report.submitted_at, owner=tray.owner,
        agency=tray.officer.agency_id if tray.officer else (by.agency or tray.team), by=by,
    )  # fmt: skip
    return item


def add_grading(item: Item, grade: Grade, *, number: int, officer: int | None, by: Actor) -> Grading:
    """Adds a grading to those before it. The sender's own carries no name: the report does, and fewer may read that."""
    grading = Grading(
        record=item.record, number=number, source=grade.source, assessment=grade.assessment, code=grade.handling.code,
        conditions="\n".join(grade.handling.conditions), named=sorted(grade.handling.named),
        reason=grade.reason.strip(), by=officer,
    )  # fmt: skip
    grading.save(force_insert=True)
    journal.change(Event.GRADED_ITEM, item, by=by, detail=grade.words)
    return grading


def _check(sent: Sent) -> None:
    if not sent.pieces or not all(piece.words.strip() for piece in sent.pieces):
        raise rules.ReportIncomplete("Write what was seen or heard. One sentence is enough.", "words")
    if sent.statement is not None:
        _check_statement(sent.statement, sent.pieces)
    for piece in sent.pieces:
        others = [thing.written for thing in piece.things]
        if any(is_the_source(written, sent.source) for written in others):
            raise rules.NamesTheSource("people")
        if shows(piece.words, sent.source, besides=others):
            raise rules.NamesTheSource("words")
        if shows(piece.grade.reason, sent.source, besides=others):
            raise rules.NamesTheSource("reason")
        if any(shows(words, sent.source, besides=others) for words in piece.grade.handling.conditions):
            raise rules.NamesTheSource("conditions")
    for name in ("others_told", "observed_words"):
        if shows(getattr(sent, name), sent.source):
            raise rules.NamesTheSource(name)


def _check_statement(key: UUID, pieces: tuple[Piece, ...]) -> None:
    """What was derived from a child's words is in other words than the child's."""
    statement = Statement.objects.filter(pk=key).first()
    if statement is None or not Record.objects.filter(pk=statement.record_id).exists():
        raise NotVisible()
    if statement.kind != StatementKind.VERBATIM:
        return
    if any(rules.are_the_same_words(piece.words, statement.words) for piece in pieces):
        raise rules.ChildsOwnWords()
