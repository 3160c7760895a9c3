"""What is hidden joins nothing for whoever is told: not what they watch for, not what small concerns add up to."""

from datetime import timedelta

import pytest

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import DoubtKind, Mention, Review, Same, Watch
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.partnership.commands import leave
from halcyon.kernel.partnership.models import Member
from tests import people
from tests.domain.subjected import a_person, a_phone, closes, does, names, the_worker_comes_by, told
from tests.domain.test_subjects_watching import rung, watches
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
ADMINISTERING = Actor.system("administering")
ROBERT = {"given": "Robert", "family": "Ashdown", "born": "1988-04-03"}


def same(a: Mention, b: Mention, by: str = "helen") -> None:
    does(by, commands.judge, a=a, b=b, answer=Same.SAME, reason="He said so himself.")


@pytest.mark.parametrize(("lock", "times"), [(Lock.OPEN, 1), (Lock.ASK, 0), (Lock.SILENT, 0)])
def test_a_watch_rings_for_nothing_that_only_a_hidden_record_joins_to_it(lock: Lock, times: int) -> None:
    """A closed enquiry says that Danny is Robert Ashdown. Whoever watches for Danny does not learn it by a mail about Robert.

    Guards against the worker, which sees everything, joining for a watcher what they may not see.

    Seen to fail: with the worker joining for every watcher what it sees itself.
    """
    danny = names("jo", told(), a_person("Danny", "Quill"), written="Danny")
    enquiry = names("helen", told(), a_person(**ROBERT), written="Robert")
    same(danny, enquiry)
    if lock is not Lock.OPEN:
        closes(enquiry.record, lock)
    watches("jo", danny)
    names("ruth", told(), a_person(**ROBERT), written="Robert")
    the_worker_comes_by()
    assert rung("jo") == times


def test_a_watch_rings_for_nothing_that_members_said_is_another() -> None:
    """Guards against a phone that was said to be another one and rings all the same.

    Seen to fail: with what the matcher put above the line ringing whatever members said.
    """
    old = names("jo", told(), a_phone())
    watches("jo", old)
    new = names("ruth", told(), a_phone())
    does("jo", commands.judge, a=old, b=new, answer=Same.NOT_SAME, reason="It was given away in March.")
    the_worker_comes_by()
    assert rung("jo") == 0


@pytest.mark.parametrize(("lock", "team"), [(Lock.OPEN, 1), (Lock.SILENT, 0)])
def test_small_concerns_that_only_a_hidden_record_joins_add_up_for_its_owner_alone(lock: Lock, team: int) -> None:
    """Three names in three open records; that they are one boy stands in a fourth.

    Guards against a review for the team that says what only a silent record says.

    Seen to fail: with the concerns put together by all that the worker sees.
    """
    enquiry = names("helen", told(), a_person("Robert", "Ashdown"), written="Robert")
    for key, name, days in (("ruth", "Danny", 40), ("jo", "Bobby", 20), ("sam", "Ash", 0)):
        with clocks.at(clocks.now() - timedelta(days=days)):
            same(enquiry, names(key, told(), a_person(name, ""), written=name))
    if lock is not Lock.OPEN:
        closes(enquiry.record, lock)
    the_worker_comes_by()
    assert len(does("sam", queries.reviews)) == team
    assert len(does("helen", queries.reviews)) == 1
    assert Review.objects.count() == 1


def test_what_one_owner_was_told_takes_nothing_from_another(desk: Seats) -> None:
    """Two closed records of one telephone, each with an owner of its own: both reviews hold everything that their owner may see.

    Seen to fail: with the facts of all closed reviews taken for told.
    """
    names("ruth", told(), a_phone())
    for key, owner in (("sam", "helen"), ("ruth", "imran")):
        closes(names(key, told(), a_phone()).record, Lock.SILENT, owner)
    for key in ("jo", "sam"):
        last = names(key, told(), a_phone())
        the_worker_comes_by()
    does("sam", commands.doubt, mention=last, kind=DoubtKind.DISPROVED, why="He read it wrongly.")
    for owner in ("helen", "imran"):
        own = [one for one in does(owner, queries.reviews) if one.review.record.lock == Lock.SILENT]
        assert [len(one.facts) for one in own] == [4]
    page = read(desk("imran").get("/subjects/"))
    assert page.count("Yours alone, with what is closed to others") == 1
    assert page.count(f"a contact {last.record.reference} disproved") == 2, "wherever it is named"


def test_whoever_has_left_is_rung_by_no_watch_and_the_manager_is_in_their_place() -> None:
    """Guards against a mail to a former colleague, and against a watch that goes on for nobody.

    Seen to fail: with whoever set it rung for ever.
    """
    watch: Watch = watches("jo", names("jo", told(), a_phone()))
    leave(email=Member.objects.get(key="jo").email, by=ADMINISTERING)
    for key in ("ruth", "ruth"):
        names(key, told(), a_phone())
        the_worker_comes_by()
    manager = Notice.objects.filter(kind=NoticeKind.CAME_UP, recipient=watch.manager)
    assert (rung("jo"), manager.count()) == (0, 2)


def test_a_watch_is_seen_by_the_manager_it_was_shown_to_and_never_by_who_set_it() -> None:
    """Guards against a manager who sets a watch and ticks off by themselves that a manager has seen it.

    Seen to fail: without asking which manager it was shown to.
    """
    watch: Watch = watches("alun", names("alun", told(), a_phone()))
    assert watch.manager != people.member("alun").principal
    with pytest.raises(NotVisible):
        does("alun", commands.see_watch, watch=watch)
