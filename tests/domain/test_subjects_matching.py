"""Every save is matched against everything, in the same transaction, and nothing crosses a right or breaks a silence."""

import pytest

from halcyon.domain.subjects import matcher
from halcyon.domain.subjects.models import Match, Mention, Work
from halcyon.kernel.access.commands import keep_looks
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.domain import subjected
from tests.domain.subjected import (
    COMPARING,
    a_person,
    a_phone,
    a_plate,
    closes,
    found,
    names,
    the_worker_comes_by,
    told,
)
from tests.written import traces

pytestmark = pytest.mark.django_db


def test_the_same_phone_in_two_records_is_found_on_the_save_with_its_reasons():
    """Seen to fail: with the sides as they were saved, whoever asks: a record was shown itself."""
    ellie, maya = told(), told()
    names("ruth", ellie, a_phone("07700900142"))
    names("sam", maya, a_phone("+44 7700 900 142"))
    shown = found("sam", maya)
    (proposal,) = shown.above
    assert proposal.other.reference == ellie.reference
    assert proposal.other.written == "07700900142"
    assert proposal.weight == pytest.approx(sum(part["weight"] for part in proposal.parts), abs=0.1)
    assert shown.failed == ""
    assert found("ruth", ellie).above[0].other.reference == maya.reference


def test_one_planted_phone_in_three_records_is_found_every_time():
    """Seen to fail: with the very same number left to its weight, and the line put higher."""
    records = [told() for _ in range(3)]
    for key, record in zip(("ruth", "jo", "sam"), records, strict=True):
        names(key, record, a_person(f"Person {key}", "Different", phones=(subjected.PHONE,)))
    for record in records:
        others = {one.other.record for one in found("nia", record).above if one.mine.kind == "phone"}
        assert others == {other.pk for other in records} - {record.pk}


def test_the_same_again_in_the_same_record_adds_nothing(commit_would_hold):
    """Seen to fail: with every mention kept anew."""
    record = told()
    first, second = (names("sam", record, a_phone()) for _ in range(2))
    assert first.pk == second.pk
    assert Mention.objects.filter(kind="phone").count() == 1
    commit_would_hold()


def test_if_matching_fails_the_save_stands_says_so_and_is_tried_again(monkeypatch, commit_would_hold):
    """Seen to fail: with ``failed`` left empty, the page read as if nothing had been found."""
    old, new = told(), told()
    names("ruth", old, a_phone())
    with monkeypatch.context() as broken:
        broken.setattr(matcher, "propose", lambda *_: 1 / 0)
        kept = names("sam", new, a_phone())
    assert Mention.objects.filter(pk=kept.pk).exists()
    shown = found("sam", new)
    assert shown.above == ()
    assert "not finished" in shown.failed
    commit_would_hold()
    the_worker_comes_by()
    shown = found("sam", new)
    assert shown.failed == ""
    assert len(shown.above) == 1
    commit_would_hold()


def test_a_database_that_refuses_the_comparing_does_not_take_the_save_with_it(monkeypatch):
    """Seen to fail: with the refusal let through."""
    monkeypatch.setattr("halcyon.domain.subjects.commands.comparing.FIND", "select %s, %s, %s, %s, %s, %s / 0")
    record = told()
    kept = names("sam", record, a_phone())
    assert Work.objects.get(pk=kept.pk).state == "failed"
    assert "not finished" in found("sam", record).failed


def test_what_cannot_be_read_says_so_and_is_not_an_empty_list(monkeypatch):
    """Seen to fail: with an empty answer in its place."""
    monkeypatch.setattr("halcyon.domain.subjects.queries.proposals.ASKS", "select 1 / 0 where %s is not null")
    assert "could not be read" in found("sam", told()).failed


def test_a_record_locked_ask_says_whom_to_ask_and_nothing_else():
    """Seen to fail: with nobody to ask."""
    hidden, mine = told(), told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.ASK)
    names("sam", mine, a_phone())
    shown = found("sam", mine)
    assert shown.above == shown.others == ()
    assert [(ask.name, ask.agency) for ask in shown.asks] == [("Helen Marchbanks", "Children's social care")]
    assert not Look.objects.exists()


@pytest.mark.parametrize("worker", [False, True])
def test_a_silent_record_answers_exactly_as_if_nothing_existed(worker):
    """Seen to fail: with ``lock = 'ask'`` taken from asked_of, and with the audience taken from candidates."""
    hidden, mine, alone = told(), told(), told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.SILENT)
    names("sam", mine, a_phone())
    names("sam", alone, a_plate())
    if worker:
        the_worker_comes_by()
    assert found("sam", mine) == found("sam", alone)
    assert found("helen", hidden).above[0].other.reference == mine.reference if worker else True


def test_the_owner_of_a_silent_record_learns_who_looked_and_nobody_else_does():
    """Seen to fail: with every look noted as nobody's."""
    hidden, mine = told(), told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.SILENT)
    names("sam", mine, a_phone())
    assert keep_looks(by=COMPARING) == 1
    look = Look.objects.get()
    assert (look.looked_by, look.record_id) == (people.member("sam").principal, hidden.pk)
    the_worker_comes_by()
    assert keep_looks(by=COMPARING) == 0


def test_what_is_saved_looks_once_a_day():
    """Seen to fail: with every save a look of its own."""
    hidden = told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.SILENT)
    for again in range(3):
        names("sam", told(), a_phone())
        assert keep_looks(by=COMPARING) == (0 if again else 1)
    names("jo", told(), a_phone())
    names("jo", told(), a_phone())
    assert keep_looks(by=COMPARING) == 1


def test_a_silent_hit_asks_the_database_the_same_questions_as_no_hit_and_writes_the_same_rows():
    """Seen to fail: with a look written at once where a save met something silent, and nothing otherwise."""
    hidden, mine, alone = told(), told(), told()
    names("ruth", hidden, a_plate())
    closes(hidden, Lock.SILENT)
    shapes = []
    for record, thing in ((mine, a_plate()), (alone, a_plate("KD19 XWZ"))):
        with traces() as asked:
            names("sam", record, thing)
            found("sam", record)
        shapes.append(asked)
    assert shapes[0] == shapes[1]
    assert shapes[0].rows["access.looked"] == (1, 0, 0)
    assert "public.access_look" not in shapes[0].rows


def test_a_lock_that_closes_later_takes_its_matches_with_it_and_one_that_opens_brings_them():
    """Seen to fail: with whatever is closed saying whom to ask, silent or not."""
    one, two = told(), told()
    names("ruth", one, a_phone())
    names("sam", two, a_phone())
    assert len(found("sam", two).above) == 1
    closes(one, Lock.SILENT)
    assert found("sam", two) == found("sam", told()) or found("sam", two).above == ()
    assert found("sam", two).asks == ()
    closes(one, Lock.ASK, by="helen")
    assert found("sam", two).above == ()
    assert len(found("sam", two).asks) == 1
    closes(one, Lock.OPEN, by="helen")
    assert len(found("sam", two).above) == 1


def test_a_partner_submitter_sees_nothing_of_matches():
    """Seen to fail: with the right to read matches never asked for."""
    from halcyon.domain.subjects import queries
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.access.roles import Role

    partner = Actor.member(principal=5, name="A", roles=frozenset({Role.PARTNER_SUBMITTER}), agency=6, team=None)
    with pytest.raises(Refused):
        queries.matches(told(), by=partner)


def test_closed_contacts_count():
    """Seen to fail: with only records compared of which something is still owed."""
    closed, new = people.someone_tells(), told()
    names("ruth", closed.record, a_phone())
    people.finishes(closed, people.member("sam"), people.member("alun"))
    names("sam", new, a_phone())
    assert found("sam", new).above[0].other.record == closed.pk


def test_the_worker_compares_what_it_opens_with_what_no_member_sees():
    """Seen to fail: with the worker comparing what is open alone."""
    hidden, opened = told(), told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.SILENT)
    from halcyon.domain.subjects import commands

    commands.mention(record=opened, identity=a_phone(), written="the phone", by=people.OPENING)
    assert Match.objects.count() == 1
    assert found("sam", opened).above == ()
    assert keep_looks(by=COMPARING) == 1
    assert Look.objects.get().looked_by == 0
