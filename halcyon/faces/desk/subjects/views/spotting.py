"""What a text names, while it is written, or once it is saved where no script ran.

While it is written the words come in the body alone, are kept nowhere and stand in no line.
"""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from halcyon.domain.intelligence.queries import own_names
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.rules import Incomplete
from halcyon.domain.subjects.taking import Taken, taken
from halcyon.faces.desk.acts import spotting
from halcyon.faces.desk.acts.answering import beside
from halcyon.faces.desk.subjects.forms import NameWords
from halcyon.faces.desk.subjects.panel import address_of
from halcyon.faces.desk.subjects.views.matches import record_of
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires

LONGEST = 20_000  # characters: twice what a box of the desk takes
CALLED = {
    "account": "account online", "email": "e-mail address", "person": "person", "phone": "phone", "place": "postcode",
    "vehicle": "vehicle",
}  # fmt: skip


@require_POST
@requires(Permission.NAME)
def spotted(request: DeskRequest) -> HttpResponse:
    """The offers for what is in one box. A text that is too long is not read in part: 413, and the page says so."""
    words = request.POST.get("words", "")
    if len(words) > LONGEST:
        return JsonResponse({"offers": []}, status=413)
    found = queries.spotted(words, by=request.member, names=own_names(by=request.member))
    offers = [{"kind": one.kind, "called": CALLED[one.kind], "written": one.written} for one in found]
    return JsonResponse({"offers": offers})


@require_http_methods(["GET", "POST"])
@requires(Permission.NAME)
def unnamed(request: DeskRequest, reference: str) -> HttpResponse:
    """What the words that the member saved in a record name, and what was told there. One press names one of them; leaving
    the page names none.
    """
    record = record_of(reference)
    found = spotting.unnamed(record, by=request.member, told=True)
    chosen = taken(request.POST.getlist(spotting.FIELD))
    for one in found:
        if (wanted := Taken(one.kind, one.written)) in chosen:
            left = commands.take_up(record=record, words=one.words, taken=[wanted], by=request.member)
            if left:
                messages.warning(request, spotting.LEFT_OUT)
            else:
                messages.success(request, f"Named: {CALLED[one.kind]} {one.written}.")
            return redirect("subjects:unnamed", reference)
    form = NameWords(request.POST if "kind" in request.POST else None)
    if form.is_valid():
        with beside(form, Incomplete, field="words"):
            said = form.cleaned_data
            spotting.name_words(record, said["words"], said["kind"], by=request.member)
            messages.success(request, "Named, and compared with every other record.")
            return redirect("subjects:unnamed", reference)
    shown = {
        "form": form,
        "reference": reference, "back": address_of(record.kind, reference, request.member),
        "offers": [(CALLED[one.kind], one.written, Taken(one.kind, one.written).value) for one in found],
    }  # fmt: skip
    return render(request, "subjects/unnamed.html", shown)
