"""Something new touches a contact that was closed: what it owes is owed again, and whoever closed it is told.

*No further action* is never for good (design.md 1). Nothing here decides that two records speak of the same one.
"""

from halcyon.domain.contacts.commands.receiving import holder_of
from halcyon.domain.contacts.commands.reopening import reopen
from halcyon.domain.contacts.models import Contact
from halcyon.domain.subjects.touching import Touch
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import hold
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership import queries as partnership


def wake_what_is_touched(touch: Touch, by: Actor) -> None:
    """Opens a finished contact again, and a decision of *no further action*, when a new mention may be of the same one."""
    found = Contact.objects.select_related("record").filter(pk=touch.touched).first()
    if found is None:
        return
    hold(found.record)
    contact = Contact.objects.select_related("record").get(pk=found.pk)
    moment = now()
    holder = holder_of(contact.record, partnership.on_duty(moment))
    reopen(contact=contact, starts=moment, owner=holder.owner, agency=holder.agency, by=by)
