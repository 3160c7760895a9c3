"""Every change of what the public may read: written, restored, submitted, sent back, confirmed, approved, withdrawn.

Approving hangs nothing by itself: the worker brings the noticeboard in step with the approvals within seconds (`hanging`).
"""

import re
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from halcyon.domain.publishing import checks, reading, rules, telling
from halcyon.domain.publishing.checks import Text
from halcyon.domain.publishing.faults import NeedsSecondPerson, NotNow, NotReady, Taken, WordsMissing, WrongCampaign
from halcyon.domain.publishing.models import (
    ENGLISH,
    LANGUAGES,
    Act,
    Audience,
    File,
    Kind,
    Picture,
    Piece,
    Revision,
    Step,
)
from halcyon.domain.publishing.pictures import drawn_anew, for_printing
from halcyon.domain.publishing.rendering import address, file_address
from halcyon.domain.publishing.rules import State
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard.addresses import ACTS, FIXED, WHY_LATE
from halcyon.kernel.partnership.queries import is_demo

if TYPE_CHECKING:
    from halcyon.domain.publishing.pdfs import Clean

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TAKEN = {
    "healthz",
    "static",
    "pictures",
    "statement",
    *LANGUAGES,
    *(each.strip("/") for each in (*ACTS, *FIXED.values())),
}


@command(needs=Permission.PUBLISH)
def begin(
    *, key: UUID, kind: Kind, slug: str, audience: Audience, text: Text, by: Actor, campaign: Piece | None = None
) -> Revision:
    """A new piece with its first English text. Sent twice, it is one. An event belongs to a campaign, a document may.

    Raises Taken, WrongCampaign, ValueError.
    """
    if Piece.objects.filter(pk=key).exists():
        return reading.revisions(key, ENGLISH)[0]
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise ValueError("An address is small letters and numbers with - between them, for example awareness-day-2027.")
    if slug in TAKEN or Piece.objects.filter(slug=slug).exists():
        raise Taken(slug)
    _belongs(kind, campaign)
    piece = Piece(id=key, kind=kind, slug=slug, audience=audience, campaign=campaign)
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
    except IntegrityError:
        raise Taken(slug) from None
    return _write(piece, ENGLISH, text, key=uuid4(), by=by)


@command(needs=Permission.PUBLISH)
def write(*, piece: Piece, language: str, key: UUID, follows: UUID | None, text: Text, by: Actor) -> Revision:
    """A new text of a piece in a language, written upon ``follows``; sent twice, it is one.

    A translation says again the English that hangs now. Raises Conflict when somebody wrote in between.
    """
    if language not in LANGUAGES:
        raise ValueError("Choose one of the languages.")
    if again := Revision.objects.filter(pk=key).first():
        return again
    held = reading.revisions(piece.pk, language)
    if (held[-1].pk if held else None) != follows:
        raise Conflict()
    return _write(piece, language, text, key=key, by=by, held=held)


@command(needs=Permission.PUBLISH)
def restore(*, revision: Revision, key: UUID, by: Actor) -> Revision:
    """A new text equal to an old one; what came in between is kept."""
    if again := Revision.objects.filter(pk=key).first():
        return again
    held = reading.revisions(revision.piece_id, revision.language)
    return _write(
        revision.piece, revision.language, reading.text_of(revision), key=key, by=by, held=held, restores=revision
    )


@command(needs=Permission.PUBLISH)
def add_picture(*, piece: Piece, language: str, key: UUID, file: bytes, shows: str, by: Actor) -> Revision:
    """A picture drawn anew, and a new text with it at its end. Raises WordsMissing without an alternative text, ValueError."""
    shows = " ".join(shows.replace("[", "(").replace("]", ")").split())
    if not shows:
        raise WordsMissing("Say in a few words what the picture shows, for whoever cannot see it.")
    held = reading.revisions(piece.pk, language)
    if not held:
        raise NotNow("Write the text first: the picture is added at its end.")
    if again := next((one for one in held if one.pk == key), None):
        return again
    drawn = drawn_anew(file)
    picture = Picture(piece=piece, data=drawn.data, width=drawn.width, height=drawn.height, by=by.principal)
    picture.save(force_insert=True)
    journal.change(Event.ADDED_PICTURE, piece.pk, by=by)
    last = reading.text_of(held[-1])
    text = Text(**{**asdict(last), "body": f"{last.body.rstrip()}\n\n![{shows}]({address(picture.pk)})\n"})
    return _write(piece, language, text, key=key, by=by, held=held)


@command(needs=Permission.PUBLISH)
def add_file(*, piece: Piece, language: str, key: UUID, file: bytes, named: str, by: Actor) -> Revision:
    """A PDF or picture for whoever wants it whole, made anew, and a new text with a link to it at its end.

    What a campaign gives away names no telephone number: the contact point is printed from one place alone.
    Raises WordsMissing without words for the link, ValueError with a sentence.
    """
    named = " ".join(named.replace("[", "(").replace("]", ")").split())
    if not named:
        raise WordsMissing("Say in a few words what the file is: they are what people press.")
    held = reading.revisions(piece.pk, language)
    if not held:
        raise NotNow("Write the text first: the file is added at its end.")
    if again := next((one for one in held if one.pk == key), None):
        return again
    made, sort = _made_anew(file, named)
    if piece.campaign and (number := checks.number_in(made.words, reading.known(None, now()))):
        raise ValueError(
            f"“{number}” in this PDF looks like a telephone number. Take it out: our number changes, and a PDF on a wall does not."
        )
    kept = File(piece=piece, data=made.data, sort=sort, pages=made.pages, by=by.principal)
    kept.save(force_insert=True)
    journal.change(Event.ADDED_FILE, piece.pk, by=by)
    last = reading.text_of(held[-1])
    size = f"{sort.upper()}, {max(1, round(len(made.data) / 1024)):,} KB"
    link = f"[{named} ({size})]({file_address(kept.pk, sort)})"
    text = Text(**{**asdict(last), "body": f"{last.body.rstrip()}\n\n{link}\n"})
    return _write(piece, language, text, key=key, by=by, held=held)


def _made_anew(file: bytes, title: str) -> "tuple[Clean, str]":
    """A file as it is kept, and how its address ends."""
    # Here, not above: what reads PDFs takes a tenth of a second of every process that begins.
    from halcyon.domain.publishing.pdfs import Clean, written_anew

    if file[:1024].lstrip().startswith(b"%PDF-"):
        return written_anew(file, title), "pdf"
    return Clean(for_printing(file).data, 1, ""), "jpg"


@command(needs=Permission.PUBLISH)
def submit(*, revision: Revision, by: Actor) -> None:
    """Asks for a second person. Raises NotReady with what must be put right first, NotNow."""
    if _state(revision) is not State.DRAFT:
        raise NotNow("This text was submitted already. Load the page again to see where it stands.")
    _must_be_ready(revision)
    _step(revision, Act.SUBMITTED, by=by)
    telling.second_person(revision, by=by)


@command(needs=Permission.PUBLISH)
def decline(*, revision: Revision, why: str, by: Actor) -> None:
    """Sends a text back to who wrote it. Raises NotNow, WordsMissing."""
    if _state(revision) is not State.SUBMITTED:
        raise NotNow("This text does not wait for a second person. Load the page again to see where it stands.")
    if not why.strip():
        raise WordsMissing("Say what is missing: whoever wrote it reads this.")
    _step(revision, Act.DECLINED, by=by, words=why.strip())
    telling.writer(revision, by=by)


@command(needs=Permission.PUBLISH)
def confirm(*, revision: Revision, reviewer: str, by: Actor) -> None:
    """A named person who grew up with the language confirms a translation. Raises NotNow, WordsMissing."""
    if revision.language == ENGLISH:
        raise NotNow("English is not a translation: nobody needs to confirm it.")
    if not reviewer.strip():
        raise WordsMissing(
            "Write the name of the native reviewer and what they are, for example: Marta Nowak, interpreter."
        )
    _step(revision, Act.CONFIRMED, by=by, words=reviewer.strip())


@command(needs=Permission.PUBLISH)
def approve(
    *, revision: Revision, by: Actor, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> None:
    """Lets a text hang from a moment on (now, when none is given), for good or until another.

    Raises NeedsSecondPerson for whoever wrote it, NotReady, NotNow; ValueError for times that make no sense.
    """
    if _state(revision) is not State.SUBMITTED:
        raise NotNow("This text does not wait for a second person. Load the page again to see where it stands.")
    if revision.written_by == by.principal:
        raise NeedsSecondPerson()
    steps = reading.steps([revision.piece_id])[(revision.piece_id, revision.language)]
    if reading.unconfirmed(revision.pk, revision.language, steps) and not is_demo():
        raise NotNow("This translation is a draft: it needs a native reviewer, by name, before anybody approves it.")
    _must_be_ready(revision)
    moment = now()
    starts_at = max(starts_at or moment, moment)
    if ends_at and ends_at <= starts_at:
        raise ValueError("It would end before it begins: choose a later end, or none.")
    _step(revision, Act.APPROVED, by=by, starts_at=starts_at, ends_at=ends_at)


@command(needs=Permission.PUBLISH)
def withdraw(*, piece: Piece, why: str, by: Actor, language: str | None = None) -> int:
    """Takes a piece down, in one language or in all, with everything that was yet to begin. Returns in how many languages.

    Anyone with the right does it alone and at once. Raises WordsMissing, NotNow.
    """
    if not why.strip():
        raise WordsMissing("Say why it is taken down: whoever asks later reads it.")
    taken_down = 0
    for (_, written_in), steps in reading.steps([piece.pk]).items():
        held = rules.in_force(steps)
        if held and language in (None, written_in):
            revision = Revision.objects.get(pk=held[-1].revision)
            _step(revision, Act.WITHDRAWN, by=by, words=why.strip())
            taken_down += 1
    if not taken_down:
        raise NotNow("Nothing of this piece hangs or is to hang.")
    return taken_down


def _write(
    piece: Piece, language: str, text: Text, *, key: UUID, by: Actor, held: list[Revision] | None = None,
    restores: Revision | None = None,
) -> Revision:  # fmt: skip
    """One more revision. The numbers are unique: of two who write at once, one is told.

    Why some were answered late is said by somebody who reads the measures: a leader.
    """
    if piece.slug == WHY_LATE:
        by.check(Permission.READ_MEASURES)
    last = held[-1] if held else None
    written = Revision(
        id=key, piece=piece, language=language, number=last.number + 1 if last else 1, **asdict(text), written_by=by.principal,
        facts=last.facts if last else {}, translates=_english(piece) if language != ENGLISH else None, restores=restores,
    )  # fmt: skip
    if last is None and written.translates is not None:  # it stands where its English does, with its picture and films
        written.facts = {name: value for name, value in written.translates.facts.items() if name != "short"}
    if restores is not None:
        written.translates = restores.translates
    try:
        with transaction.atomic():
            written.save(force_insert=True)
    except IntegrityError:
        raise Conflict() from None
    journal.change(Event.WROTE_PIECE, piece.pk, by=by)
    return written


def _belongs(kind: Kind, campaign: Piece | None) -> None:
    if kind == Kind.EVENT and campaign is None:
        raise WrongCampaign("Choose the campaign that the event belongs to.")
    if campaign is not None and (kind not in (Kind.EVENT, Kind.DOCUMENT) or campaign.kind != Kind.CAMPAIGN):
        raise WrongCampaign("Only an event or a document belongs to a campaign. Leave it empty.")


def _english(piece: Piece) -> Revision | None:
    """The English that a translation made now says again: what hangs, else the last that was written."""
    held = rules.standing(reading.steps([piece.pk]).get((piece.pk, ENGLISH), []), now())
    if held:
        return Revision.objects.get(pk=held.revision)
    written = reading.revisions(piece.pk, ENGLISH)
    return written[-1] if written else None


def _state(revision: Revision) -> State:
    steps = reading.steps([revision.piece_id]).get((revision.piece_id, revision.language), [])
    return rules.state(revision.pk, steps, now())


def _must_be_ready(revision: Revision) -> None:
    if found := reading.faults_of(revision, revision.piece, now()):
        raise NotReady(found)


EVENTS = {
    Act.SUBMITTED: Event.SUBMITTED_PIECE, Act.APPROVED: Event.APPROVED_PIECE, Act.DECLINED: Event.DECLINED_PIECE,
    Act.CONFIRMED: Event.CONFIRMED_TRANSLATION, Act.WITHDRAWN: Event.WITHDREW_PIECE,
}  # fmt: skip


def _step(
    revision: Revision, act: Act, *, by: Actor, words: str = "", starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> None:  # fmt: skip
    """One step, once: two presses of one button, or two people at once, make one. Raises NotNow for the second."""
    step = Step(
        revision=revision,
        act=act,
        written_by=revision.written_by,
        by=by.principal,
        words=words,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError:
        raise NotNow("Somebody was quicker: this was done already.") from None
    journal.change(EVENTS[act], revision.piece_id, by=by)
