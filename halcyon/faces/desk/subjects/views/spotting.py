"""What a text names, while it is written. The words come in the body alone, are kept nowhere and stand in no line."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from halcyon.domain.intelligence.queries import own_names
from halcyon.domain.subjects import queries
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires

LONGEST = 20_000  # characters: twice what a box of the desk takes
CALLED = {
    "account": "name online", "email": "e-mail address", "person": "person", "phone": "phone", "place": "postcode",
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
