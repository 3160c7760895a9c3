"""The contact page itself, and who told."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.contacts import queries
from halcyon.domain.subjects.queries import named_by
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.contacts.answering import beside, show
from halcyon.faces.desk.contacts.forms.words import OpenSource
from halcyon.faces.desk.contacts.pages.acts import plain
from halcyon.faces.desk.contacts.pages.closed import closed_before
from halcyon.faces.desk.contacts.pages.contact import REFERRER, ContactPage
from halcyon.faces.desk.subjects.panel import panel
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import names
from halcyon.kernel.sources.commands import open_source


@require_GET
@requires(Permission.READ_CONTACT)
def contact(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything about one contact."""
    view = queries.contact(reference, by=request.member)
    known = names()
    named = named_by({one.pk: one.record_id for one in view.statements}, by=request.member)
    page = ContactPage(view, by=request.member, names=known, named=named)
    alike = panel(
        view.record, by=request.member, known=known,
        closings=lambda records: closed_before(records, request.member, known),
    )  # fmt: skip
    return render(request, "contacts/contact.html", {"page": page, "panel": alike})


@require_http_methods(["GET", "POST"])
@requires(Permission.OPEN_SOURCE)
def source(request: DeskRequest, reference: str) -> HttpResponse:
    """Who told us, once, for a reason: nothing but this answer shows it."""
    found = queries.find(reference, by=request.member)
    form = OpenSource(posted(request))
    page = plain(
        found, "Who told us",
        "The source register holds who told us, apart from everything else.",
        "Opening it is recorded with your name and your reason. It is shown once, on the next page only.",
    )  # fmt: skip
    if form.is_valid():
        with beside(form, "reason"):
            identity = open_source(record_id=found.pk, reason=form.cleaned_data["reason"], by=request.member)
            facts = tuple(Row(REFERRER.get(key, key), value) for key, value in identity.items())
            shown = plain(found, "Who told us", "Shown this once. Do not copy it into a note.", facts=facts)
            return show(request, shown, template="contacts/source.html")
    return show(request, page, form)
