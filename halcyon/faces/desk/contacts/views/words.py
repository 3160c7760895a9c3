"""Acts that say something to someone: acknowledging, writing, telling back."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.queries import ContactView
from halcyon.domain.promise.rules import Duty
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.answering import beside, done, show
from halcyon.faces.desk.contacts.forms.words import HOW_TOLD, Acknowledge, TellBack, Write, how_choices, minded
from halcyon.faces.desk.contacts.pages.acts import ActPage, beside_words
from halcyon.faces.desk.contacts.pages.contact import reach_rows
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names

GOES_TO = "A message goes to the person who told us, through their six words: whoever has the words can read it."
NOT_THERE = "Their six words bring no messages now. Record here how you told them by another way they allowed."
NEWER = (
    "More was told while you were writing. Nothing was sent. Read what came last, it stands beside this form, "
    "then send your words once more."
)
TELL_TELLER = (
    "What we do next, as much as may be shared. How to say that it is wrong. Ask for anything new. "
    "Nothing about anyone else, and nothing that shows who else told us."
)
TELL_CHILD = (
    "In words they understand: they are not in trouble, who read it, what we do, who else knows, what does not happen "
    "without them, when they hear again, how to say that it is wrong, and who can speak for them. Nothing about anyone else."
)

WISHES = {
    Duty.COMPLAINT: (
        "Answer what they said is wrong",
        "That you have read it and who you are to them; what you found; what changes now, or why not; whom outside the team "
        "they can ask next, and who can help them to. No blame, and nothing of what was told.",
        "Recorded: what they said is wrong has been answered.",
    ),
    Duty.ADVOCATE: (
        "Tell them who their advocate is",
        "Ask the advocacy service first. Then: who it is by first name, that they are not part of the team, what they are "
        "for, and when and how they get in touch. Nothing of what was told.",
        "Recorded: they know who their advocate is.",
    ),
}


def _page(view: ContactView, title: str, *lead: str) -> ActPage:
    return beside_words(view, title, *lead, names=names(), facts=reach_rows(view))


def _to_teller(contact: Contact) -> str:
    return GOES_TO if contact.way_back == "open" else NOT_THERE


@require_http_methods(["GET", "POST"])
@requires(Permission.ACKNOWLEDGE)
def acknowledge(request: DeskRequest, reference: str) -> HttpResponse:
    """Says that the member has read everything told so far."""
    view = queries.contact(reference, by=request.member)
    form, status = _acknowledging(posted(request), view), 200
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        try:
            with beside(form, "words"):
                commands.acknowledge(
                    contact=view.contact, how=given["how"], words=given["said"], phrase=given["key_of_phrase"],
                    key=given["key"], seen=given["seen"], minded=minded(form), by=request.member,
                )  # fmt: skip
                return done(request, reference, "Recorded: you have read this, and they are told so.")
        except Conflict:
            form, status = _read_first(request, view), 409
    return show(request, _page(view, "Say that you have read it", _to_teller(view.contact)), form, status=status)


def _acknowledging(data: QueryDict | None, view: ContactView) -> Acknowledge:
    return Acknowledge(data, contact=view.contact, seen=view.last_said, hushes=view.must_not_know)


def _read_first(request: DeskRequest, view: ContactView) -> Acknowledge:
    """The same words once more, beside what was told while they were written."""
    data = request.POST.copy()
    data["seen"] = str(view.last_said)
    again = _acknowledging(data, view)
    again.add_error(None, NEWER)
    return again


@require_http_methods(["GET", "POST"])
@requires(Permission.WRITE)
def write(request: DeskRequest, reference: str) -> HttpResponse:
    """Writes one more message through the six words."""
    view = queries.contact(reference, by=request.member)
    form = Write(posted(request), contact=view.contact, hushes=view.must_not_know)
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "words"):
            commands.write(
                contact=view.contact, words=given["said"], phrase=given["key_of_phrase"], key=given["key"],
                minded=minded(form), by=request.member,
            )  # fmt: skip
            return done(request, reference, "Sent. It waits behind their six words.")
    lead = (_to_teller(view.contact), "Nothing that is owed ends by this message.")
    return show(request, _page(view, "Write to the person who told us", *lead), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.TELL_BACK)
def tell_teller(request: DeskRequest, reference: str) -> HttpResponse:
    """Tells whoever told us what was decided."""
    view = queries.contact(reference, by=request.member)
    hushes = view.must_not_know
    form = TellBack(posted(request), ways=how_choices(view.contact), hint=TELL_TELLER, hushes=hushes)
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "words"):
            commands.tell_teller(
                contact=view.contact, how=given["how"], words=given["words"], key=given["key"], minded=minded(form),
                by=request.member,
            )  # fmt: skip
            return done(request, reference, "Recorded: the person who told us was told back.")
    return show(request, _page(view, "Tell back: the person who told us", _to_teller(view.contact)), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.TELL_BACK)
def answer_wish(request: DeskRequest, reference: str, owed: UUID) -> HttpResponse:
    """Answers what they said is wrong, or tells them who their advocate is."""
    view = queries.contact(reference, by=request.member)
    wish = queries.obligation(owed, of=view.contact)
    title, hint, said = WISHES[Duty(wish.duty)]
    form = TellBack(posted(request), ways=how_choices(view.contact), hint=hint, hushes=view.must_not_know)
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "words"):
            commands.answer_wish(
                contact=view.contact, obligation=wish, how=given["how"], words=given["words"], key=given["key"],
                minded=minded(form), by=request.member,
            )  # fmt: skip
            return done(request, reference, said)
    return show(request, _page(view, title, _to_teller(view.contact)), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.TELL_BACK)
def tell_child(request: DeskRequest, reference: str, child: UUID) -> HttpResponse:
    """Tells one child what happens and what does not."""
    view = queries.contact(reference, by=request.member)
    told = queries.child(child, of=view.contact)
    is_teller = any(one.concern.is_teller for one in view.children if one.child.pk == child)
    ways = how_choices(view.contact) if is_teller else HOW_TOLD
    form = TellBack(posted(request), ways=ways, hint=TELL_CHILD, hushes=view.must_not_know)
    if form.is_valid() and settled(form, about=view.contact, by=request.member):
        given = form.cleaned_data
        with beside(form, "words"):
            commands.tell_child(
                contact=view.contact, child=child, how=given["how"], words=given["words"], key=given["key"],
                minded=minded(form), by=request.member,
            )  # fmt: skip
            return done(request, reference, "Recorded: the child was told.")
    lead = "The six words belong to this child." if is_teller else "The six words of this contact are not this child's."
    return show(request, _page(view, f"Tell back: {told.known_as}", lead), form)
