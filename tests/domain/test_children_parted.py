"""What is saved while two children are one stands after the parting as if they had never been: each thing with its own child."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Standing, StatementKind
from halcyon.domain.children.rules import Answer, FactKind, Happened
from halcyon.domain.contacts import commands as contacts
from halcyon.domain.contacts.around_child import around
from halcyon.domain.promise.models import Obligation
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects import queries as named
from halcyon.domain.subjects.models import DoubtKind, Mention
from halcyon.kernel import clocks, search
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Way
from halcyon.kernel.notices.models import Notice
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import a_person, a_phone, closes, does, names, the_worker_comes_by
from tests.domain.test_children import a_child
from tests.domain.test_children_joined import joined, parted

pytestmark = pytest.mark.django_db
BORN = "2011-03-04"
SOON = dt.timedelta(days=20)


def self_of(child: Child) -> Mention:
    return Mention.objects.get(record=child.record, sort="self")


def things_happen(ellie: Child, nell: Child) -> None:
    """A fact, a statement, an event, two contacts, a watch, a doubt, a concern, a lock and the worker."""
    said: dict[str, Any] = {"answer": Answer.KNOWN, "child": nell}
    does("sam", commands.record_fact, kind=FactKind.SCHOOL, value="Alderbrook", **said)
    does("sam", commands.record_fact, kind=FactKind.MUST_NOT_KNOW, value="Her stepbrother", **said)
    does(
        "ruth", commands.record_statement, child=ellie, kind=StatementKind.VIEW, words="Tired.", speaker="Nurse",
        standing=Standing.ACCOUNT,
    )  # fmt: skip
    does("ruth", commands.add_event, child=nell, kind=Happened.HEALTH, at=clocks.now(), agency=None, words="A burn.")
    for child, door in ((nell, "ruth"), (ellie, "jo")):
        contact = people.someone_tells(about=Way.SAW)
        does("sam", contacts.name_child, contact=contact, child=child)
        phone = names(door, contact.record, a_phone())
        names(door, contact.record, a_person("Dez", "Unlike"), written="Dez")
    does("jo", subjects.doubt, mention=phone, kind=DoubtKind.SUSPECTED_FALSE, why="He rang back.")
    does("jo", subjects.watch, mention=self_of(ellie), reason="Missing twice.", ends_on=clocks.today() + SOON)
    elsewhere = people.someone_tells(about=Way.SAW).record
    names("adam", elsewhere, a_person("Nell", "Unlike", born=BORN), written="Nell")
    closes(elsewhere, Lock.SILENT)
    does(
        "jo", subjects.open_subject, of=names("jo", contact.record, a_person("Old", "Dez"), written="Old Dez"), why="Cars.",
        considered="A warning.", review_on=clocks.today() + SOON, owner=people.member("jo").principal,
    )  # fmt: skip
    the_worker_comes_by()


def told_of(child: Child, key: str) -> list[object]:
    """Whatever any page says of the child, without the numbers that are new each time."""
    record = child.record
    view = does(key, lambda by: queries.child(record.reference, by=by))
    story = does(key, lambda by: queries.chronology(child, by=by))
    near = does(key, named.network, start=[self_of(child).pk], as_of=clocks.now())
    one = does(key, named.subject, key=self_of(child).pk)
    hits = does(key, lambda by: search.find(child.known_as, by=by))
    with transaction.atomic(), as_role("worker"):
        owed = Counter(Obligation.objects.filter(record=record).values_list("duty", "owner", "end"))
        about = around([child.pk])
    return [
        Counter((fact.kind, fact.value) for fact in view.facts), Counter(one.words for one in view.statements),
        [other.known_as for other, _ in view.joined], owed, Counter((line.kind, line.words) for line in story.lines),
        len(story.asks), [hush.words for hush in about.hushes], len(about.contacts),
        Counter((node.words, node.kind, node.child, node.of_concern, node.step) for node in near.nodes),
        Counter((line.how, line.sort, line.status) for line in near.lines), [name.written for name in one.mentions],
        [said.answer for said in one.judged if not said.taken_back_at], Counter(hit.sort for hit in hits.hits),
    ]  # fmt: skip


def a_world(*, are_one: bool) -> list[object]:
    with transaction.atomic():
        ellie, nell = a_child("Ellie Mason", born="2010-01-02"), a_child("Nell Unlike", born=BORN)
        judgement = joined(ellie, nell) if are_one else None
        things_happen(ellie, nell)
        if judgement is not None:
            assert told_of(ellie, "sam") != told_of(nell, "sam")
            parted(judgement)
        found = [told_of(child, key) for child in (ellie, nell) for key in ("sam", "jo", "helen")]
        found.append(len(does("jo", named.watches)) + len(does("sam", named.reviews)) + len(does("jo", named.concerns)))
        with as_role("worker"):
            found.append(Counter(Notice.objects.values_list("kind", "recipient")))
        transaction.set_rollback(True)
    return found


def test_whatever_is_saved_while_two_are_one_is_where_it_would_have_been() -> None:
    """Guards against a fact, an alarm or a line that a wrong joining leaves with the wrong child, or swallows."""
    for apart, after in zip(a_world(are_one=False), a_world(are_one=True), strict=True):
        assert apart == after
