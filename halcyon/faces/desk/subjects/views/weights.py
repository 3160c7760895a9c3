"""By which weights it is proposed what may be the same: what is in force, what was learned, switching on and back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import Learned
from halcyon.domain.subjects.rules import Incomplete
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.subjects.forms import SwitchWeights
from halcyon.faces.desk.subjects.weights import WeightsOf, WeightsPage
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.SWITCH_WEIGHTS)
def weights(request: DeskRequest) -> HttpResponse:
    """What is in force since when and why, and what else there is."""
    found = queries.weights(by=request.member)
    return render(request, "subjects/weights.html", {"page": WeightsPage(found, names())})


@require_http_methods(["GET", "POST"])
@requires(Permission.SWITCH_WEIGHTS)
def learned_ones(request: DeskRequest, learned: UUID) -> HttpResponse:
    """What one learned set would change, and switching it on."""
    return _one(request, queries.learned_weights(learned, by=request.member))


@require_http_methods(["GET", "POST"])
@requires(Permission.SWITCH_WEIGHTS)
def shipped(request: DeskRequest) -> HttpResponse:
    """What came with this version, and switching back to it."""
    return _one(request, None)


def _one(request: DeskRequest, learned: Learned | None) -> HttpResponse:
    found = queries.weights(by=request.member)
    form, status = SwitchWeights(posted(request), initial={"follows": found.last.pk if found.last else None}), 200
    if form.is_valid():
        try:
            commands.switch_weights(learned=learned, by=request.member, **form.cleaned_data)
            messages.success(
                request, "Switched. The next save is weighed by them, and what was named before is compared again."
            )
            return redirect("subjects:weights")
        except Incomplete as incomplete:
            form.add_error("reason", str(incomplete))
        except Conflict:
            form.add_error(None, "Somebody else has switched in the meantime. Look again at what is in force now.")
            status = 409
    page = WeightsOf(found.now, learned, held=found.held == (learned.pk if learned else None))
    return render(request, "subjects/weights_of.html", {"page": page, "form": form}, status=status)
