"""The child's page, today or as it was known on a day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from halcyon.domain.children import queries
from halcyon.domain.children.queries.story import end_of
from halcyon.domain.contacts.around_child import around
from halcyon.domain.subjects.queries import named_by
from halcyon.faces.desk.children.answering import asking
from halcyon.faces.desk.children.pages import ChildPage
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.clocks import today
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.READ_CHILD)
def child(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything there is, or everything there was."""
    known_on, unread = day_asked(request.GET.get("known_on", ""))
    view = queries.child(reference, by=request.member, known_on=known_on)
    until = end_of(known_on) if known_on else None
    known = around(view.ids, known_on=until)
    told = queries.chronology(
        view.child, by=request.member, known_on=known_on, joined=[other for other, _ in view.joined]
    )
    named = named_by({one.pk: one.record_id for one in view.statements}, until=until, by=request.member)
    page = ChildPage(view, known, told.lines, by=request.member, names=names(), named=named, known_on=known_on)
    return render(
        request,
        "children/child.html",
        {
            "page": page,
            "asks": told.asks,
            "whole": told.whole,
            "unread": unread,
            "today": today(),
            "unread_details": asking(view.child, by=request.member),
            "may_ask": request.member.may(Permission.ASK),
        },
    )


def day_asked(written: str) -> tuple[date | None, str]:
    """The day of the address, or a sentence about what cannot be read. Today is now."""
    if not written:
        return None, ""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None, "Write a date, for example 2026-11-23."
    return (day, "") if day < today() else (None, "")
