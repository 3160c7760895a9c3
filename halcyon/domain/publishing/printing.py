"""Keeps the papers of the noticeboard in step with its pages: what is printed of a page, and the files that a page leads to.

A paper is made anew when the approved text, the contact point or the figures change, and comes down with its page. It is made in
each language in which the page hangs and for which there are letters.
"""

import base64
import logging
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext

from halcyon.domain.publishing import papers
from halcyon.domain.publishing.models import ENGLISH, File, Revision
from halcyon.domain.publishing.rendering import files_in
from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.journal import Event
from halcyon.kernel.look import catalogues
from halcyon.kernel.noticeboard import board, figures
from halcyon.kernel.noticeboard.figures import Figures
from halcyon.kernel.partnership.queries import pack

log = logging.getLogger("halcyon.publishing")
PREFIX, MARKS = "paper/", "papers"


def hang_papers(pages: Mapping[str, board.Body], *, by: Actor) -> None:
    """Hangs what is printed of these pages and their files, and takes every other paper down. Call it inside a command."""
    wanted, there, marks = _printed(pages), set(board.keys(PREFIX)), board.read(MARKS) or {}
    files = {f"{PREFIX}{key}": key for body in pages.values() for key in files_in(str(body.get("html", "")))}
    made = {key: papers.mark(text) for key, text in wanted.items()}
    changed = [key for key in wanted if key not in there or marks.get(key) != made[key]]
    new, gone = files.keys() - there, there - wanted.keys() - files.keys()
    if not changed and not new and not gone:
        return
    journal.change(Event.PINNED, by=by)
    for key in gone:
        board.unpin(key)
    for key in changed:
        _hang(key, wanted[key])
    for file in File.objects.filter(pk__in=[files[key] for key in new]):
        _pin(f"{PREFIX}{file.pk}", bytes(file.data), file.sort)
    board.pin(MARKS, made)


def _printed(pages: Mapping[str, board.Body]) -> dict[str, str]:
    """The source of each paper that is to hang, by its key: ``paper/promise``, ``paper/pl/promise``."""
    wanted = {tuple(key.split("/")[1:]): page for key, page in pages.items() if page.get("paper")}
    asked = [str(page["revision"]) for page in wanted.values()]
    bodies = dict(Revision.objects.filter(pk__in=asked).values_list("pk", "body")) if asked else {}
    counted = figures.read(board.read(figures.KEY)) if wanted else None
    rota = str((board.read("readers") or {}).get("text", "")) if wanted else ""
    made = {}
    for language in {language for language, _ in wanted} & papers.LETTERS.keys():
        with papers.speaking(language):
            true, catalogue = _today(language, counted, rota), catalogues.held().get(language)
        for (_, slug), page in ((place, page) for place, page in wanted.items() if place[0] == language):
            draft = bool(page.get("draft")) or (catalogue is not None and catalogue.draft)
            said = str(page["title"]), str(page["lead"]), bodies[UUID(str(page["revision"]))]
            made[address(slug, language)] = papers.source(
                str(page["paper"]), papers.Words(*said, language, draft), true
            )
    return made


def address(slug: str, language: str) -> str:
    """Under which key the paper of a page hangs."""
    return f"{PREFIX}{slug}" if language == ENGLISH else f"{PREFIX}{language}/{slug}"


def _today(language: str, counted: Figures | None, rota: str) -> papers.Today:
    """What is true of every paper in the language that is active; the rota's sentence is made in English alone."""
    said = [counted.when + ":", *counted.sentences()] if counted else []
    readers = rota if language == ENGLISH else gettext("Someone on the team reads it, by day and by night.")
    return papers.today(pack(), clocks.today(), said, readers)


def _hang(key: str, source: str) -> None:
    """A paper that cannot be made is missing: an older one would say what was approved before."""
    try:
        _pin(key, papers.printed(source), "pdf")
    except RuntimeError:
        log.error("paper-not-made %s", key)
        _pin(key, b"", "")  # so that it is not tried again every few seconds


def _pin(key: str, data: bytes, sort: str) -> None:
    board.pin(key, {"file": base64.b64encode(data).decode(), "sort": sort})
