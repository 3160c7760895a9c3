"""Plays the ordinary weeks: each telling is read, decided, acted on and told back, mostly in time.

Times are chosen so that the promise is kept unless the telling says otherwise (`tellings.Went`).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from halcyon.demo.stage import Calendar, Story, at, minutes, working_days_after
from halcyon.demo.tellings import ROWS, Row, Went
from halcyon.demo.threads import Cast, Thread
from halcyon.domain.children.models import Child
from halcyon.domain.contacts.commands.deciding import TellChild
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import LONDON, is_working_day, london_day
from halcyon.kernel.letterbox.telling import Channel, Reach, ReachBy, Said, Way

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Act = tuple[dt.datetime, Callable[[], None]]


@dataclass(frozen=True)
class Course:
    """How an outcome goes: why it was chosen, when and how it was done, and what people are told."""

    reasons: str
    days: int  # working days after the decision
    result: str
    facts: tuple[tuple[str, str], ...]
    teller: str
    child: str = ""


COURSES = {
    "B": Course(
        "Several facts point the same way and the child may be in danger, so the agencies talk today.", 0,
        "Held by telephone; each agency took an action and a day to report back.",
        (("police", "Jo Hartnoll"), ("social_care", "Sam Whitterick"), ("health", "Ruth Adebanjo")),
        "Thank you. The people whose job this is talked the same day and are doing something about it.",
        "The people whose job it is have talked about how to keep you safe. You have a say in what happens.",
    ),
    "C": Course(
        "More than one thing has changed at once; an assessment with the family will show what is needed.", 6,
        "Begun with a first visit; the child was seen alone.", (("lead", "Nia Tolland"),),
        "Thank you. A social worker is finding out what would help, and will come back to you if she needs to.",
        "Nia, a social worker, will meet you and find out what would help. She asks you first.",
    ),
    "D": Course(
        "The child would like one person to talk to; direct work by the team is the lightest help that fits.", 3,
        "Met at a place the child chose; they agreed to meet again.", (("worker", "Ruth Adebanjo"),),
        "Thank you. Someone from our team is there to talk with them, in their own time.",
        "Ruth from our team would like to meet you, where you want. You can bring someone.",
    ),
    "E": Course(
        "The school knows the child best and has someone who can start this week.", 2,
        "Accepted, with a first talk this week.", (("accepted_by", "Owen Tulliver, Three Becks School Trust"),),
        "Thank you. Someone who knows them well has taken this on and will tell us how it goes.",
        "Mr Tulliver at school knows that you may want to talk. What you say to him is taken seriously.",
    ),
    "F": Course(
        "Advice is what was asked for. We look again on the day set, whether or not we hear more.", 5,
        "Asked again: things are calmer, and they know how to reach us.", (),
        "Thank you for asking. It is not all right, and it is not their fault. We wrote down what can help.",
        "What that person does is not all right and it is not your fault. Here is what you can do, and we ask again.",
    ),
    "G": Course(
        "No child is known yet. The place and the times are worth knowing together with what others saw.", 1,
        "Graded and passed to the intelligence officer.", (("reference", "with the intelligence officer"),),
        "Thank you. What you saw is with people who know the place. Please tell us if you see it again.",
    ),
    "H": Course(
        "Those who were there had already acted and the child was safe; both agencies looked and agree.", 0, "", (),
        "Thank you for telling us. We checked: help was there at the time, and the child was safe.",
    ),
    "I": Course(
        "Work with this family is open already; its worker needs to know today.", 0,
        "Read and accepted the same day.", (("accepted_by", "Nia Tolland"),),
        "Thank you. Someone who already helps the family knows what you told us.",
        "Nia, who you know, has heard what happened. You can ask her anything.",
    ),
    "J": Course(
        "The child lives in another area now; their team must know today.", 0,
        "Accepted by their duty team, by name.", (("accepted_by", "Duty team of the next county"),),
        "Thank you. The team where she lives now knows, and told us who will see her.",
        "The team where you live now knows, so that you do not have to tell it all again.",
    ),
}  # fmt: skip
ACKNOWLEDGED = {
    "web": "Thank you for writing. A person has read every word.",
    "phone": "Said on the telephone: we have written it down as you said it, and a person is on it now.",
    "in_person": "Said at the desk: we have written it down as you said it, and a person is on it now.",
}
DECIDERS = ("sam", "nia")


def stories(cast: Cast, calendar: Calendar) -> Iterator[Story]:
    """One story for each telling."""
    for number, row in enumerate(ROWS):
        yield _Telling(row, cast, received_at(row, calendar), cast[DECIDERS[number % 2]]).story()


def received_at(row: Row, calendar: Calendar) -> dt.datetime:
    """When a telling came."""
    weeks_ago, weekday, wall = row.when.split()
    return at(calendar.day(int(weeks_ago), WEEKDAYS.index(weekday)), wall)


class _Telling:
    """One telling and its course. Acts are laid out with their times first, then played in order."""

    def __init__(self, row: Row, cast: Cast, received: dt.datetime, decider: Actor) -> None:
        self.row, self.cast, self.received, self.decider = row, cast, received, decider
        self.course = COURSES[row.outcome]
        self.child: Child | None = None
        self.how = "words" if row.via == "web" else "in_person" if row.via == "sam" else "phone"
        self.decided_at = working_days_after(received, 3 if row.went is Went.DECIDED_LATE else 1, "11:00")
        self.told_at = working_days_after(self.decided_at, 3 if row.went is Went.TOLD_LATE else 0, "15:30")

    def story(self) -> Story:
        """The telling, then every act in its order, then the end."""
        yield self.received
        thread = self._told()
        acts = sorted(self._acts(thread), key=lambda act: act[0])
        for moment, act in acts:
            yield moment
            act()
        yield acts[-1][0] + minutes(20)
        thread.ended(self.decider)

    def _told(self) -> Thread:
        row = self.row
        answers: dict[str, Any] = {"safe_now": row.safe, "teller": row.teller}
        if row.about is Way.ME:
            answers["age"] = row.child
        if row.via == "web":
            return self.cast.told_on_the_web(row.about, row.words, **answers)
        channel = Channel.IN_PERSON if self.how == "in_person" else Channel.PHONE
        reach = Reach(by=ReachBy.CALL if row.teller.phone else ReachBy.WORDS)
        return self.cast.told_to(self.cast[row.via], row.about, row.words, channel, reach=reach, **answers)

    def _acts(self, thread: Thread) -> Iterator[Act]:
        row = self.row
        yield self._read_at(), lambda: self._read(thread)
        if row.went is Went.STOPPED:
            yield self._read_at() + minutes(20), thread.closed_by_teller
        yield self.decided_at, lambda: self._decide(thread)
        if self.course.result:
            yield self._done_at(), lambda: self._do(thread)
        if row.went is Went.WAIVED:
            second, why = self.cast["alun"], "She wrote that she has moved away and wants no more messages from us."
            yield self.told_at, lambda: thread.waived(self.decider, second, why)
        elif row.went is not Went.STOPPED:
            how = "words" if self.how == "words" else "phone"
            yield self.told_at, lambda: thread.told(self.decider, self.course.teller, how)
        if row.child and row.went not in (Went.STOPPED, Went.UNSAFE):
            how_child = "words" if row.about is Way.ME else "in_person"
            yield self._child_told_at(), lambda: self._tell(thread, how_child)

    def _read_at(self) -> dt.datetime:
        local = self.received.astimezone(LONDON).time()
        if self.row.went is Went.READ_LATE:
            return working_days_after(self.received, 1, "09:20")
        if self.row.safe is Said.NOT_SURE:
            return self.received + minutes(9)
        if self.row.via != "web":
            return self.received + minutes(4)
        office = is_working_day(london_day(self.received)) and dt.time(8, 30) <= local <= dt.time(16, 10)
        return self.received + minutes(40 if office else 55)

    def _done_at(self) -> dt.datetime:
        return working_days_after(self.decided_at, self.course.days, "16:10")

    def _child_told_at(self) -> dt.datetime:
        return working_days_after(self.decided_at, 1, "15:45")

    def _read(self, thread: Thread) -> None:
        by = self.cast.first() if self.row.via == "web" else self.cast[self.row.via]
        thread.acknowledged(by, ACKNOWLEDGED["web" if self.how == "words" else self.how], self.how)

    def _decide(self, thread: Thread) -> None:
        self.child = self._child(thread)
        follow_up = london_day(self._done_at()) if self.row.outcome == "F" else None
        decision = thread.decided(
            self.decider, self.row.outcome, self.course.reasons, self.child, self._tell_child(), follow_up=follow_up
        )
        thread.agreed(decision, self.decider, "alun", "ruth")

    def _child(self, thread: Thread) -> Child | None:
        if self.row.about is Way.ME:
            return thread.child(self.decider)
        if not self.row.child:
            return None
        known_as, age = self.row.child.rsplit(", ", 1)
        return thread.named(self.decider, known_as, age)

    def _tell_child(self) -> TellChild:
        if not self.row.child:
            return TellChild("no_way", why="No child is known yet.")
        if self.row.went is Went.STOPPED:
            return TellChild("no_way", why="They asked us to stop writing, and gave no other way.")
        if self.row.went is Went.UNSAFE:
            return TellChild("not_safe", why="The phone is read at home. Her teacher will find a safe moment first.")
        return TellChild("by", by_time=at(london_day(self._child_told_at()), "17:00"))

    def _tell(self, thread: Thread, how: str) -> None:
        assert self.child is not None
        thread.told_child(self.decider, self.child, self.course.child, how)

    def _do(self, thread: Thread) -> None:
        thread.done(self.decider, self.row.outcome, self.course.result, self.child, **dict(self.course.facts))
