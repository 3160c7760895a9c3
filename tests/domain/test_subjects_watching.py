"""Watches ring in one round of the worker, blind; small concerns add up to facts for a person, closed ones too."""

from datetime import timedelta

import pytest

from halcyon.domain.subjects import commands, queries, touching
from halcyon.domain.subjects.commands import comparing
from halcyon.domain.subjects.models import DoubtKind, Fact, Mention, Review, Standing, Watch, Work
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import COMPARING, a_person, a_phone, closes, does, names, the_worker_comes_by, told

pytestmark = pytest.mark.django_db


def watches(key: str, mention: Mention, days: int = 30) -> Watch:
    ends = clocks.today() + timedelta(days=days)
    return does(key, commands.watch, mention=mention, reason="He rings from it.", ends_on=ends)


def rung(key: str) -> int:
    return Notice.objects.filter(kind=NoticeKind.CAME_UP, recipient=people.member(key).principal).count()


def test_what_is_watched_for_rings_once_and_whoever_named_it_is_told_nothing(commit_would_hold):
    """Also when it is compared again. Seen to fail: with what was told already told again."""
    watch = watches("jo", names("jo", told(), a_phone()))
    new = names("ruth", told(), a_phone())
    assert rung("jo") == 0
    the_worker_comes_by()
    the_worker_comes_by()
    with as_role("worker"), acting(COMPARING):
        comparing.compare_again(mention=new, by=COMPARING)
        assert Work.objects.get(mention=new).state == Standing.DONE
    assert rung("jo") == 1
    (line,) = does("jo", queries.watches)
    assert [named.mention for named in line.seen] == [new.pk]
    assert does("ruth", queries.watches) == []
    assert line.watch.pk == watch.pk
    commit_would_hold()


@pytest.mark.parametrize(("lock", "times"), [(Lock.OPEN, 1), (Lock.ASK, 1), (Lock.SILENT, 0)])
def test_a_watch_follows_the_lock_of_what_comes_up(lock: Lock, times: int):
    """Seen to fail: with ``_may_learn`` taken from ``ring``, the silent record rang."""
    watches("jo", names("jo", told(), a_phone()))
    new = names("ruth", told(), a_phone())
    if lock is not Lock.OPEN:
        closes(new.record, lock)
    the_worker_comes_by()
    assert rung("jo") == times


def test_a_watch_ends_on_its_day_and_its_manager_has_seen_it():
    """Seen to fail: with watches that never end."""
    watch = watches("sam", names("sam", told(), a_phone()), days=10)
    manager = next(key for key in ("alun", "kate", "helen") if people.member(key).principal == watch.manager)
    assert Notice.objects.filter(kind=NoticeKind.WATCH_SET, recipient=watch.manager).count() == 1
    (line,) = does(manager, queries.watches)
    does(manager, commands.see_watch, watch=line.watch)
    with pytest.raises(Conflict):
        does(manager, commands.see_watch, watch=line.watch)
    with clocks.at(clocks.now() + timedelta(days=11)):
        names("ruth", told(), a_phone())
        the_worker_comes_by()
    assert rung("sam") == 0


def test_a_watch_says_why_and_ends():
    """Seen to fail: without the question, PostgreSQL alone refused, and not in a sentence."""
    phone = names("sam", told(), a_phone())
    with pytest.raises(Incomplete):
        watches("sam", phone, days=4000)
    with pytest.raises(Incomplete):
        does("sam", commands.watch, mention=phone, reason=" ", ends_on=clocks.today() + timedelta(days=3))


def three_doors() -> list[Mention]:
    """One phone in three records of three agencies over two years, one of them closed, no further action."""
    found = []
    for key, days in (("ruth", 560), ("jo", 300), ("sam", 0)):
        with clocks.at(clocks.now() - timedelta(days=days)):
            contact = people.someone_tells()
            found.append(names(key, contact.record, a_phone()))
            if key == "ruth":
                people.finishes(contact, people.member("sam"), people.member("alun"))
    return found


def test_small_concerns_from_different_doors_add_up_and_closed_ones_count(commit_would_hold):
    """Seen to fail: with every rule looking back one year."""
    mentions = three_doors()
    the_worker_comes_by()
    the_worker_comes_by()
    (line,) = does("alun", queries.reviews)
    assert {fact.mention for fact in line.facts} == {mention.pk for mention in mentions}
    assert line.review.rule == "one phone"
    assert Review.objects.count() == 1
    does("alun", commands.answer_review, review=line.review, outcome="A strategy discussion is called.")
    with pytest.raises(Conflict):
        does("alun", commands.answer_review, review=line.review, outcome="Again.")
    the_worker_comes_by()
    assert Review.objects.count() == 1
    commit_would_hold()


def test_one_door_does_not_add_up_nor_does_what_is_doubted_unless_someone_says_why():
    """Seen to fail: with what is doubted counted."""
    one = [names("sam", told(), a_phone("07700 900777")) for _ in range(4)]
    the_worker_comes_by()
    assert not Review.objects.exists(), one
    mentions = three_doors()
    does("jo", commands.doubt, mention=mentions[1], kind=DoubtKind.DISPROVED, why="Another number was meant.")
    the_worker_comes_by()
    assert not Review.objects.exists()
    does("jo", commands.doubt, mention=mentions[1], kind=DoubtKind.COUNTS, why="Two others say the same.")
    names("sam", told(), a_phone())
    the_worker_comes_by()
    assert Review.objects.count() == 1


def test_what_is_silent_adds_up_for_its_owner_alone():
    """Seen to fail: with every lock counted for the team's review."""
    mentions = three_doors()
    closes(mentions[0].record, Lock.SILENT)
    the_worker_comes_by()
    assert does("sam", queries.reviews) == []
    (line,) = does("helen", queries.reviews)
    assert mentions[0].pk in {fact.mention for fact in line.facts}
    assert Fact.objects.count() == 3


def test_an_old_record_hears_that_something_new_touches_it_and_never_of_what_is_silent(monkeypatch):
    """Seen to fail: with every touch told."""
    heard: list[touching.Touch] = []
    monkeypatch.setattr(touching, "_listeners", [lambda touch, by: heard.append(touch)])
    old = names("ruth", told(), a_phone())
    new = names("sam", told(), a_phone())
    assert [(touch.touched, touch.by_record) for touch in heard] == [(old.record_id, new.record_id)]
    heard.clear()
    secret = told()
    closes(secret, Lock.SILENT)
    helen = people.member("helen")
    names("helen", secret, a_phone())
    the_worker_comes_by()
    assert [touch for touch in heard if touch.by_record == secret.pk] == [], helen


def test_who_uses_a_phone_is_not_the_phone():
    """Seen to fail: with whatever shares a key compared, of whichever sort."""
    person = names("ruth", told(), a_person(phones=("07700 900142",)))
    phone = names("sam", told(), a_phone())
    with acting(people.member("sam")):
        kinds = {(one.mine.kind, one.other.kind) for one in _all(phone)}
    assert kinds == {("phone", "phone")}
    assert person.kind == "person"


def _all(mention: Mention) -> list[queries.Proposal]:
    found = does("sam", queries.matches, record=mention.record)
    return [*found.above, *found.others]
