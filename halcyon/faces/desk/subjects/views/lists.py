"""What waits for someone: concerns, watches, what adds up, what is doubted, what is not yet compared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.subjects import commands, queries, rules
from halcyon.faces.desk.acts.answering import posted, shown_of
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.intelligence.derived import made_of
from halcyon.faces.desk.subjects import pages
from halcyon.faces.desk.subjects.forms import AnswerReview
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, Refused
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.READ_SUBJECT)
def front(request: DeskRequest) -> HttpResponse:
    """Persons and places of concern, watches, what small concerns add up to, and what is doubted."""
    by, known = request.member, names()
    most = shown_of(request)
    concerns, watches = queries.concerns(by=by), queries.watches(by=by, most=most)
    reviews, there_are = queries.reviews(by=by, most=most), queries.how_many(by=by)
    heritage, waiting = queries.heritage_told(concerns), queries.endings(one.pk for one in concerns)
    doubts = queries.doubted_among(concerns[:most])
    shown = {
        "concerns": [
            pages.concern_line(one, known, ending=waiting.get(one.pk), doubts=doubts[one.pk]) for one in concerns[:most]
        ],
        "told_head": ["Question", "Answer", "How many"],
        "told": pages.told_table(heritage.told),
        "not_known": heritage.not_known,
        "watches": [pages.watch_line(one, known, by) for one in watches],
        "reviews": [pages.review_line(one, known) for one in reviews],
        "doubts": [pages.doubt_line(one) for one in queries.due_for_review(by=by)],
        "links_due": [pages.link_due_line(one) for one in queries.links_due_for_review(by=by)],
        "unfinished": queries.unfinished(),
        "definition": rules.LINKED_OF_CONCERN,
        "left_out": {
            "concerns": len(concerns[most:]) if most else 0,
            "watches": there_are["watches"] - len(watches),
            "reviews": there_are["reviews"] - len(reviews),
        },
    }
    return render(request, "subjects/front.html", shown)


@require_http_methods(["POST"])
@requires(Permission.USE_DESK)
def watch(request: DeskRequest, reference: str) -> HttpResponse:
    """Whoever set a watch ends it; the manager says that they saw it."""
    found = queries.watch(reference, by=request.member)
    try:
        if request.POST.get("act") == "end":
            commands.end_watch(watch=found, by=request.member)
            messages.success(request, "Ended.")
        else:
            commands.see_watch(watch=found, by=request.member)
            messages.success(request, "Seen.")
    except Conflict:
        messages.success(request, "That had been done already.")
    if not request.member.may(Permission.READ_SUBJECT):
        raise Refused(Permission.READ_SUBJECT)
    return redirect("subjects:front")


@require_http_methods(["GET", "POST"])
@requires(Permission.REVIEW)
def review(request: DeskRequest, reference: str) -> HttpResponse:
    """What small concerns add up to: the facts, and what a person makes of them."""
    found = queries.review(reference, by=request.member)
    form, status = AnswerReview(posted(request)), 200
    if form.is_valid() and settled(form, about=found.review, by=request.member):
        try:
            commands.answer_review(review=found.review, outcome=form.cleaned_data["outcome"], by=request.member)
            messages.success(request, "Answered.")
            return redirect("subjects:review", reference)
        except Conflict as conflict:
            form.add_error("outcome", str(conflict))
            status = 409
    made = made_of(named.reference for named in found.facts)
    shown = {"line": pages.review_line(found, names()), "form": form, "made_of": made}
    return render(request, "subjects/review.html", shown, status=status)
