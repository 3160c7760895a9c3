"""Making something of concern, keeping what was considered, handing it over, and ending it by two people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.commands.concern import Told
from halcyon.domain.subjects.models import Answered, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.fields import KNOWN_AS
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.subjects.forms import AnswerEnd, Concern, HandOver, ProposeEnd
from halcyon.faces.desk.subjects.pages import kind_words
from halcyon.faces.desk.subjects.views.subject import act
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.moments import said as said_moment
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import actor_of, members, names


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_SUBJECT)
def open_it(request: DeskRequest, mention: UUID) -> HttpResponse:
    """A person, phone, vehicle or place becomes a record of concern, owned by whoever makes it."""
    found = queries.mention(mention, by=request.member)
    form = Concern(posted(request))
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            subject = commands.open_subject(of=found, owner=request.member.principal, by=request.member, **said(form))
            messages.success(request, "It has a record of its own now, with you as its owner.")
            return redirect("subjects:subject", subject.mention_id)
        except Incomplete as incomplete:
            form.add_error(None, str(incomplete))
    return act(request, form, found, "Of concern")


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_SUBJECT)
def change(request: DeskRequest, reference: str) -> HttpResponse:
    """What was considered, when it is looked at again, and what is known."""
    found = queries.concern(reference, by=request.member)
    before: dict[str, Any] = {
        "why": found.why, "considered": found.considered, "review_on": found.review_on, "adult": KNOWN_AS[found.adult],
        "ethnicity": found.ethnicity, "ethnicity_said": found.ethnicity_said, "nationality": found.nationality,
        "nationality_said": found.nationality_said, "version": found.record.version,
    }  # fmt: skip
    form, status = Concern(posted(request), initial=before), 200
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            version = form.cleaned_data["version"] or 0
            commands.change_subject(subject=found, version=version, by=request.member, **said(form))
            messages.success(request, "Kept.")
            return redirect("subjects:subject", found.mention_id)
        except Incomplete as incomplete:
            form.add_error(None, str(incomplete))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
    owner = names().get(found.record.owner or 0, "nobody")
    facts = [Row("Of concern", found.mention.written), Row("Record", reference), Row("Owner", owner)]
    shown = {"form": form, "heading": "Of concern", "back": found.mention_id, "facts": facts}
    return render(request, "subjects/act.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.HAND_OVER)
def hand_over(request: DeskRequest, reference: str) -> HttpResponse:
    """Gives it to another owner, who then owes its review."""
    found = queries.concern(reference, by=request.member)
    form = HandOver(posted(request), owners=_owners(found.record.owner))
    if form.is_valid():
        try:
            commands.hand_over_subject(subject=found, to=form.cleaned_data["to"], by=request.member)
            messages.success(request, "Handed over. Its day of review stands, and they are told that something waits.")
            return redirect("subjects:front")
        except Incomplete as incomplete:
            form.add_error("to", str(incomplete))
    facts = [
        Row(f"{kind_words(found.mention.kind)} of concern", found.mention.written),
        Row("Owner now", names().get(found.record.owner or 0, "nobody")),
        Row("Looked at again", f"{found.review_on:%-d %B %Y}"),
    ]
    shown = {"form": form, "heading": "Hand it over", "back": found.mention_id, "facts": facts}
    return render(request, "subjects/act.html", shown)


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_SUBJECT)
def propose_end(request: DeskRequest, reference: str) -> HttpResponse:
    """Says that it should be of concern no more: it is until a second person agrees."""
    found = queries.concern(reference, by=request.member)
    let_in = [] if commands.seconds_of(found, by=request.member) else commands.to_let_in(by=request.member)
    form = ProposeEnd(posted(request), let_in=[(str(one.principal_id), _who(one)) for one in let_in])
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            second = int(form.cleaned_data.get("second") or 0)
            commands.propose_end(
                subject=found, reason=form.cleaned_data["reason"], second=second, by=request.member
            )  # fmt: skip
            messages.success(
                request, "Proposed. It stays of concern, and its review owed, until a second person agrees."
            )
            return redirect("subjects:subject", found.mention_id)
        except Incomplete as incomplete:
            form.add_error("reason", str(incomplete))
    shown = {"form": form, "heading": "End the concern", "back": found.mention_id, "facts": _facts(found)}
    return render(request, "subjects/act.html", shown)


@require_http_methods(["GET", "POST"])
@requires(Permission.END_CONCERN)
def answer_end(request: DeskRequest, reference: str) -> HttpResponse:
    """The second person agrees that it is of concern no more, or says why not."""
    found = queries.concern(reference, by=request.member)
    ending = queries.ending(found)
    form, status = AnswerEnd(posted(request)), 200
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            commands.answer_end(
                subject=found, ending=ending, agreed=form.yes, why=form.cleaned_data["why"], by=request.member
            )
            messages.success(request, "It is of concern no more." if form.yes else "Kept: it stays of concern.")
            return redirect("subjects:front")
        except Incomplete as incomplete:
            form.add_error(None, str(incomplete))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
    who = names().get(ending.proposed_by, "a member")
    facts = [*_facts(found), Row("Proposed by", f"{who}, {said_moment(ending.proposed_at)}"), Row("Why", ending.reason)]
    shown = {"form": form, "heading": "Does this concern end?", "back": found.mention_id, "facts": facts}
    return render(request, "subjects/act.html", shown, status=status)


def _facts(found: Subject) -> list[Row]:
    return [
        Row(f"{kind_words(found.mention.kind)} of concern", found.mention.written),
        Row("Why it is of concern", found.why),
        Row("What was considered", found.considered),
        Row("Owner", names().get(found.record.owner or 0, "nobody")),
    ]


def _owners(but: int | None) -> list[tuple[str, str]]:
    """Everyone at the desk who may keep what is of concern."""
    able = [one for one in members() if actor_of(one).may(Permission.KEEP_SUBJECT) and one.principal_id != but]
    return [(str(one.principal_id), _who(one)) for one in able]


def _who(one: Member) -> str:
    return f"{one.name}, {one.post}, {one.agency.short}"


def said(form: Concern) -> dict[str, Any]:
    """What the form says, as the commands take it."""
    told = form.cleaned_data
    return {
        "why": told["why"], "considered": told["considered"], "review_on": told["review_on"], "adult": told["adult"],
        "ethnicity": Told(told["ethnicity"], Answered(told["ethnicity_said"] or Answered.NOT_YET_ASKED)),
        "nationality": Told(told["nationality"], Answered(told["nationality_said"] or Answered.NOT_YET_ASKED)),
    }  # fmt: skip
