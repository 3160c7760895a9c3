"""The two laws and the keeper, as the roles they are about meet them."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from halcyon.kernel import journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def _sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_a_change_without_a_journal_line_cannot_be_committed(commit_would_hold):
    """Seen to fail: with the law_1 trigger dropped from access_record, the bare insert held."""

    def changes_in_silence() -> None:
        with transaction.atomic():
            Record(kind=RecordKind.CHILD, team=partnership.own_team().pk).save(force_insert=True)
            commit_would_hold()

    with pytest.raises(IntegrityError, match="without a journal line"):
        changes_in_silence()


def test_a_change_beside_its_journal_line_holds(commit_would_hold):
    """Seen to fail: with a new record that wrote no line."""
    new_record(kind=RecordKind.CHILD, team=partnership.own_team().pk, by=Actor.system("testing"))
    commit_would_hold()


@pytest.mark.parametrize("role", ["worker", "desk", "owner"])
@pytest.mark.parametrize(
    "act",
    ["update journal.line set detail = 'x'", "delete from journal.line", "truncate journal.line cascade"],
)
def test_nobody_changes_or_removes_a_journal_line(role, act):
    """Seen to fail for the owner: with the trigger disabled, the update changed the line."""
    journal.change(Event.PINNED, by=Actor.system("testing"))
    with as_role(role), pytest.raises(DatabaseError), transaction.atomic():
        _sql(act)


def test_a_member_sees_the_records_of_their_team_and_no_others():
    """Seen to fail: with a policy that shows the desk every row."""
    ours = new_record(kind=RecordKind.CHILD, team=partnership.own_team().pk, by=people.OPENING)
    board = partnership.member_of(people.member("helen").principal).team_id
    theirs = new_record(kind=RecordKind.CHILD, team=board, by=people.OPENING)
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        assert set(Record.objects.filter(pk__in=[ours.pk, theirs.pk])) == {ours}


def test_nobody_acting_is_an_error_and_never_an_empty_page():
    """Seen to fail: with no principals in place of the error, the page was empty."""
    new_record(kind=RecordKind.CHILD, team=partnership.own_team().pk, by=people.OPENING)
    with as_role("desk"), pytest.raises(DatabaseError, match="no member is acting"), transaction.atomic():
        list(Record.objects.all())


def test_the_desk_cannot_choose_or_widen_an_audience():
    """Seen to fail: without the only_the_keeper trigger the update went through."""
    record = new_record(kind=RecordKind.CHILD, team=partnership.own_team().pk, by=people.OPENING)
    with as_role("desk"), acting(people.member("sam")), pytest.raises(DatabaseError), transaction.atomic():
        _sql("update access_record set audience = audience || 1 where id = %s", record.pk)
    with as_role("worker"), pytest.raises(DatabaseError), transaction.atomic():
        _sql("update access_record set audience = audience || 1 where id = %s", record.pk)
