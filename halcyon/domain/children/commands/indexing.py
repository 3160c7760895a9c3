"""Puts a child in the index, and changes what the index shows. A duplicate is proposed beforehand and never refused."""

from uuid import UUID

from halcyon.domain.children import calling, rules
from halcyon.domain.children.commands import facts
from halcyon.domain.children.commands.chronicling import became_known
from halcyon.domain.children.commands.naming import make_known
from halcyon.domain.children.models import Called, Child, Fact
from halcyon.domain.children.rules import FactIncomplete
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record, touch
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


def index_child(
    *, team: int, known_as: str, by: Actor, age: str = "", known: str = "", under_13: bool | None = None,
    learning_disability: bool | None = None, owner: int | None = None, lock: Lock = Lock.OPEN,
    source: Record | None = None, born: str = "", key: UUID | None = None,
) -> Child:  # fmt: skip
    """Puts a child in the index, inside the command that names them. A duplicate is never refused: names are shared.

    ``owner`` and ``lock`` are those of a closed contact that names them: they are known through it alone. ``source`` is
    the record from which they are known. ``key`` becomes the key of the first fact.
    """
    record = new_record(kind=RecordKind.CHILD, team=team, owner=owner, lock=lock, by=by)
    child = Child(
        record=record, known_as=known_as[:200], age=age[:60], known=known,
        under_13=under_13, learning_disability=learning_disability,
    )  # fmt: skip
    child.save(force_insert=True)
    rows = facts.first(child, by=by.principal, at=record.created_at, source=source.pk if source else None, born=born)
    rows[0].id = key or rows[0].id
    Fact.objects.bulk_create(rows)
    Called.objects.bulk_create([Called(record=record, key=name) for name in sorted(calling.keys(known_as))])
    journal.change(Event.ADDED_CHILD, record, by=by)
    make_known(child, by, standing=rows)
    return child


@command(needs=Permission.RECORD_CHILD)
def add_child(
    *, team: int, known_as: str, by: Actor, age: str = "", born: str = "", known: str = "", key: UUID | None = None
) -> Child:
    """Puts a child in the index who has no contact yet. Raises FactIncomplete.

    ``key`` is what the form carried: the same form sent twice adds one child.
    """
    if not known_as.strip():
        raise FactIncomplete("known_as", "Write a name or a nickname.")
    if born.strip() and rules.born(born) is None:
        raise FactIncomplete("born", rules.WRITE_A_DATE)
    if key and (before := Fact.objects.filter(pk=key).first()):
        return Child.objects.select_related("record").get(pk=before.record_id)
    return index_child(
        team=team, known_as=known_as.strip(), age=age.strip(), born=born.strip(), known=known.strip(), key=key, by=by
    )


@command(needs=Permission.CONCERN)
def change_child(
    *, child: Child, version: int, by: Actor, known_as: str, age: str, known: str,
    under_13: bool | None, learning_disability: bool | None,
) -> None:  # fmt: skip
    """Changes what is known: each change is a new fact. Raises Conflict when someone else saved since ``version`` was read."""
    touch(child.record, version=version, by=by)
    facts.begin(child)
    before = facts.stand(child)
    child.known_as, child.age, child.known = known_as, age, known
    child.under_13, child.learning_disability = under_13, learning_disability
    child.save(update_fields=["known_as", "age", "known", "under_13", "learning_disability"])
    changed = facts.corrections(child, before, by=by.principal, at=now())
    Fact.objects.bulk_create(changed)
    facts.call(child, known_as)
    for fact in changed:
        became_known(child=child, fact=fact, by=by)
    journal.change(Event.CHANGED_CHILD, child, by=by)
    make_known(child, by)
