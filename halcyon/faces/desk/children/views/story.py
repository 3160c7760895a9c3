"""The story of a child: read whole or narrowed, added to; and the words that were said, kept as they were said."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Standing, Statement, StatementKind
from halcyon.domain.children.queries import Chronology
from halcyon.domain.children.rules import FactIncomplete, Happened
from halcyon.domain.subjects.models import MentionKind, Subject
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.answering import asking, beside, done, show
from halcyon.faces.desk.children.choices import CHILD
from halcyon.faces.desk.children.forms import AddEvent, Names, Narrow, Say
from halcyon.faces.desk.children.pages import story_line
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires, typed
from halcyon.kernel.partnership.queries import agencies, names

NOT_THERE = "These words do not stand in the statement: write them exactly as they stand there."
NO_CHILD = "There is no child with this reference that you can open."
NO_CONCERN = (
    "There is no record of concern with this reference that you can open. Leave it empty if you do not know it."
)


@require_GET
@requires(Permission.READ_CHILD)
def story(request: DeskRequest, reference: str) -> HttpResponse:
    """One chronology over everything every agency recorded. What cannot be read of a filter is said; nothing is dropped for it."""
    child, known = queries.find(reference, by=request.member), names()
    whole = queries.chronology(child, by=request.member)
    form = Narrow(
        request.GET or None, kinds=whole.kinds, agencies=[(key, known.get(key, "")) for key in whole.agencies]
    )
    shown = _narrowed(child.record.reference, form, request) if form.is_bound and form.is_valid() else whole
    lines = [story_line(one, known) for one in shown.lines]
    about = {
        "child": child,
        "reference": reference,
        "form": form,
        "lines": lines,
        "asks": whole.asks,
        "whole": whole.whole,
        "unread_details": asking(child, by=request.member),
        "may_ask": request.member.may(Permission.ASK),
    }
    return render(request, "children/story.html", {**about, "may_record": request.member.may(Permission.RECORD_CHILD)})


def _narrowed(reference: str, form: Narrow, request: DeskRequest) -> Chronology:
    given = form.cleaned_data
    return queries.chronology(
        queries.find(reference), by=request.member, kind=Happened(given["kind"]) if given["kind"] else None,
        agency=int(given["agency"]) if given["agency"] else None, first=given["first"], last=given["last"],
        known_on=given["known_on"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def names_someone(request: DeskRequest, reference: str, statement: UUID) -> HttpResponse:
    """Says which words of a statement name another child, or someone or something else. The words stay; whoever may not
    open that child, or may not read of people and things, has no link.
    """
    view = queries.child(reference, by=request.member)
    kept = next((one for one in view.statements if one.pk == statement), None)
    if kept is None:
        raise NotVisible()
    form = Names(posted(request))
    if form.is_valid():
        with beside(form, "words"):
            _name(kept, form, by=request.member)
            return done(request, view.child, "Linked. The words stay as they were said.")
    return show(request, view.child, "Who or what is named here?", form, kept.words)


def _name(kept: Statement, form: Names, *, by: Actor) -> None:
    """Links the words to the child, or keeps that they name someone or something else. Raises FactIncomplete."""
    words, reference = form.cleaned_data["words"], form.cleaned_data["reference"].strip().upper()
    start = kept.words.find(words)
    if start < 0:
        raise FactIncomplete("words", NOT_THERE)
    end = start + len(words)
    if form.cleaned_data["kind"] == CHILD:
        other = Child.objects.filter(record__reference=reference).select_related("record").first()
        if other is None:
            raise FactIncomplete("reference", typed(reference, by=by, nothing=NO_CHILD))
        commands.name_in_statement(statement=kept, child=other, start=start, end=end, by=by)
        return
    of_concern = Subject.objects.select_related("mention").filter(record__reference=reference).first()
    if reference and of_concern is None:
        raise FactIncomplete("reference", typed(reference, by=by, nothing=NO_CONCERN))
    commands.name_subject_in_statement(
        statement=kept, kind=MentionKind(form.cleaned_data["kind"]), start=start, end=end, by=by,
        known=of_concern.mention if of_concern else None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def event(request: DeskRequest, reference: str) -> HttpResponse:
    """Adds what an agency knows happened, however long ago."""
    child = queries.find(reference, by=request.member)
    form = AddEvent(posted(request), agencies=agencies())
    if form.is_valid() and settled(form, about=child, by=request.member):
        given = form.cleaned_data
        with beside(form, "words"):
            line = commands.add_event(
                child=child, kind=Happened(given["kind"]), at=given["at"], agency=int(given["agency"]),
                words=given["words"], key=given["key"], by=request.member,
            )  # fmt: skip
            name_taken(request, form, child.record, detail=line.detail)
            return done(request, child, "Added to the story.")
    return show(
        request, child, f"Add to the story of {child.known_as}", form, "What happened long ago belongs here too."
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def said(request: DeskRequest, reference: str) -> HttpResponse:
    """Keeps what was said or seen. Nobody's own words are looked at by the language check, changed or graded."""
    child = queries.find(reference, by=request.member)
    form = Say(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        with beside(form, "words"):
            kept = commands.record_statement(
                child=child, kind=StatementKind(given["kind"]), words=given["words"], speaker=given["speaker"],
                listener=given["listener"], spoken_at=given["spoken_at"],
                standing=Standing(given["standing"]) if given["standing"] else None,
                question="wants" if given["wants"] else "said", health=given["health"], key=given["key"], by=request.member,
            )  # fmt: skip
            name_taken(request, form, child.record, statement=kept.pk, detail=kept.detail)
            return done(request, child, "Kept, as it was said.")
    lead = "Who said it to whom, and when. A child should not have to say it twice: everyone who works with them reads it here."
    return show(request, child, f"What {child.known_as} said, or what was said or seen", form, lead)
