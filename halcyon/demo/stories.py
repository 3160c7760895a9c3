"""The people of the tour: Ellie in March, Maya on a Sunday night, the coach nobody may hear of, a friend who comes back,
and what waits today."""

import datetime as dt
from dataclasses import dataclass

from halcyon.demo.dots import Dots
from halcyon.demo.stage import Calendar, Story, at, minutes, working_days_after, working_days_before
from halcyon.demo.threads import NO_CHILD_YET, Cast, Thread
from halcyon.domain.children.models import Child
from halcyon.domain.contacts import commands
from halcyon.domain.contacts.commands.deciding import TellChild
from halcyon.domain.contacts.rules import Question
from halcyon.kernel.clocks import london_day
from halcyon.kernel.letterbox.telling import Reach, ReachBy, Said, Teller, Way
from halcyon.kernel.sealing import Code

TUESDAY, SUNDAY = 1, 6


@dataclass
class Tour:
    """The stories that hang together: what Ellie told in March is found again when Maya tells."""

    cast: Cast
    calendar: Calendar
    dots: Dots
    ellies: Child | None = None

    def stories(self, code: Code) -> list[Story]:
        """All of them; `code` is the one that Maya wrote down."""
        told = self.calendar.latest(SUNDAY, "21:40", before=dt.timedelta(hours=2))
        mayas = [self.maya(code, told), self.dots.aunt(told + minutes(31)), self.dots.connected(told)]
        return [self.ellie(), *mayas, self.coach(), self.back_again(), *self.today(), *self.dots.stories()]

    def ellie(self) -> Story:
        """March: a school nurse rings. Two agencies agree that nothing more is to be done, and she is told."""
        sam, ruth = self.cast["sam"], self.cast["ruth"]
        told = self.calendar.last(3, 17, TUESDAY, "10:05")
        yield told
        self.dots.ellies = thread = self.cast.told_to(
            ruth, Way.WORK,
            "Ellie, 15, told me in my drop-in that a man called Dez gives her lifts and presents. She did not want to "
            "say more. She showed me a message from his number.",
            phones="07700 900142", people="Dez, first name only",
            teller=Teller(name="Bethan Morwood", role="School nurse", agency="Brackenshire Health Trust",
                          phone="07700 900230"),
            reach=Reach(by=ReachBy.CALL, when="Weekdays before nine"),
        )  # fmt: skip
        thread.acknowledged(ruth, "Read back to her on the telephone while it was written down.", "phone")
        yield working_days_after(told, 1, "10:40")
        thread.opened(sam)
        self.ellies = thread.named(sam, "Ellie", "15", known="Told about by the school nurse in March.")
        decision = thread.decided(
            sam, "H",
            "The nurse sees Ellie each week and Ellie has someone to talk to. One first name and one number are all "
            "there is. Asked to tell us again if anything changes.",
            self.ellies, TellChild("by", by_time=working_days_after(told, 3, "17:00")),
            {Question.OFFENCE: "Detective Hartnoll says not on what is known: lifts and presents, no more said."},
        )  # fmt: skip
        yield working_days_after(told, 1, "11:25")
        thread.agreed(decision, sam, "alun", "ruth")
        yield working_days_after(told, 1, "15:10")
        thread.told(sam, "We will do nothing more now, and why. Rang her to say so, and how to disagree.", "phone")
        yield working_days_after(told, 2, "12:30")
        thread.told_child(
            ruth, self.ellies, "You can talk to the nurse each week. If anything changes we want to know."
        )
        yield working_days_after(told, 2, "16:00")
        thread.ended(sam)

    def maya(self, code: Code, told: dt.datetime) -> Story:
        """A Sunday night: not sure, read within minutes, and again when she comes back. On Monday Sam connects it."""
        priya, jo = self.cast["priya"], self.cast["jo"]
        yield told
        self.dots.mayas = thread = self.cast.told_on_the_web(
            Way.ME,
            "A man called Dez gives me lifts and presents. Now I am scared to say no to him.",
            code, safe_now=Said.NOT_SURE, where_now="at my aunt's", age="14", phones="he rings from 07700 900142",
            must_not_know="my stepdad",
            reach=Reach(by=ReachBy.WORDS, check_word="pancake"), teller=Teller(name="Maya"),
        )  # fmt: skip
        yield told + minutes(11)
        thread.opened(priya)
        thread.phrase(priya, "read-this")
        yield told + minutes(14)
        look_again = thread.to_do(
            priya,
            "Can she wait until Monday? Yes: with an aunt she trusts. The police control room has the address and "
            "looks again at 23:00.",
            jo, at(london_day(told), "23:00"),
        )  # fmt: skip
        yield told + minutes(58)
        thread.comes_back("friday he wants me to go to the hotel")
        yield told + minutes(64)
        thread.phrase(priya, "read-again")
        yield at(london_day(told), "23:05")
        commands.finish_action(
            contact=thread.contact, action=look_again, result="All quiet. She is asleep at her aunt's.", by=priya
        )
        yield from self._monday(thread, told)

    def _monday(self, thread: Thread, told: dt.datetime) -> Story:
        """What Sam and the others do once the day on which it is owed is nearly over: before, it is left to do."""
        sam, nia, ruth = self.cast["sam"], self.cast["nia"], self.cast["ruth"]
        yield working_days_after(told, 1, "16:10")
        thread.opened(sam)
        maya = thread.child(sam)
        answers = {
            Question.OFFENCE: "Very likely. Detective Hartnoll brings the crime number.",
            Question.OTHER_CHILDREN: "Ellie, told about in March: the same first name and the same number.",
            Question.TELLER_A_CHILD: "Yes, Maya herself. She needs to hear from us each time we do something.",
        }
        soon = TellChild("by", by_time=working_days_after(told, 2, "17:00"))
        thread.decided(
            sam, "AB", "A man gives her lifts and presents and has set a day. She is with her aunt and is not sure.",
            maya, soon, answers,
        )  # fmt: skip
        yield working_days_after(told, 1, "16:25")
        assert self.ellies is not None
        thread.named(sam, child=self.ellies)
        thread.decided(
            sam, "B", "Decided again: what the nurse told us in March now stands beside a second telling.",
            self.ellies, TellChild("by", by_time=working_days_after(told, 3, "17:00")), answers,
        )  # fmt: skip
        yield working_days_after(told, 1, "16:40")
        thread.done(sam, "A", "Staying with her aunt; the police have spoken with both.", maya,
                    protected_by="Her aunt; police control room")  # fmt: skip
        held = {"police": "Jo Hartnoll", "social_care": "Sam Whitterick", "health": "Ruth Adebanjo"}
        for child in (maya, self.ellies):
            thread.done(sam, "B", "Held by telephone; each agency took an action.", child, **held)
        thread.to_do(sam, "Whose number is it, and which car?", self.cast["jo"], working_days_after(told, 2, "17:00"))
        thread.to_do(sam, "See Maya at school, if she wants that.", ruth, working_days_after(told, 10, "12:00"))
        thread.to_do(sam, "Talk with the hotel as a place.", self.cast["marta"], working_days_after(told, 15, "17:00"))
        yield working_days_after(told, 1, "16:50")
        commands.raise_alert(
            contact=thread.contact, why="Two girls, one number, one hotel: I think this is bigger.", by=sam
        )
        yield working_days_after(told, 2, "10:15")
        thread.told(sam, "Thank you for telling us. We did the first thing we said we would, and more follows.")
        yield working_days_after(told, 2, "10:20")
        thread.told_child(
            sam, maya,
            "You are not in trouble. Ruth, who you can talk to, is at school on Tuesday if you want her. Only the "
            "people on our team know. We write again on Thursday.",
            "words",
        )  # fmt: skip
        yield working_days_after(told, 3, "12:20")
        thread.told_child(nia, self.ellies, "What you told the nurse mattered. We are looking at it again, with you.")
        yield working_days_after(told, 3, "16:00")
        thread.phrase(sam, "your-say")

    def coach(self) -> Story:
        """About an adult who works with children: closed to all but the strategic lead from the hour it is read."""
        alun, helen = self.cast["alun"], self.cast["helen"]
        told = at(self.calendar.day(1, 1), "13:40")
        yield told
        thread = self.cast.told_on_the_web(
            Way.SAW, "A coach at the leisure centre messages the children in his group late at night.",
            places="Otterwick leisure centre",
        )  # fmt: skip
        yield told + minutes(35)
        thread.phrase(alun, "glad-you-told-for-someone")
        commands.restrict(contact=thread.contact, by=alun)
        yield working_days_after(told, 1, "09:50")
        thread.opened(helen)
        thread.decided(
            helen, "B", "An adult who works with children: those who answer for such enquiries meet today.", None,
            NO_CHILD_YET, {Question.WORKS_WITH_CHILDREN: "Yes. The designated officer was told at 09:30."},
        )  # fmt: skip
        yield working_days_after(told, 1, "12:00")
        thread.done(helen, "B", "Held, with the designated officer in the chair.", police="Kate Brannock",
                    social_care="Helen Marchbanks", health="Imran Sadiqi")  # fmt: skip
        yield working_days_after(told, 1, "16:00")
        thread.told(helen, "Thank you. The people who answer for such places know, and are doing something about it.")

    def back_again(self) -> Story:
        """A friend whose telling had ended comes back: the same thread, a new clock, and Nia is told."""
        sam, nia = self.cast["sam"], self.cast["nia"]
        told = at(self.calendar.day(3, 1), "12:20")
        yield told
        thread = self.cast.told_on_the_web(
            Way.FRIEND, "My friend has a new bag and new shoes and says they are a secret.", friend_knows=Said.NO,
            teller=Teller(contact="find me at the library on Saturdays"),
        )  # fmt: skip
        yield told + minutes(40)
        thread.phrase(sam, "glad-you-told-for-someone")
        yield working_days_after(told, 1, "10:10")
        child = thread.named(nia, "A friend in year 10", "15")
        first = thread.decided(
            nia, "H", "Presents from a grandmother, as her head of year could say; she was seen and is well.", child,
            TellChild("not_safe", why="She does not know that a friend was worried, and need not."),
        )  # fmt: skip
        yield working_days_after(told, 1, "10:50")
        thread.agreed(first, nia, "alun", "ruth")
        yield working_days_after(told, 1, "14:00")
        thread.told(nia, "Thank you for looking out for her. We asked, she is well. Tell us if anything changes.")
        yield working_days_after(told, 1, "14:30")
        thread.ended(nia)
        again = at(self.calendar.day(2, 2), "17:45")
        yield again
        thread.comes_back("it was not from her gran. someone called D waits for her by the bus stop on fridays")
        yield again + minutes(30)
        thread.phrase(self.cast["priya"], "read-again")
        yield working_days_after(again, 1, "09:30")
        thread.decided(nia, "D", "Something new: someone waits for her. Ruth sees her at school this week.", child,
                       TellChild("by", by_time=working_days_after(again, 5, "17:00")))  # fmt: skip
        yield working_days_after(again, 1, "15:00")
        thread.told(nia, "You were right to come back. Someone she likes will talk with her this week.")
        yield working_days_after(again, 4, "11:00")
        thread.done(nia, "D", "Met at school; she chose the time and the room.", child, worker="Ruth Adebanjo")
        yield working_days_after(again, 4, "11:30")
        thread.told_child(self.cast["ruth"], child, "I am Ruth. You can talk to me, and you choose what we do first.")

    def today(self) -> list[Story]:
        """What waits now: one late, one that waits for a second person, two fresh ones."""
        return [self.late_at_health(), self.proposed(), self.this_morning(), self.just_now()]

    def late_at_health(self) -> Story:
        """Taken down and never decided: two working days late, and it says so."""
        ruth = self.cast["ruth"]
        yield working_days_before(self.calendar.now, 3, "14:10")
        thread = self.cast.told_to(
            ruth, Way.WORK, "She comes to the ward to wait for lifts from someone. She is 15 and lives nowhere near.",
            teller=Teller(name="Alma Fenwick", role="Ward sister", agency="Brackenshire Health Trust",
                          phone="07700 900237"),
            reach=Reach(by=ReachBy.CALL),
        )  # fmt: skip
        thread.acknowledged(ruth, "Read back to her on the telephone while it was written down.", "phone")

    def proposed(self) -> Story:
        """Sam alone may not decide that nothing more is done: it waits for others, and its clock runs."""
        sam = self.cast["sam"]
        yield self.calendar.now - dt.timedelta(hours=5)
        thread = self.cast.told_on_the_web(
            Way.WORK, "He was quiet after the holidays and is himself again. I may be worrying for nothing.",
            teller=Teller(name="Ines Calloway", role="Head of year", agency="Three Becks School",
                          phone="07700 900231"),
        )  # fmt: skip
        yield self.calendar.now - dt.timedelta(hours=4)
        thread.phrase(sam, "glad-you-told-for-someone")
        yield self.calendar.now - dt.timedelta(hours=3)
        child = thread.named(sam, "Elis", "13")
        thread.decided(sam, "H", "His form teacher and his mother both say he is well; the school looks out for him.",
                       child, TellChild("not_safe", why="Nothing has happened that he would need to hear from us."))  # fmt: skip

    def this_morning(self) -> Story:
        """A passer-by: read, not yet decided."""
        yield self.calendar.now - dt.timedelta(hours=2)
        thread = self.cast.told_on_the_web(
            Way.SAW, "A girl got out of a blue car by the Moorgate Hotel and looked frightened. Plate AB12 and then I "
            "lost it.", cars="blue, AB12 ???", places="Moorgate Hotel, Otterwick",
        )  # fmt: skip
        yield self.calendar.now - dt.timedelta(minutes=80)
        thread.phrase(self.cast.first(), "glad-you-told-for-someone")

    def just_now(self) -> Story:
        """A friend, half an hour ago: unread, and in time."""
        now = self.calendar.now
        closes = at(london_day(now), "17:00")
        yield closes if now - minutes(25) < closes <= now else now - minutes(25)  # in time at closing time too
        self.cast.told_on_the_web(
            Way.FRIEND, "My friend is going to meet someone on Friday and told me not to tell. I am telling you.",
            child="she is in year 9", friend_knows=Said.NO,
        )  # fmt: skip
