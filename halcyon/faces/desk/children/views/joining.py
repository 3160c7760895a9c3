"""Two records, one child: who may be meant, what members have said of it, and taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Fact
from halcyon.domain.children.queries import Join as Judged
from halcyon.domain.children.queries.finding import Preview, previews
from halcyon.domain.children.rules import LABELS, FactKind
from halcyon.domain.subjects import queries as subjects
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.answering import beside, done, show
from halcyon.faces.desk.children.forms import Find, Join, Part
from halcyon.faces.desk.children.pages import words
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.partnership.queries import names

ALREADY = "Someone has taken this back already. Nothing of yours was saved, and your words stand below."


@require_http_methods(["GET", "POST"])
@requires(Permission.JOIN_CHILDREN)
def same(request: DeskRequest, reference: str) -> HttpResponse:
    """Who may be the same child: by name, or by another name that is searched for."""
    child, known = queries.find(reference, by=request.member), names()
    form = Find(posted(request))
    words = form.cleaned_data["words"] if form.is_valid() else child.known_as
    found, matching = queries.search(words, by=request.member), subjects.matches(child.record, by=request.member)
    joins = queries.joins(child)
    shown = {other.record.reference for other in queries.same([child.pk])} | {child.record.reference}
    by_match = [
        one.other.record for one in (*matching.above, *matching.others) if one.other.record_kind == RecordKind.CHILD
    ]
    likely = {one.reference: one for one in (*previews(by_match), *found.previews) if one.reference not in shown}
    about = {
        "child": child, "reference": reference, "form": form, "found": found,
        "failed": matching.failed, "joins": [_said(one, reference, known) for one in joins],
        "likely": [_likely(one, reference, known) for one in likely.values()],
    }  # fmt: skip
    return render(request, "children/same.html", about)


@require_http_methods(["GET", "POST"])
@requires(Permission.JOIN_CHILDREN)
def join(request: DeskRequest, reference: str, other: str) -> HttpResponse:
    """Says that two children of the index are one, and why."""
    child, second = queries.find(reference, by=request.member), queries.find(other, by=request.member)
    form = Join(posted(request))
    if form.is_valid() and settled(form, about=child, by=request.member):
        with beside(form, "reason"):
            commands.join(child=child, other=second, reason=form.cleaned_data["reason"], by=request.member)
            return done(
                request, child, "Recorded. What is known of both is shown together; nothing was moved or changed."
            )
    lead = "Twins, brothers and sisters share a name, a home and a birthday. What speaks against it?"
    return show(
        request, child, f"{child.known_as} and {second.known_as}: one child?", form, lead, template="children/join.html",
        both=[(one.known_as, one.record.reference) for one in (child, second)], rows=_beside(child, second),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.JOIN_CHILDREN)
def part(request: DeskRequest, reference: str, asked: UUID) -> HttpResponse:
    """Takes it back: everything is as it was before."""
    child = queries.find(reference, by=request.member)
    judged = queries.join_of(asked, of=child)
    if judged is None:
        raise NotVisible()
    form = Part(posted(request))
    title = f"{child.known_as} and {judged.other.known_as}: not one child"
    if form.is_valid() and settled(form, about=child, by=request.member):
        try:
            with beside(form, "reason"):
                commands.part(judgement=judged.judgement, reason=form.cleaned_data["reason"], by=request.member)
                return done(request, child, "Recorded. Each record is shown for itself again, as it was before.")
        except Conflict:
            form.add_error(None, ALREADY)
            return show(request, child, title, form, status=409)
    return show(request, child, title, form, judged.judgement.reason)


def _said(one: Judged, reference: str, known: dict[int, str]) -> dict[str, Any]:
    other: Child = one.other
    return {
        "known_as": other.known_as, "reference": other.record.reference,
        "href": reverse("children:child", args=[other.record.reference]), "reason": one.judgement.reason,
        "who": known.get(one.judgement.by, "a member"), "at": one.judgement.at, "ended": one.ended,
        "part": reverse("children:part", args=[reference, one.judgement.pk]),
    }  # fmt: skip


def _beside(child: Child, second: Child) -> list[tuple[str, str, str]]:
    """What stands of both, kind by kind, so that what speaks against it is seen."""
    known, here, there = names(), queries.stand(child), queries.stand(second)
    kinds = [kind for kind in FactKind if any(fact.kind == kind for fact in (*here, *there))]
    return [(LABELS[kind], _said_of(kind, here, known), _said_of(kind, there, known)) for kind in kinds]


def _said_of(kind: FactKind, facts: list[Fact], known: dict[int, str]) -> str:
    return "; ".join(words(fact, known) for fact in facts if fact.kind == kind)


def _likely(one: Preview, reference: str, known: dict[int, str]) -> dict[str, str]:
    return {
        "known_as": one.known_as, "age": one.age or "Not known", "school": one.school, "ask": known.get(one.ask or 0, "the team"),
        "join": reverse("children:join", args=[reference, one.reference]),
    }  # fmt: skip
