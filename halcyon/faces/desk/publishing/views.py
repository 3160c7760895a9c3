"""What there is to publish; writing, with a look at it before it is kept; one language of a piece; its history; pictures."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.publishing import commands, queries
from halcyon.domain.publishing.faults import Taken, WordsMissing, WrongCampaign
from halcyon.domain.publishing.models import ENGLISH, LANGUAGES, Audience, Kind
from halcyon.domain.publishing.queries import Opened
from halcyon.faces.desk.acts.answering import beside, brought, posted
from halcyon.faces.desk.publishing import forms, pages
from halcyon.kernel import clocks
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names

PREVIEW = "preview"


@require_GET
@requires(Permission.PUBLISH)
def pieces(request: DeskRequest) -> HttpResponse:
    """Everything, by kind; first what waits for this member and what is overdue."""
    found = queries.pieces(by=request.member)
    page = pages.Front(found, queries.waits_for(found, by=request.member))
    return render(
        request,
        "publishing/pieces.html",
        {
            "page": page,
            "promise": pages.InFigures(*queries.figures(by=request.member)),
            "reach": pages.Reach(queries.contact_point(by=request.member), clocks.today()),
        },
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.PUBLISH)
def new(request: DeskRequest) -> HttpResponse:
    """A new piece, in English."""
    form = forms.Begin(posted(request), initial={**forms.a_year_from_now(), **asked_for(request)})
    campaigns = {str(one.pk): one for one in queries.campaigns(by=request.member)}
    form.offer(campaigns.values())
    if form.is_valid() and request.POST.get("do") != PREVIEW:
        said = form.cleaned_data
        with beside(form, Taken, WrongCampaign, ValueError, field="slug"):
            commands.begin(
                key=said["key"], kind=Kind(said["kind"]), slug=said["slug"], audience=Audience(said["audience"]),
                campaign=campaigns.get(said["campaign"]), text=form.text(), by=request.member,
            )  # fmt: skip
            messages.success(request, "Kept as a draft. Nobody outside sees it before a second person has approved it.")
            return redirect("publishing:version", said["key"], ENGLISH)
    shown = {"form": form, "heading": "Write something new", "language": LANGUAGES[ENGLISH], "direction": "ltr"}
    return render(request, "publishing/edit.html", shown | _preview(form))


@require_GET
@requires(Permission.PUBLISH)
def piece(request: DeskRequest, piece: UUID) -> HttpResponse:
    """A piece: its languages, those that are missing, and taking it down whole."""
    found, written, title = queries.languages(piece, by=request.member)
    shown = {
        "piece": found, "title": title, "kind": Kind(found.kind).label, "audience": Audience(found.audience).label,
        "written": [(code, LANGUAGES[code]) for code in written],
        "missing": [(code, name) for code, name in LANGUAGES.items() if code not in written],
        "form": forms.Withdraw(),
    }  # fmt: skip
    return render(request, "publishing/piece.html", shown)


@require_GET
@requires(Permission.PUBLISH)
def version(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """One language of a piece: as it would hang, what must be put right, what comes next, its history."""
    return show(request, piece, language)


@require_http_methods(["GET", "POST"])
@requires(Permission.PUBLISH)
def edit(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """Writes on, or begins a translation. What somebody else wrote meanwhile is shown beside it, and nothing is lost."""
    if language not in LANGUAGES:
        raise Http404
    found = _opened(request, piece, language)
    whole = found or queries.opened(piece, ENGLISH, by=request.member)
    english = found.english if found else whole.base
    first = forms.written(whole.base) | {"follows": whole.last.revision.pk} if found else forms.a_year_from_now()
    typed = request.POST.copy() if request.method == "POST" else None
    form, theirs = forms.Write(typed, initial={**first, "key": uuid4()}), None
    if form.is_valid() and typed is not None and typed.get("do") != PREVIEW:
        said = form.cleaned_data
        try:
            commands.write(
                piece=whole.piece, language=language, key=said["key"], follows=said["follows"], text=form.text(),
                by=request.member,
            )  # fmt: skip
            messages.success(request, "Kept as a draft. What hangs stays until a second person has approved this.")
            return redirect("publishing:version", piece, language)
        except Conflict as conflict:
            form.add_error("body", str(conflict))
            theirs = found.last.revision if found else None
            typed["follows"] = str(theirs.pk) if theirs else ""
    shown = {
        "form": form, "heading": whole.version.title, "language": LANGUAGES[language],
        "direction": pages.direction(language), "code": language, "piece": piece, "theirs": theirs,
        "english": english if language != ENGLISH else None, "there": found is not None,
    }  # fmt: skip
    return render(request, "publishing/edit.html", shown | _preview(form), status=409 if theirs else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PUBLISH)
def add_picture(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """A picture, with what it shows in words, at the end of a new text."""
    found = queries.opened(piece, language, by=request.member)
    form = forms.Picture(posted(request), brought(request), initial={"key": uuid4()})
    if form.is_valid():
        with beside(form, ValueError, field="file"), beside(form, WordsMissing, field="shows"):
            said = form.cleaned_data
            commands.add_picture(
                piece=found.piece, language=language, key=said["key"], file=said["file"].read(), shows=said["shows"],
                by=request.member,
            )  # fmt: skip
            messages.success(request, "The picture stands at the end of the text. Edit the text to move it.")
            return redirect("publishing:version", piece, language)
    shown = {"form": form, "page": pages.Shown(found, {}), "piece": piece, "code": language}
    return render(request, "publishing/picture.html", shown)


@require_http_methods(["GET", "POST"])
@requires(Permission.PUBLISH)
def add_file(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """A PDF or picture to take away, with the words of its link, at the end of a new text."""
    found = queries.opened(piece, language, by=request.member)
    form = forms.File(posted(request), brought(request), initial={"key": uuid4()})
    if form.is_valid():
        with beside(form, ValueError, field="file"), beside(form, WordsMissing, field="named"):
            said = form.cleaned_data
            commands.add_file(
                piece=found.piece, language=language, key=said["key"], file=said["file"].read(), named=said["named"],
                by=request.member,
            )  # fmt: skip
            messages.success(
                request, "The link to the file stands at the end of the text. Now say in the text what it says."
            )
            return redirect("publishing:version", piece, language)
    shown = {"form": form, "page": pages.Shown(found, {}), "piece": piece, "code": language}
    return render(request, "publishing/file.html", shown)


@require_GET
@requires(Permission.PUBLISH)
def revision(request: DeskRequest, piece: UUID, revision: UUID) -> HttpResponse:
    """An old text, with what differs from the last one."""
    old = queries.revision(revision, of=piece, by=request.member)
    found = queries.opened(piece, old.language, by=request.member)
    one = next(each for each in found.written if each.revision.pk == revision)
    shown = {
        "piece": piece, "code": old.language, "html": queries.drawn(old.body), "old": old,
        "direction": pages.direction(old.language),
        "point": pages.point(one, found.piece, names()), "last": found.last.revision.number, "key": uuid4(),
        "compared": pages.compared(old, found.last.revision),
    }  # fmt: skip
    return render(request, "publishing/revision.html", shown)


@require_GET
@requires(Permission.PUBLISH)
def picture(request: DeskRequest, picture: UUID) -> HttpResponse:
    """A picture of a text that may not hang yet."""
    return HttpResponse(queries.picture(picture, by=request.member), "image/webp")


@require_GET
@requires(Permission.PUBLISH)
def file(request: DeskRequest, picture: UUID, sort: str) -> HttpResponse:
    """A file of a text that may not hang yet."""
    data, held = queries.file(picture, by=request.member)
    if held != sort:
        raise Http404
    answer = HttpResponse(data, "application/pdf" if sort == "pdf" else "image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="information.{sort}"'
    return answer


def show(
    request: DeskRequest, piece: UUID, language: str, *, wrong: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """The page of one language, with the form of an act that could not be done among its forms."""
    page = pages.Shown(queries.opened(piece, language, by=request.member), names())
    acts = {
        "approve": forms.Approve(),
        "decline": forms.Decline(),
        "confirm": forms.Confirm(),
        "withdraw": forms.Withdraw(),
    }
    shown = {"page": page, **acts, **(wrong or {}), "wrong": next(iter((wrong or {}).values()), None)}
    return render(request, "publishing/version.html", shown, status=status)


def asked_for(request: DeskRequest) -> dict[str, str]:
    """What a link of this room asks to be written."""
    return {name: request.GET[name] for name in ("kind", "slug", "audience", "title") if name in request.GET}


def _opened(request: DeskRequest, piece: UUID, language: str) -> Opened | None:
    """What was written in a language so far; None where nothing was, of a piece that is there."""
    try:
        return queries.opened(piece, language, by=request.member)
    except NotVisible:
        queries.languages(piece, by=request.member)
        return None


def _preview(form: forms.Write) -> dict[str, object]:
    """How it would look, when somebody asks before keeping it."""
    if form.data.get("do") != PREVIEW or not form.data.get("body"):
        return {}
    return {"html": queries.drawn(form.data["body"]), "title": form.data.get("title", "")}
