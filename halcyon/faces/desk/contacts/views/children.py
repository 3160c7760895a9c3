"""The children a contact concerns: naming them, and changing what is known of one."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from halcyon.domain.children.commands import change_child
from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import UNNAMED_CHILD
from halcyon.domain.contacts import commands, queries
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.clash import Both, Clash
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.children import FACTS, Change, Choose, New, said
from halcyon.faces.desk.contacts.pages.acts import plain
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires

ANSWERS = {"yes": "Yes", "no": "No", "": "Not known"}


@require_http_methods(["GET", "POST"])
@requires(Permission.CONCERN)
def children(request: DeskRequest, reference: str) -> HttpResponse:
    """Names a child: one of the index, or a new one."""
    view = queries.contact(reference, by=request.member)
    named = {one.child.pk for one in view.children}
    others = [child for child in queries.index(by=request.member) if child.pk not in named]
    known = Choose(request.POST if "known-child" in request.POST else None, children=others)
    new = New(request.POST if "new-known_as" in request.POST else None)
    if known.is_valid():
        with beside(known, "child"):
            commands.name_child(contact=view.contact, child=known.cleaned_data["child"], by=request.member)
            return done(request, reference, "Recorded. A decision is owed to this child.")
    if new.is_valid() and settled(new, about=view.contact, by=request.member):
        with beside(new, "known_as"):
            commands.name_child(contact=view.contact, by=request.member, **new.cleaned_data)
            return done(request, reference, "Recorded. A decision is owed to this child.")
    page = plain(
        view.contact, "Which children does this concern?",
        "A name or a nickname is enough. Each child is owed a decision, and to be told, apart from the others.",
    )  # fmt: skip
    return show(request, page, new, template="contacts/children.html", known=known, has_others=bool(others))


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
