"""Deciding, agreeing as the second person, and answering a standing question later."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.children.models import Child
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.commands.deciding import Answered
from halcyon.domain.contacts.queries import ContactView, DecisionView
from halcyon.domain.contacts.rules import Question
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.deciding import Agree, AnswerQuestion, Decide, Decline
from halcyon.faces.desk.contacts.pages import deciding as pages
from halcyon.faces.desk.contacts.pages.acts import beside_words, plain
from halcyon.faces.desk.contacts.pages.contact import KNOWN, young
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import names


@require_http_methods(["GET", "POST"])
@requires(Permission.DECIDE)
def decide(request: DeskRequest, reference: str, child: UUID | None = None) -> HttpResponse:
    """Decides for one child, or for the contact while no child is known."""
    view = queries.contact(reference, by=request.member)
    whom = queries.child(child, of=view.contact) if child else None
    form, status = _form(request, posted(request), view, whom), 200
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        with beside(form, "outcomes"):
            try:
                return redirect("contacts:decision", reference, _decide(form, view, whom, request))
            except Conflict as conflict:
                view = queries.contact(reference, by=request.member)
                form, status = _again(request, view, whom, sentence=str(conflict)), 409
    return _decide_page(request, view, whom, form, status)


def _decide(form: Decide, view: ContactView, whom: Child | None, request: DeskRequest) -> UUID:
    given = form.cleaned_data
    made = commands.decide(
        contact=view.contact, child=whom, outcomes=form.outcomes_chosen(), reasons=given["reasons"],
        answers=form.answers(), tell_child=form.telling_the_child(), follow_up=given["follow_up"],
        seen=form.decisions_seen(), key=given["key"], by=request.member,
    )  # fmt: skip
    name_taken(request, form, view.contact.record)
    return made.pk


def _form(request: DeskRequest, data: QueryDict | None, view: ContactView, whom: Child | None) -> Decide:
    return Decide(
        data, with_child=whom is not None, seen=_seen(view, whom),
        needs=queries.who_must_agree(view.contact, whom, by=request.member),
    )  # fmt: skip


def _again(request: DeskRequest, view: ContactView, whom: Child | None, *, sentence: str) -> Decide:
    """The same words on what stands now: the other decision is shown beside them, and saving again is a choice."""
    data = request.POST.copy()
    data["seen"] = ",".join(map(str, _seen(view, whom)))
    again = _form(request, data, view, whom)
    again.add_error(None, sentence)
    return again


def _decide_page(
    request: DeskRequest, view: ContactView, whom: Child | None, form: Decide, status: int
) -> HttpResponse:
    known = names()
    title = f"Decide for {whom.known_as}" if whom else "Decide: no child is named yet"
    page = beside_words(view, title, names=known, facts=_facts(whom) if whom else ())
    cards = [pages.card(one, reference=view.reference, by=request.member, names=known) for one in _before(view, whom)]
    return show(request, page, form, template="contacts/decide.html", status=status, before=cards, whom=whom)


def _facts(child: Child) -> tuple[Row, ...]:
    return (
        Row("Age, as told", child.age or "Not known"),
        Row("Under 13", young(child)),
        Row("Learning disability", KNOWN[child.learning_disability]),
        *([Row("What is known", child.known)] if child.known else []),
    )


def _before(view: ContactView, whom: Child | None) -> tuple[DecisionView, ...]:
    if whom is None:
        return view.contact_decisions
    return next((one.decisions for one in view.children if one.child.pk == whom.pk), ())


def _seen(view: ContactView, whom: Child | None) -> list[UUID]:
    return [one.decision.pk for one in _before(view, whom)]


@require_GET
@requires(Permission.READ_CONTACT)
def decision(request: DeskRequest, reference: str, decision: UUID) -> HttpResponse:
    """What became of a decision: made, or proposed and whom it waits for."""
    view = queries.contact(reference, by=request.member)
    found, who = _find(view, decision)
    card = pages.card(found, reference=reference, by=request.member, names=names())
    return render(
        request, "contacts/decision.html", {"card": card, "for_whom": who, "page": plain(view.contact, "Decision")}
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.APPROVE_DECISION)
def second(request: DeskRequest, reference: str, decision: UUID) -> HttpResponse:
    """Agrees to a decision as its second person, or says why not."""
    view = queries.contact(reference, by=request.member)
    found, whose = _find(view, decision)
    agree = Agree(request.POST if "agree-why" in request.POST else None)
    decline = Decline(request.POST if "decline-why" in request.POST else None)
    if agree.is_valid() and settled(agree, about=view.contact, by=request.member):
        try:
            made = commands.agree(
                contact=view.contact, decision=found.decision, why=agree.cleaned_data["why"], by=request.member
            )
            waits = pages.waits_for(made.needs)
            return done(
                request, reference, f"Recorded. It still waits for {waits}." if waits else "The decision is made."
            )
        except Conflict as conflict:
            agree.add_error("why", str(conflict))
    if decline.is_valid() and settled(decline, about=view.contact, by=request.member):
        try:
            commands.decline(
                contact=view.contact, decision=found.decision, why=decline.cleaned_data["why"], by=request.member
            )
            return done(request, reference, "Recorded: not agreed. A decision is still owed.")
        except Conflict as conflict:
            decline.add_error("why", str(conflict))
    if agree.errors or decline.errors:  # someone else may have settled it in the meantime
        view = queries.contact(reference, by=request.member)
        found, whose = _find(view, decision)
    known = names()
    page = beside_words(view, f"Decision for {whose}: do you agree?", names=known)
    card = pages.card(found, reference=reference, by=request.member, names=known)
    return show(
        request, page, agree if agree.is_bound else decline, template="contacts/second.html",
        agree=agree, decline=decline, card=card,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.DECIDE)
def answer(request: DeskRequest, reference: str, decision: UUID, question: str) -> HttpResponse:
    """Answers a standing question that was dated, or moves its day."""
    contact = queries.find(reference, by=request.member)
    found = queries.decision(decision, of=contact)
    if question not in tuple(Question):
        raise NotVisible()
    form = AnswerQuestion(posted(request), question=Question(question))
    if form.is_valid() and settled(form, about=contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "answer"):
            commands.answer_question(
                contact=contact, decision=found, question=Question(question),
                answered=Answered(words=given["answer"], due=given["due"]), by=request.member,
            )  # fmt: skip
            return done(request, reference, "Saved. Earlier answers stay on record.")
    return show(request, plain(contact, "Answer a question"), form)


def _find(view: ContactView, decision: UUID) -> tuple[DecisionView, str]:
    """A decision on this page, and for whom it is."""
    for child in view.children:
        for found in child.decisions:
            if found.decision.pk == decision:
                return found, child.child.known_as
    for found in view.contact_decisions:
        if found.decision.pk == decision:
            return found, "no child named yet"
    raise NotVisible()
