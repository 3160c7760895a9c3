"""Names the children a contact concerns. Each of them is owed a decision of their own from then on."""

from uuid import UUID, uuid4

from halcyon.domain.children.commands import index_child
from halcyon.domain.children.models import Child
from halcyon.domain.contacts import owing
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.reopening import wake
from halcyon.domain.contacts.models import Concern, Contact, Decision
from halcyon.domain.promise.commands import fulfil
from halcyon.domain.subjects import commands as subjects
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


def concern(*, contact: Contact, child: Child, by: Actor, is_teller: bool = False, key: UUID | None = None) -> Concern:
    """Links a child to a contact, inside the command that learns of them."""
    found = Concern.objects.filter(record=contact.record, child=child.pk).first()
    if found is not None:
        return found
    linked = Concern(
        id=key or uuid4(), record=contact.record, child=child.pk, is_teller=is_teller,
        added_by=by.principal, added_at=now(),
    )  # fmt: skip
    linked.save(force_insert=True)
    journal.change(Event.LINKED_CHILD, contact, child.pk, by=by)
    subjects.concerns(record=contact.record, about=child.record, written=child.known_as, by=by)
    return linked


@command(needs=Permission.CONCERN)
def name_child(
    *, contact: Contact, by: Actor, child: Child | None = None, known_as: str = "", age: str = "", known: str = "",
    under_13: bool | None = None, learning_disability: bool | None = None, key: UUID | None = None,
    is_teller: bool = False,
) -> Child:  # fmt: skip
    """Says that the contact concerns a child: one of the index, or a new one with a name or nickname.

    The first child takes over what was owed to the contact, from the same start; a later one is owed a decision from now.
    A proposal for the contact that still waits for its second person keeps its clock beside the child's.
    ``key`` is what the form carried: the same form sent twice names one child. ``is_teller``: it is they who told us; a
    contact has one teller, so that nobody adds them twice.
    """
    hold(contact.record)
    if is_teller and (teller := Concern.objects.filter(record=contact.record, is_teller=True).first()):
        return Child.objects.select_related("record").get(pk=teller.child)
    if key and (before := Concern.objects.filter(pk=key, record=contact.record).first()):
        return Child.objects.select_related("record").get(pk=before.child)
    wake(contact=contact, by=by)
    lock = Lock(contact.record.lock)
    child = child or index_child(
        team=contact.record.team, known_as=known_as, age=age, known=known, under_13=under_13,
        learning_disability=learning_disability, lock=lock,
        owner=None if lock is Lock.OPEN else contact.record.owner, source=contact.record, by=by,
    )  # fmt: skip
    named_before = Concern.objects.filter(record=contact.record, child=child.pk).exists()
    linked = concern(contact=contact, child=child, is_teller=is_teller, by=by, key=key)
    if not named_before:
        chronicling.named_later(contact=contact, child=child.pk, agency=by.agency, by=by)
    unnamed = owing.owed_decision(contact.pk, None)
    waits = Decision.objects.filter(record=contact.record, child=None, state="proposed").exists()
    if unnamed is not None and not waits:
        fulfil(obligation=unnamed, evidence=linked.pk, by=by)
    owing.decision(
        record=contact.record, child=child.pk, starts=unnamed.starts_at if unnamed else now(),
        owner=unnamed.owner if unnamed else by.principal, agency=unnamed.agency if unnamed else by.agency or 0, by=by,
    )  # fmt: skip
    return child
