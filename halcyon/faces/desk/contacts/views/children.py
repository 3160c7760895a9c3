"""The children a contact concerns: naming them, and changing what is known of one."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from halcyon.domain.children import queries as index
from halcyon.domain.children.commands import change_child
from halcyon.domain.children.models import Child
from halcyon.domain.children.queries import Found
from halcyon.domain.children.rules import UNNAMED_CHILD
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.queries import ContactView
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.clash import Both, Clash
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.forms import Find
from halcyon.faces.desk.children.pages import likely
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.children import FACTS, Change, New, said
from halcyon.faces.desk.contacts.pages.acts import plain
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names

NAMED = "Recorded. A decision is owed to this child."
ANSWERS = {"yes": "Yes", "no": "No", "": "Not known"}


@require_http_methods(["GET", "POST"])
@requires(Permission.CONCERN)
def children(request: DeskRequest, reference: str) -> HttpResponse:
    """Names a child: searched for first, then one of those who may be meant, or none of these. Each step keeps what was typed."""
    view = queries.contact(reference, by=request.member)
    if chosen := request.POST.get("child"):
        commands.name_child(contact=view.contact, child=index.find(chosen), by=request.member)
        return done(request, reference, NAMED)
    if request.method == "POST" and request.POST.get("do") != "search":
        return _none_of_these(request, view)
    find = Find(posted(request))
    looked = find.cleaned_data["words"] if find.is_valid() else request.POST.get("looked", "")
    found = index.search(looked, by=request.member) if looked else None
    return _naming(request, view, find, New.kept(request.POST, found=looked), found, looked)


def _none_of_these(request: DeskRequest, view: ContactView) -> HttpResponse:
    """A new child, once those who may be meant by that very name were shown."""
    new, found, looked = New(request.POST), None, request.POST.get("looked", "")
    if new.is_valid() and new.cleaned_data["key"] in {one.concern.pk for one in view.children}:
        return done(request, view.reference, NAMED)  # the same form, sent twice
    if new.is_valid():
        name = new.cleaned_data["known_as"]
        found = index.search(name, by=request.member)
        seen = looked == name or not found.says
        if seen and settled(new, about=view.contact, by=request.member):
            with beside(new, "known_as"):
                commands.name_child(contact=view.contact, by=request.member, **new.cleaned_data)
                return done(request, view.reference, NAMED)
    elif looked:
        found = index.search(looked, by=request.member)
    find = Find(None, initial={"words": request.POST.get("words", "")})
    name = new.cleaned_data.get("known_as", "") or looked
    return _naming(request, view, find, new, found or Found((), (), 0), name, unasked=True)


def _naming(
    request: DeskRequest,
    view: ContactView,
    find: Find,
    new: New,
    found: Found | None,
    looked: str,
    *,
    unasked: bool = False,
) -> HttpResponse:
    page = plain(
        view.contact, "Which children does this concern?",
        "A name or a nickname is enough. Search first: they may be known already. Each child is owed a decision, and to be "
        "told, apart from the others.",
    )  # fmt: skip
    return show(
        request, page, new, template="contacts/children.html", find=find, found=found, unasked=unasked, looked=looked,
        likely=likely(found.previews, by=request.member, names=names()) if found else (),
        named={one.child.record.reference for one in view.children},
    )  # fmt: skip


@require_POST
@requires(Permission.CONCERN)
def teller(request: DeskRequest, reference: str) -> HttpResponse:
    """Whoever told us about a friend is a child to think of too: one click, and a decision is owed to them."""
    view = queries.contact(reference, by=request.member)
    commands.name_child(contact=view.contact, known_as=UNNAMED_CHILD, is_teller=True, by=request.member)
    return done(request, reference, "Recorded: the child who told us is thought of too. A decision is owed to them.")


@require_http_methods(["GET", "POST"])
@requires(Permission.CONCERN)
def child(request: DeskRequest, reference: str, child: UUID) -> HttpResponse:
    """Changes what is known of a child, on the version that was read."""
    view = queries.contact(reference, by=request.member)
    found = queries.child(child, of=view.contact)
    form = Change(posted(request), child=found)
    page = plain(view.contact, f"What is known of {found.known_as}")
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            change_child(child=found, by=request.member, **form.cleaned_data)
            return done(request, reference, "Saved.")
        except Conflict as conflict:
            found = queries.child(child, of=view.contact)
            clash = _clash(found, form)
            again = Change({**request.POST.dict(), "version": str(found.record.version)}, child=found)
            again.add_error(None, str(conflict))
            return show(request, page, again, template="contacts/child.html", status=409, clash=clash)
    return show(request, page, form, template="contacts/child.html")


def _clash(theirs: Child, form: Change) -> Clash:
    """Both texts, fact by fact."""
    now_saved, yours = said(theirs), {name: str(form[name].value() or "") for name in FACTS}
    both = [
        Both(
            str(form[name].label),
            ANSWERS.get(now_saved[name], "") if name in ("under_13", "learning_disability") else now_saved[name],
            ANSWERS.get(yours[name], "") if name in ("under_13", "learning_disability") else yours[name],
        )
        for name in FACTS
    ]
    return Clash("someone else", None, tuple(both))
