"""A database from before details, spoken names and dated actions, with rows in it, brought to today by `halcyon database apply`."""

from typing import Any

import pytest
from django.db import connection, transaction

from halcyon.database.apply import apply
from halcyon.domain.children import commands
from halcyon.domain.children.models import Child, StatementKind
from halcyon.domain.children.rules import Answer, FactKind, Happened
from halcyon.domain.contacts.models import Action
from halcyon.domain.contacts.rules import Outcome
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from tests import people
from tests.conftest import as_role
from tests.databases import FreshDatabase
from tests.domain.subjected import a_person, names, told
from tests.domain.test_children_rights import says
from tests.domain.test_contacts import decided
from tests.domain.test_contacts_actions_known import a_contact_with_two_actions
from tests.together import connected

BACK = """
alter table children_statement drop column detail cascade;
alter table children_happening drop column detail cascade;
alter table children_fact drop column detail cascade;
alter table search_entry drop column detail cascade, drop column kept_by cascade;
drop index search_newest, concern_by_child, alert_by_contact;
drop table subjects.spoken cascade;
drop table subjects_ending cascade;
alter table contacts_action drop column added_at cascade;
alter table contacts_contact drop column told_in cascade;
delete from django_migrations where app = 'search' and name >= '0003'
    or app in ('children', 'contacts') and name >= '0003' or app = 'subjects' and name >= '0004';
delete from noticeboard.notice where key = 'applied';
"""
"""As it was before: columns with the policies that read them, a table, and the word that this version was applied."""
SAID = {
    "statements": "select id, detail from children_statement", "lines": "select id, detail from children_happening",
    "entries": "select id, detail, kept_by from search_entry where kind in ('statement', 'event')",
    "spoken": "select spoken, mention from subjects.spoken",
    "actions": "select id, outcome, added_at from contacts_action",
    "policies": "select tablename, policyname, qual from pg_policies",
    "forced": "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r'",
    "triggers": "select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal",
}  # fmt: skip


LINES = (
    Happened.EVENT,
    Happened.HEALTH,
    Happened.MEETING,
    Happened.MISSING,
    Happened.POLICE,
    Happened.SCHOOL,
)


def _a_child() -> Child:
    """A child of whom everything was recorded that could be before there were facts of health."""
    nia, kate = people.member("nia"), people.member("kate")
    with as_role("desk"), acting(nia):
        child = commands.add_child(team=nia.team or 0, known_as="Wren Alder", by=nia)
        for kind in LINES:
            commands.add_event(
                child=child, kind=kind, at=clocks.now(), agency=kate.agency, words=f"Of {kind}.", by=kate
            )
        commands.record_fact(child=child, kind=FactKind.SCHOOL, answer=Answer.KNOWN, value="Oakfield", by=nia)
    for spoken in StatementKind:
        says(child, f"Said as {spoken}.", spoken, by="sam")
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        commands.record_statement(
            child=child, kind=StatementKind.VERBATIM, words="I want to stay at my school.", speaker="Wren", by=sam,
            question="wants",
        )  # fmt: skip
    return child


def _actions() -> set[tuple[Any, ...]]:
    """What the actions of before are to say: those of an outcome since it was proposed or decided, the others nothing."""
    kinds = {Outcome.A.value: "proposed_at", Outcome.D.value: "made_at"}
    found = Action.objects.select_related("decision").order_by("outcome")
    rows = {(one.pk, one.outcome, getattr(one.decision, kinds[one.outcome]) if one.outcome else None) for one in found}
    assert {outcome for _, outcome, _ in rows} == {"", *kinds}
    return rows


def _said() -> dict[str, set[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        found = {}
        for name, statement in SAID.items():
            cursor.execute(statement)
            found[name] = set(cursor.fetchall())
        return found


@pytest.mark.django_db
def test_rows_of_before_say_after_the_move_what_rows_of_today_say(
    fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: without ``set constraints`` the move was refused wherever something had been said about a child.

    What the move makes of older rows is what the commands make of the same rows today, guards and triggers included.
    """
    with connected(fresh_database):
        with transaction.atomic():
            _a_child()
            names("sam", told(), a_person(), written="Desmond Harkaway")
            decided(a_contact_with_two_actions(), people.member("nia"), Outcome.A)
            today = _said()
            today["actions"] = _actions()
        with connection.cursor() as cursor:
            cursor.execute(BACK)
        monkeypatch.setenv("DATABASE_URL", "")  # apply sets it: what was there comes back
        apply(fresh_database.owner_url, fresh_database.state / "secrets")
    with connected(fresh_database), transaction.atomic(), as_role("owner"):
        moved = _said()
    assert {name for name, rows in today.items() if not rows} == set()
    assert {name: moved[name] ^ rows for name, rows in today.items() if moved[name] != rows} == {}
