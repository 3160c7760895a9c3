"""Every change to a child of the index, and every statement that is kept."""

from django.db.models import Max

from halcyon.domain.children.models import Child, Statement, StatementKind
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
) -> Child:  # fmt: skip
    """Puts a child in the index, inside the command that names them. A duplicate is never refused: names are shared.

    ``owner`` and ``lock`` are those of a closed contact that names them: they are known through it alone.
    """
    record = new_record(kind=RecordKind.CHILD, team=team, owner=owner, lock=lock, by=by)
    child = Child(
        record=record, known_as=known_as[:200], age=age[:60], known=known,
        under_13=under_13, learning_disability=learning_disability,
    )  # fmt: skip
    child.save(force_insert=True)
    journal.change(Event.ADDED_CHILD, record, by=by)
    return child


@command(needs=Permission.CONCERN)
def change_child(
    *, child: Child, version: int, by: Actor, known_as: str, age: str, known: str,
    under_13: bool | None, learning_disability: bool | None,
) -> None:  # fmt: skip
    """Changes what is known. Raises Conflict when someone else saved since ``version`` was read."""
    touch(child.record, version=version, by=by)
    child.known_as, child.age, child.known = known_as, age, known
    child.under_13, child.learning_disability = under_13, learning_disability
    child.save(update_fields=["known_as", "age", "known", "under_13", "learning_disability"])
    journal.change(Event.CHANGED_CHILD, child, by=by)


def keep_statement(
    *, record: Record, kind: StatementKind, question: str, words: str, said_by: int, by: Actor
) -> Statement:
    """Keeps words as they were said, byte for byte. Called inside the command that received them."""
    last = Statement.objects.filter(record=record).aggregate(last=Max("position"))["last"] or 0
    statement = Statement(
        record=record, kind=kind, question=question, words=words, raw=words.encode(),
        said_by=said_by, said_at=now(), position=last + 1,
    )  # fmt: skip
    statement.save(force_insert=True)
    journal.change(Event.RECORDED_STATEMENT, record, by=by)
    return statement
