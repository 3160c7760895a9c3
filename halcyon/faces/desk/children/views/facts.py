"""Facts: recorded, corrected on what stood on the screen, or taken back with a reason."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Fact
from halcyon.domain.children.queries import ChildView
from halcyon.domain.children.rules import LABELS, SAID, SEVERAL, FactKind
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.clash import Both, Clash
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.answering import beside, done, show
from halcyon.faces.desk.children.forms import FactForm, KnownForm, Wrong
from halcyon.faces.desk.children.pages import words
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.moments import said as moment_said
from halcyon.kernel.partnership import queries as partnership

LEAD = "What is recorded here stands with your name, the time and the record it comes from. What stood before is kept."
HEAD = ["What", "Recorded by", "From record", "State"]
NO_SOURCE = "None that you can open"
"""Said of a fact that names no record too: that one exists and is closed is nobody's to learn from here."""
GONE = "What you were correcting does not stand any more."


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def record(request: DeskRequest, reference: str, kind: str) -> HttpResponse:
    """Records one fact. Two members who correct the same one both see both texts."""
    view, about = queries.child(reference, by=request.member), _kind(kind)
    corrected = _standing(view, about, request.POST.get("replaces", "") or request.GET.get("replaces", ""))
    form = _form(posted(request), about, corrected, by=request.member)
    if form.is_valid() and settled(form, about=view.child, by=request.member):
        try:
            with beside(form, "value" if "value" in form.fields else "answer"):
                commands.record_fact(child=view.child, by=request.member, **form.said())
                name_taken(request, form, view.child.record)
                return done(request, view.child, "Recorded.")
        except Conflict as conflict:
            return _both_texts(request, queries.child(reference, by=request.member), about, form, str(conflict))
    return _page(request, view, about, form, corrected)


def _page(
    request: DeskRequest, view: ChildView, kind: FactKind, form: FactForm, corrected: Fact | None,
    clash: Clash | None = None,
) -> HttpResponse:  # fmt: skip
    return show(
        request, view.child, f"{LABELS[kind]}: {view.child.known_as}", form, LEAD, template="children/fact.html",
        status=409 if clash else 200, history=history(view, kind), history_head=HEAD, corrected=corrected, clash=clash,
    )  # fmt: skip


def _both_texts(request: DeskRequest, view: ChildView, kind: FactKind, form: FactForm, sentence: str) -> HttpResponse:
    """What someone else saved beside what was typed; the form is on the newest fact now."""
    theirs = view.one(kind) if kind not in SEVERAL else None
    again = _form(
        {**request.POST.dict(), "replaces": str(theirs.pk) if theirs else ""}, kind, theirs, by=request.member
    )
    again.add_error(None, sentence)
    return _page(request, view, kind, again, theirs, _clash(kind, theirs, form))


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def wrong(request: DeskRequest, reference: str, fact: UUID) -> HttpResponse:
    """Takes a fact back that was wrong."""
    view = queries.child(reference, by=request.member)
    found = next((one for one in view.history if one.pk == fact), None)
    if found is None:
        raise NotVisible()
    form, said = Wrong(posted(request)), f"{LABELS[FactKind(found.kind)]}: {words(found, partnership.names())}"
    if form.is_valid() and settled(form, about=view.child, by=request.member):
        try:
            with beside(form, "why"):
                commands.take_back(child=view.child, fact=fact, by=request.member, why=form.cleaned_data["why"])
                return done(
                    request, view.child, "Taken back. What was recorded can still be seen for the days it stood."
                )
        except Conflict:
            form.add_error(None, GONE)
            return show(request, view.child, "This was wrong", form, said, status=409)
    return show(request, view.child, "This was wrong", form, said)


def _kind(written: str) -> FactKind:
    try:
        return FactKind(written)
    except ValueError:
        raise NotVisible() from None


def _standing(view: ChildView, kind: FactKind, replaces: str) -> Fact | None:
    """What the form corrects: of a kind of which one stands that one, of others the one that was chosen."""
    if kind not in SEVERAL:
        return view.one(kind)
    return next((fact for fact in view.of(kind) if str(fact.pk) == replaces), None)


def _form(data: object, kind: FactKind, standing: Fact | None, *, by: Actor) -> FactForm:
    form = KnownForm if kind is FactKind.KNOWN else FactForm
    agencies, members = partnership.agencies(), partnership.members()
    return form(data, kind=kind, standing=standing, agencies=agencies, members=members, by=by)


def history(view: ChildView, kind: FactKind) -> list[list[str]]:
    """Everything that was ever recorded of a kind: what, who, when, from which record, and whether it stands."""
    names, stands = partnership.names(), {fact.pk for fact in view.facts}
    replaced = {fact.replaces: fact for fact in view.history if fact.replaces}
    rows = []
    for fact in view.history:
        if fact.kind == kind and not fact.taken_back:
            by = replaced.get(fact.pk)
            state = "Stands" if fact.pk in stands else ("Taken back: " + by.why if by and by.taken_back else "Replaced")
            source = view.sources.get(fact.source, NO_SOURCE) if fact.source else NO_SOURCE
            who = names.get(fact.recorded_by, "a member")
            rows.append([words(fact, names), f"{who}, {moment_said(fact.recorded_at)}", source, state])
    return rows[::-1]


def _clash(kind: FactKind, theirs: Fact | None, form: FactForm) -> Clash:
    """Both texts: what someone else saved, and what was typed."""
    given = form.said()
    yours = given["value"] or SAID[given["answer"]]
    saved = words(theirs, partnership.names()) if theirs else GONE
    who = partnership.names().get(theirs.recorded_by, "someone else") if theirs else "someone else"
    return Clash(who, theirs.recorded_at if theirs else None, (Both(LABELS[kind], saved, str(yours)),))
