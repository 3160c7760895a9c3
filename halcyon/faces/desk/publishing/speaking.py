"""What the public side says in other languages, and who has confirmed it: the interface, the core pages, the phrases."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from halcyon.domain.publishing import queries
from halcyon.domain.publishing.queries import Shelved
from halcyon.faces.desk.publishing.pages import Line, line
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look import catalogues
from halcyon.kernel.look.catalogues import Catalogue
from halcyon.kernel.partnership.contents import Pack
from halcyon.kernel.partnership.queries import pack

DRAFT = ("Draft: needs a native reviewer", "yellow")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase of the desk's in the language, with the English that it says."""

    english: str
    text: str
    tag: tuple[str, str]


class Spoken:
    """One language."""

    def __init__(self, catalogue: Catalogue, found: list[Shelved], held: Pack) -> None:
        self.name, self.code, self.direction = catalogue.english, catalogue.code, catalogue.direction
        self.own_name, self.waiting, self.texts = catalogue.name, catalogue.waiting, catalogue.translated
        self.tag = DRAFT if catalogue.draft else ("Confirmed", "green")
        self.confirmed = "" if catalogue.draft else f"{catalogue.confirmed_by}, {catalogue.confirmed_on}"
        self.shown = held.demo or not catalogue.draft
        self.pages: list[Line] = [
            line(one.piece, version) for one in found for version in one.versions if version.language == catalogue.code
        ]
        english = {one.key: one for one in held.phrases()}
        self.phrases = [
            Sentence(
                english[one.key].text, one.text,
                DRAFT if one.draft_of(english[one.key]) else (f"Reviewed by {one.reviewed_by}", "green"),
            )
            for one in held.all_sayings.get(catalogue.code, ())
        ]  # fmt: skip


@require_GET
@requires(Permission.PUBLISH)
def languages(request: DeskRequest) -> HttpResponse:
    """Every language, with what keeps it from the public."""
    found, held = queries.pieces(by=request.member), pack()
    spoken = [Spoken(each, found, held) for each in catalogues.held().values()]
    return render(request, "publishing/languages.html", {"spoken": spoken, "practice": held.demo})
