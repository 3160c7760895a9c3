"""What is owed and the contact as a whole: handing over, not possible, waiving, bigger, closing to others, ending."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.commands.ending import StillOwed
from halcyon.domain.contacts.commands.restricting import NobodyToHoldIt
from halcyon.domain.contacts.models import Contact
from halcyon.domain.promise.commands import hand_over as hand_over_to
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.owning import (
    AgreeWaiver,
    AskWaiver,
    Bigger,
    HandOver,
    NotPossible,
    ReadNotPossible,
    Restrict,
)
from halcyon.faces.desk.contacts.pages.acts import ActPage, beside_words, plain
from halcyon.faces.desk.contacts.pages.owed import Around, line
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import members, names, own_team

RESTRICT = (
    "Use this when even the existence of the contact could tip someone off: a member of staff, an officer, "
    "or someone who is close to the team.",
    "From then on only the strategic lead sees it. To everyone else, you too, it is as if nothing had been told. "
    "What is owed on it becomes theirs; its clocks run on.",
)
READ_ALL_THE_SAME = (
    "Somebody reads everything that is told, whether they can be told so or not. Read what stands beside this form: "
    "by pressing the button you say that you have, and the contact names you and the time.",
    "Then say why they cannot be told. It is counted on its own.",
)
NEWER = "More was told while you were writing. Nothing is recorded. Read what came last, then press once more."


@require_http_methods(["GET", "POST"])
@requires(Permission.HAND_OVER)
def hand_over(request: DeskRequest, reference: str, owed: UUID) -> HttpResponse:
    """Gives something owed to another owner."""
    contact = queries.find(reference, by=request.member)
    found = queries.obligation(owed, of=contact)
    form = HandOver(posted(request), owners=_owners(found))
    if form.is_valid():
        with beside(form, "to"):
            hand_over_to(obligation=found, to=form.cleaned_data["to"], by=request.member)
            return done(request, reference, "Handed over. Its clock runs on, and they are told that something waits.")
    return show(request, _about(contact, found, "Hand over", request.member), form)


def _owners(owed: Obligation) -> list[tuple[int, str]]:
    team = own_team()
    people = [(one.principal_id, f"{one.name}, {one.post}, {one.agency.short}") for one in members()]
    return [one for one in [(team.pk, team.name), *people] if one[0] != owed.owner]


@require_http_methods(["GET", "POST"])
@requires(Permission.TELL_BACK)
def not_possible(request: DeskRequest, reference: str, owed: UUID) -> HttpResponse:
    """Says that someone cannot be told, and why."""
    contact = queries.find(reference)
    found = queries.obligation(owed, of=contact)
    if found.duty == Duty.ACKNOWLEDGE:
        return _read_not_possible(request, reference, found)
    contact = queries.find(reference, by=request.member)
    form = NotPossible(posted(request))
    if form.is_valid() and settled(form, about=contact, by=request.member):
        with beside(form, "reason"):
            commands.not_possible(
                contact=contact, obligation=found, reason=form.cleaned_data["reason"], by=request.member
            )
            return done(request, reference, "Recorded as not possible. It is counted on its own.")
    return show(request, _about(contact, found, "It is not possible", request.member), form)


def _read_not_possible(request: DeskRequest, reference: str, owed: Obligation) -> HttpResponse:
    """They cannot be told that it was read. That it was read is another matter: the words stand beside the form."""
    view = queries.contact(reference, by=request.member)
    form, status = ReadNotPossible(posted(request), seen=view.last_said), 200
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        try:
            with beside(form, "reason"):
                commands.not_possible(
                    contact=view.contact, obligation=owed, reason=given["reason"], seen=given["seen"], by=request.member
                )
                return done(request, reference, "Recorded: you have read this, and they cannot be told so.")
        except Conflict:
            data = request.POST.copy()
            data["seen"] = str(view.last_said)
            form, status = ReadNotPossible(data, seen=view.last_said), 409
            form.add_error(None, NEWER)
    page = beside_words(view, "They cannot be told that you have read it", *READ_ALL_THE_SAME, names=names())
    return show(request, page, form, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.TELL_BACK)
def waive(request: DeskRequest, reference: str, owed: UUID) -> HttpResponse:
    """Asks a second person to waive something owed."""
    contact = queries.find(reference, by=request.member)
    found = queries.obligation(owed, of=contact)
    form = AskWaiver(posted(request))
    if form.is_valid() and settled(form, about=contact, by=request.member):
        with beside(form, "reason"):
            commands.ask_waiver(
                contact=contact, obligation=found, reason=form.cleaned_data["reason"], by=request.member
            )
            return done(request, reference, "Asked. It stays owed, and its clock runs, until a second person agrees.")
    return show(request, _about(contact, found, "Ask to waive", request.member), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.WAIVE)
def agree_waiver(request: DeskRequest, reference: str, asked: UUID) -> HttpResponse:
    """Agrees, as the second person, to waive what someone else asked to waive."""
    contact = queries.find(reference, by=request.member)
    found = queries.waiver(asked, of=contact)
    form = AgreeWaiver(posted(request))
    if request.method == "POST" and form.is_valid():
        with beside(form):
            commands.agree_waiver(contact=contact, asked=found, by=request.member)
            return done(request, reference, "Waived, by two people. It is counted on its own.")
    owed = queries.obligation(found.obligation, of=contact)
    page = _about(contact, owed, "Agree to waive", request.member)
    facts = (*page.facts, Row("Asked by", names().get(found.asked_by, "a member")), Row("Why", found.reason))
    return show(request, plain(contact, page.title, *page.lead, facts=facts), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.RAISE_ALERT)
def bigger(request: DeskRequest, reference: str) -> HttpResponse:
    """I think this is bigger."""
    contact = queries.find(reference, by=request.member)
    form = Bigger(posted(request))
    if form.is_valid() and settled(form, about=contact, by=request.member):
        with beside(form, "why"):
            commands.raise_alert(contact=contact, why=form.cleaned_data["why"], by=request.member)
            name_taken(request, form, contact.record)
            return done(request, reference, "Raised. Only the strategic lead can answer, and you will read the answer.")
    page = plain(
        contact, "I think this is bigger",
        "Only the strategic lead can answer this, with reasons, and you will read the answer. Nobody else can end it.",
    )  # fmt: skip
    return show(request, page, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESTRICT)
def restrict(request: DeskRequest, reference: str) -> HttpResponse:
    """Closes a contact to all but the strategic lead; the member does not see it again."""
    contact = queries.find(reference, by=request.member)
    form = Restrict(posted(request), people=[(one.principal_id, one.name) for one in members()])
    if form.is_valid():
        try:
            commands.restrict(contact=contact, about=form.cleaned_data["about"], by=request.member)
            messages.success(request, "Closed to everyone but the strategic lead, who is told that something waits.")
            return redirect("front")
        except NobodyToHoldIt as nobody:
            form.add_error(None, str(nobody))
    return show(request, plain(contact, "Close this contact to others", *RESTRICT), form)


@require_POST
@requires(Permission.DECIDE)
def end(request: DeskRequest, reference: str) -> HttpResponse:
    """Ends a contact that owes nothing more."""
    contact = queries.find(reference, by=request.member)
    try:
        commands.end(contact=contact, by=request.member)
    except StillOwed as missing:
        messages.error(request, str(missing))
        return redirect("contacts:contact", reference)
    return done(request, reference, "Ended: nothing is owed any more. Something new opens it again.")


def _about(contact: Contact, owed: Obligation, title: str, by: Actor) -> ActPage:
    """The page of an act on one thing owed."""
    known = names()
    children: dict[object, str] = {}
    if owed.child:
        children[owed.child] = queries.child(owed.child, of=contact).known_as
    said = line(owed, Around(contact, contact.record.reference, by, known, children, ()))
    return plain(contact, title, facts=(Row("What is owed", said.what), Row("To", said.to), Row("Owner", said.owner)))
