"""One subject, and what a member may do with it: watch, doubt, link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import DoubtKind, LinkType, Mention, Role, Status
from halcyon.domain.subjects.rules import Incomplete
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import Act, settled
from halcyon.faces.desk.intelligence.derived import made_of
from halcyon.faces.desk.subjects import pages
from halcyon.faces.desk.subjects.forms import MakeLink, SayDoubt, SayOfLink, SetWatch
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.READ_SUBJECT)
def subject(request: DeskRequest, mention: UUID) -> HttpResponse:
    """Everything the reader may see of one person, phone, vehicle, place, account or organisation."""
    found = queries.subject(mention, by=request.member)
    page = pages.subject(found, by=request.member, known=names())
    made = made_of(named.reference for named in found.mentions)
    return render(request, "subjects/subject.html", {"page": page, "made_of": made})


@require_http_methods(["GET", "POST"])
@requires(Permission.WATCH)
def watch(request: DeskRequest, mention: UUID) -> HttpResponse:
    """*Alert me if this comes up again.*"""
    found = queries.mention(mention, by=request.member)
    form = SetWatch(posted(request))
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            commands.watch(mention=found, by=request.member, **form.cleaned_data)
            messages.success(request, "Set. You are told within seconds; your manager sees that you watch, and why.")
            return redirect("subjects:front")
        except Incomplete as incomplete:
            form.add_error("ends_on" if "end" in str(incomplete) else None, str(incomplete))
    return act(request, form, found, "Tell me if this comes up again")


@require_http_methods(["GET", "POST"])
@requires(Permission.LINK)
def doubt(request: DeskRequest, mention: UUID) -> HttpResponse:
    """What a record says of someone is suspected false, disproved, counts all the same, or is doubted no more."""
    found = queries.mention(mention, by=request.member)
    form = SayDoubt(posted(request))
    if form.is_valid() and settled(form, about=found, by=request.member):
        kind = DoubtKind(form.cleaned_data["kind"])
        commands.doubt(mention=found, kind=kind, why=form.cleaned_data["why"], by=request.member)
        messages.success(request, "Kept. It is shown wherever the name is.")
        return redirect("subjects:subject", mention)
    return act(request, form, found, "Is what this record says true?")


@require_http_methods(["GET", "POST"])
@requires(Permission.LINK)
def link(request: DeskRequest, mention: UUID) -> HttpResponse:
    """How two subjects that one record names hang together."""
    found = queries.mention(mention, by=request.member)
    others = Mention.objects.filter(record=found.record_id).exclude(pk=found.pk).order_by("written")
    ends = [(str(one.pk), f"{pages.kind_words(one.kind)}: {one.written}") for one in others]
    form = MakeLink(posted(request), ends=ends)
    if form.is_valid() and settled(form, about=found, by=request.member):
        said = form.cleaned_data
        try:
            commands.link(
                record=found.record, a=found, b=others.get(pk=said["other"]), type=LinkType(said["type"]),
                role_a=Role(said["role_a"]), role_b=Role(said["role_b"]), since=said["since"], until=said["until"],
                by=request.member,
            )  # fmt: skip
            messages.success(request, "The link is kept, with the record that made it.")
            return redirect("subjects:subject", mention)
        except Incomplete as incomplete:
            form.add_error(None, str(incomplete))
    return act(request, form, found, "How does this hang together with something else in the record?")


@require_http_methods(["GET", "POST"])
@requires(Permission.LINK)
def say_of_link(request: DeskRequest, link: UUID) -> HttpResponse:
    """How far a link holds."""
    found = queries.link(link, by=request.member)
    form = SayOfLink(posted(request))
    if form.is_valid() and settled(form, about=found, by=request.member):
        said = form.cleaned_data
        commands.say_of_link(
            link=found, status=Status(said["status"]), why=said["why"], counts_anyway=said["counts_anyway"],
            by=request.member,
        )  # fmt: skip
        messages.success(request, "Kept. It is shown wherever the link is.")
        return redirect("subjects:subject", found.a_id)
    words = f"{found.a.written} {LinkType(found.type).label} {found.b.written}"
    facts = [Row("The link", words), Row("From record", found.record.reference)]
    return act(request, form, found.a, "How far does this link hold?", facts=facts)


def act(
    request: DeskRequest, form: Act, about: Mention, heading: str, *, facts: list[Row] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of one act on a subject."""
    shown: dict[str, Any] = {"form": form, "heading": heading, "back": about.pk}
    shown["facts"] = facts or [
        Row(pages.kind_words(about.kind), about.written),
        Row("In record", about.record.reference),
    ]
    return render(request, "subjects/act.html", shown, status=status)
