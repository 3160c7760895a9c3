"""Actions: something more to do, and what came of it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.models import Decision
from halcyon.domain.contacts.queries import ContactView
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.acting import Add, Finish
from halcyon.faces.desk.contacts.pages.acts import ActPage, plain
from halcyon.faces.desk.contacts.pages.deciding import FACTS
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.moments import said
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import agencies, names


@require_http_methods(["GET", "POST"])
@requires(Permission.ACT)
def add_action(request: DeskRequest, reference: str) -> HttpResponse:
    """Adds something to do, beside what the outcomes demand."""
    view = queries.contact(reference, by=request.member)
    form = Add(posted(request), agencies=agencies(), decisions=_decisions(view))
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "what"):
            commands.add_action(
                contact=view.contact, decision=given["decision"], what=given["what"], agency=given["agency"],
                due_at=given["due_at"], key=given["key"], by=request.member,
            )  # fmt: skip
            name_taken(request, form, view.contact.record)
            return done(request, reference, "Added. The contact does not end before it is done.")
    return show(request, plain(view.contact, "Add an action"), form)


def _decisions(view: ContactView) -> dict[str, tuple[str, Decision]]:
    """The decisions an action may belong to, by key, named for the list."""
    whose = [(one.child.known_as, each.decision) for one in view.children for each in one.decisions]
    whose += [("No child named yet", each.decision) for each in view.contact_decisions]
    return {
        str(found.pk): (f"{name}: {', '.join(found.outcomes)}, {said(found.proposed_at)}", found)
        for name, found in whose
        if found.state != "declined"
    }


@require_http_methods(["GET", "POST"])
@requires(Permission.ACT)
def finish(request: DeskRequest, reference: str, action: UUID) -> HttpResponse:
    """Records what came of an action, with the names its outcome demands."""
    contact = queries.find(reference, by=request.member)
    found = queries.action(action, of=contact)
    form = Finish(posted(request), action=found)
    page = plain(contact, "Record that it is done", found.what)
    if found.done_at is not None:
        return _done_before(request, page, found.pk, reference, form)
    if form.is_valid() and settled(form, about=contact, by=request.member):
        try:
            with beside(form, "result"):
                commands.finish_action(
                    contact=contact,
                    action=found,
                    result=form.cleaned_data["result"],
                    facts=form.facts(),
                    by=request.member,
                )
                name_taken(request, form, contact.record)
                return done(request, reference, "Recorded.")
        except Conflict:
            return _done_before(request, page, found.pk, reference, form)
    return show(request, page, form)


def _done_before(request: DeskRequest, page: ActPage, action: UUID, reference: str, form: Finish) -> HttpResponse:
    """Someone recorded it already: their words, and beside them what was typed here, which nothing has lost."""
    held, known = queries.action(action, of=queries.find(reference)), names()
    theirs = [Row("What came of it", held.result)]
    theirs += [Row(FACTS.get(name, name), str(words)) for name, words in held.facts.items()]
    theirs.append(Row("Recorded by", known.get(held.done_by or 0, "a member")))
    yours = [Row(str(field.label), str(field.value() or "")) for field in form] if form.is_bound else []
    return show(request, page, template="contacts/done_before.html", status=409, theirs=theirs, yours=yours)
