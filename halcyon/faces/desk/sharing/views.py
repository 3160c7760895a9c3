"""The list of what was asked of a member and by them, the ask itself, and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from halcyon.domain.children import queries as children
from halcyon.domain.sharing import commands, queries
from halcyon.domain.sharing.commands import ReplyIncomplete
from halcyon.domain.sharing.leaving import CannotHold, name_owner
from halcyon.domain.subjects.commands import close_left_open
from halcyon.domain.subjects.queries import concern, left_open
from halcyon.faces.desk.acts.answering import posted, shown_of
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.sharing import pages
from halcyon.faces.desk.sharing.forms import Answer, AskForDetail, AskForIt, NameOwner
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import actor_of, members, names

LEAD = "They read your answer, also when you do not share it."
LEAD_OF_DETAIL = (
    "Their role does not read this. If you share it, they read all that is recorded of it about this one child, until the day "
    "you choose. Often an answer in your own words is enough: choose No, and write below what they need. They read it."
)
LEAD_OF_LEFT = (
    "Somebody who has left still holds what nobody else opens, or owes what nobody else answers. It stays closed to you: "
    "whoever you choose comes to hold all of it that their role may hold, answers who asked, and is told that something waits."
)
STILL = "Handed over, but not all of it: {rest} left. Choose somebody else for the rest."
ANSWERED = "This was answered before. The answer stands in the list “Asked and shared”."


@require_GET
@requires(Permission.ASK)
def asks(request: DeskRequest) -> HttpResponse:
    """What was asked of the reader and what they asked, unanswered first."""
    found, known = queries.asks(by=request.member, most=shown_of(request)), names()
    shown: dict[str, Any] = {
        "of_me": [pages.of_me(one, known) for one in found.of_me],
        "by_me": [pages.by_me(one, known, request.member) for one in found.by_me],
        "left_out": found.left_out,
    }
    if request.member.may(Permission.RESTRICT):
        shown["open"] = [pages.open_line(one) for one in left_open(by=request.member)]
    if request.member.may(Permission.NAME_OWNER):
        shown["left"] = [pages.left_line(one, known) for one in queries.left_behind(by=request.member)]
    return render(request, "sharing/asks.html", {"page": shown})


@require_POST
@requires(Permission.RESTRICT)
def close_too(request: DeskRequest, reference: str) -> HttpResponse:
    """Closes what all can read of what is closed."""
    found = concern(reference, by=request.member)
    close_left_open(subject=found, by=request.member)
    messages.success(request, "Closed. It is yours, with its review: nobody else finds it, or can open it.")
    return redirect("sharing:asks")


@require_POST
@requires(Permission.ASK)
def ask(request: DeskRequest) -> HttpResponse:
    """One press asks."""
    form = AskForIt(posted(request))
    if not form.is_valid():
        raise NotVisible()
    commands.ask(reference=form.cleaned_data["reference"], why=form.cleaned_data["why"], by=request.member)
    messages.success(request, "Asked. Whoever it belongs to is told that something waits, and owes you an answer.")
    return redirect("sharing:asks")


@require_POST
@requires(Permission.ASK)
def ask_detail(request: DeskRequest, reference: str) -> HttpResponse:
    """One press on a child's page asks for what of it the reader's role does not read."""
    child = children.find(reference, by=request.member)
    form = AskForDetail(posted(request))
    if not form.is_valid():
        raise NotVisible()
    commands.ask_detail(child=child, detail=Detail(form.cleaned_data["detail"]), why="", by=request.member)
    messages.success(request, "Asked. They are told that something waits, and owe you an answer.")
    return redirect("children:child", reference)


@require_http_methods(["GET", "POST"])
@requires(Permission.SHARE)
def answer(request: DeskRequest, asked: UUID) -> HttpResponse:
    """The owner answers an ask."""
    found = queries.asked_of(asked, by=request.member)
    about = f"{pages.part(found.detail)} of child {found.about}" if found.detail else found.about
    facts = [Row("Who asks", names().get(found.asked_by, "someone who has left")), Row("About", about)]
    facts += [Row("Why", found.why)] if found.why else []
    return _answer(request, found, facts, LEAD_OF_DETAIL if found.detail else LEAD)


@require_http_methods(["GET", "POST"])
@requires(Permission.SHARE)
def answer_look(request: DeskRequest, asked: UUID) -> HttpResponse:
    """The owner of a silent record answers a look."""
    found = queries.look_at_mine(asked, by=request.member)
    if found.looked_by:
        row = Row("Who looked", names().get(found.looked_by, "someone who has left"))
        lead = "They do not know that it is there. If you do not share it, they learn nothing; your reason is kept."
    else:
        row = Row("What touched it", "Something new that was told names the same. Nobody has looked.")
        lead = "The team does not know that it is there. If you do not share it with them, they learn nothing; your reason is kept."
    facts = [row, Row("About", found.record.reference)]
    return _answer(request, found, facts, lead)


@require_http_methods(["GET", "POST"])
@requires(Permission.NAME_OWNER)
def left(request: DeskRequest, pk: int) -> HttpResponse:
    """A manager says who holds what somebody who has left still held; they read none of it by that."""
    found = next((one for one in queries.left_behind(by=request.member) if one.member == pk), None)
    if found is None:
        raise NotVisible()
    line = pages.left_line(found, names())
    others = [one for one in members() if one.principal_id != request.member.principal]
    able = [one for one in others if actor_of(one).may(Permission.SHARE)]
    form = NameOwner(
        posted(request),
        members=[(str(one.principal_id), f"{one.name}, {one.post}, {one.agency.short}") for one in able],
    )
    if form.is_valid():
        try:
            rest = name_owner(left=pk, to=form.cleaned_data["to"], by=request.member)
            messages.success(
                request, STILL.format(rest=rest) if rest else "Handed over. They are told that something waits."
            )
            return redirect("sharing:asks")
        except CannotHold as cannot:
            form.add_error("to", str(cannot))
    facts = [Row("Who has left", line.who), Row("Asks that wait for an answer", str(line.waiting))]
    shown = {"form": form, "facts": facts, "heading": "Who holds what is left?", "lead": LEAD_OF_LEFT}
    return render(request, "sharing/answer.html", shown)


def _answer(request: DeskRequest, found: Any, facts: list[Row], lead: str) -> HttpResponse:
    if request.method == "GET" and queries.answered(found):
        messages.info(request, ANSWERED)
        return redirect("sharing:asks")
    form, status = Answer(posted(request)), 200
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            said = {"shared": form.yes, "reason": form.cleaned_data["reason"], "until": form.cleaned_data["until"]}
            if isinstance(found, Look):
                commands.answer_look(look=found, by=request.member, **said)
            else:
                commands.answer_ask(asked=found, by=request.member, **said)
            messages.success(request, "Answered. Your answer and your reason are kept.")
            return redirect("sharing:asks")
        except ReplyIncomplete as incomplete:
            form.add_error(incomplete.field, str(incomplete))
        except Conflict:
            form.add_error(None, f"{ANSWERED} What you wrote below is not kept.")
            status = 409
    return render(request, "sharing/answer.html", {"form": form, "facts": facts, "lead": lead}, status=status)
