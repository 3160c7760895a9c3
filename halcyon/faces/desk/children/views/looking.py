"""Another look at what may concern a child: what their record may be the same as, and what came of looking."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from halcyon.domain.children import commands, queries
from halcyon.domain.promise.rules import AlreadyEnded
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.answering import beside, done, show
from halcyon.faces.desk.children.forms import Looked
from halcyon.faces.desk.subjects.panel import panel
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires

LEAD = "Something saved elsewhere may concern this child. Look at what it is, say whether it does, and write what happens now."
DONE = "Nothing is owed here now. What may be the same stands below all the same."


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def look(request: DeskRequest, reference: str) -> HttpResponse:
    """What may concern the child, with its answers, and the words that end what is owed."""
    child = queries.find(reference, by=request.member)
    form, status = Looked(posted(request)), 200
    if form.is_valid() and settled(form, about=child, by=request.member):
        try:
            with beside(form, "words"):
                commands.looked(child=child, words=form.cleaned_data["words"], by=request.member)
                return done(request, child, "Recorded: you have looked again.")
        except AlreadyEnded as ended:
            form.add_error(None, str(ended))
            status = 409
    owed = queries.owes_a_look(child)
    return show(
        request, child, f"Look again: {child.known_as}", form, LEAD if owed else DONE, status=status,
        template="children/look.html", owed=owed or form.is_bound, panel=panel(child.record, by=request.member),
    )  # fmt: skip
