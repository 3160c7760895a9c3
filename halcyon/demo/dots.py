"""The dots that the tour connects: what a receptionist saw in June, what police, licensing and a school sent, what nobody
may hear of, the aunt who rings at night; and what members then say of it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from halcyon.demo.stage import Calendar, Story, at, minutes, working_days_after
from halcyon.demo.threads import NO_CHILD_YET, Cast, Thread, looking
from halcyon.domain.intelligence import commands as intelligence
from halcyon.domain.intelligence.commands.submitting import Piece, Sent
from halcyon.domain.intelligence.models import Item, Report
from halcyon.domain.intelligence.rules import Assessment, Code, Grade, Handling, HowKnown, OutcomeKind, Source
from halcyon.domain.intelligence.things import Thing, thing
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects.models import LinkType, Match, Mention, Role, Same
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import today
from halcyon.kernel.letterbox.telling import Channel, Reach, ReachBy, Teller, Way

NUMBER, PLATE, OWN_PLATE = "07700 900142", "AB12 CDE", "LM19 XKB"
HOTEL = "Moorgate Hotel, Otterwick"
SHARED = Handling(Code.P)
THURSDAY = 3


@dataclass
class Dots:
    """What others know. None of them knows what the others do."""

    cast: Cast
    calendar: Calendar
    ellies: Thread | None = None
    mayas: Thread | None = None
    aunts: Thread | None = None

    def stories(self) -> list[Story]:
        """All of them; each ends before Maya tells, but for her aunt, who is played with her."""
        return [
            self.receptionist(), self.police(), self.licensing(), self.school(),
            self.driver(), self.plate(Way.SAW, "helen"), self.plate(Way.WORK, "imran"),
        ]  # fmt: skip

    # What is told

    def receptionist(self) -> Story:
        """June, on the web: half a plate. Kept as intelligence, and over."""
        sam = self.cast["sam"]
        told = self.calendar.last(6, 9, THURSDAY, "16:20")
        yield told
        thread = self.cast.told_on_the_web(
            Way.SAW, "I work at the desk of a hotel. A man takes a room in the afternoon and a girl in school uniform "
            "waits in his car. I only saw the first half of the plate.",
            cars="blue, AB12 ???", places=HOTEL,
        )  # fmt: skip
        yield told + minutes(30)
        thread.phrase(sam, "glad-you-told-for-someone")
        yield working_days_after(told, 1, "11:00")
        decision = thread.decided(
            sam, "G", "No child is known and half a plate cannot be traced. Worth knowing beside what others see.", None,
            NO_CHILD_YET,
        )  # fmt: skip
        yield working_days_after(told, 1, "11:40")
        thread.agreed(decision, sam, "alun")
        thread.told(
            sam, "Thank you. We wrote down what you saw. If you see the car again, please tell us the whole plate."
        )
        yield working_days_after(told, 2, "10:00")
        thread.done(
            sam, "G", "Graded and passed to the intelligence officer.", reference="with the intelligence officer"
        )
        yield working_days_after(told, 2, "10:20")
        thread.ended(sam)

    def aunt(self, told: dt.datetime) -> Story:
        """The night on which Maya tells: her aunt rings, and Priya writes down what Maya said at her table."""
        priya, sam = self.cast["priya"], self.cast["sam"]
        yield told
        assert self.mayas is not None
        self.aunts = aunts = self.cast.told_to(
            priya, Way.FRIEND,
            "She is safe with me tonight. She says he is called Dez, that he waits for her in a blue car and rings from "
            "the number she gave you. I saw the car on Thursday and wrote down the plate.",
            people="Dez, first name only", phones=NUMBER, cars=f"blue, {PLATE}",
            teller=Teller(name="Her aunt", phone="07700 900244"), reach=Reach(by=ReachBy.CALL, when="Any time tonight"),
        )  # fmt: skip
        maya = self.mayas.child(priya)
        aunts.named(priya, child=maya)
        aunts.acknowledged(priya, "Read back to her on the telephone while it was written down.", "phone")
        yield working_days_after(told, 1, "16:20")
        decision = aunts.decided(
            sam, "I", "About Maya, who told us herself an hour before: one piece of work, and one worker.", maya,
            aunts.later(2),
        )  # fmt: skip
        aunts.agreed(decision, sam, "alun", "ruth")
        yield working_days_after(told, 1, "16:35")
        aunts.done(sam, "I", "Accepted: it is the same work.", maya, accepted_by="Sam Whitterick")
        yield working_days_after(told, 2, "10:25")
        aunts.told(sam, "Thank you for writing the plate down. What you saw is with the people who act on it.", "phone")
        aunts.told_child(
            sam, maya, "Your aunt rang us that night. What she saw helps, and you decide what she is told."
        )
        yield working_days_after(told, 2, "11:00")
        aunts.ended(sam)

    # What is sent as intelligence

    def police(self) -> Story:
        """The police know the car and the number, and share neither without asking: handling C."""
        adam, jo = self.cast["adam"], self.cast["jo"]
        yield at(self.calendar.day(3, 2), "14:40")
        report = self._sent(
            adam, "A man known as Dez uses 07700 900142 and drives a blue car, AB12 CDE. He was seen at the Moorgate Hotel "
            "on two Fridays.", HowKnown.SAW, Grade(Source.RELIABLE, Assessment.A, SHARED),
            ("people", {"name": "Dez"}), ("phones", {"number": NUMBER}), ("vehicles", {"plate": PLATE}),
            ("places", {"address": HOTEL}),
        )  # fmt: skip
        yield at(self.calendar.day(3, 3), "09:50")
        named = frozenset({adam.principal, self.cast["kate"].principal})
        condition = (
            "Ask Detective Hartnoll before anyone acts on it: an enquiry is running and he must not learn of it."
        )
        self._graded(jo, report, Grade(Source.RELIABLE, Assessment.A, Handling(Code.C, (condition,), named)))
        self._answered(jo, report, OutcomeKind.TASKED, "Taken into the enquiry that is running.")

    def licensing(self) -> Story:
        """Licensing heard something of a hotel; sanitised, it may lawfully be read, and the hotel gets an owner."""
        marta, jo = self.cast["marta"], self.cast["jo"]
        yield at(self.calendar.day(2, 1), "11:10")
        report = self._sent(
            marta, "The night porter says that rooms at the Moorgate Hotel are taken by the afternoon, by a man in a blue "
            "car with girls of school age. He wrote the plate down: AB12 CDE.", HowKnown.TOLD_BY,
            Grade(Source.UNTESTED, Assessment.C, SHARED), ("places", {"address": HOTEL}), ("vehicles", {"plate": PLATE}),
            source={"name": "Quentin Ashby", "role": "night porter"},
        )  # fmt: skip
        yield at(self.calendar.day(2, 1), "15:00")
        item = self._graded(jo, report, Grade(Source.UNTESTED, Assessment.C, SHARED))
        intelligence.sanitise(
            item=item, by=jo, words="Rooms at a hotel in Otterwick are taken by the afternoon, by a man in a blue car, "
            "AB12 CDE, with girls of school age.",
        )  # fmt: skip
        self._answered(
            jo, report, OutcomeKind.TASKED, "Two officers visit the hotel with you. Thank you: it fits what others saw."
        )
        yield at(self.calendar.day(2, 2), "10:00")
        with looking(jo):
            hotel = Mention.objects.select_related("record").get(record=item.record, kind="place")
        subjects.open_subject(
            of=hotel, why="Rooms taken by the afternoon, by a man with girls of school age.",
            considered="Closing it by notice: not on this alone. Chosen: a visit by licensing (Marta Zielonka) and police, the "
            "guest register asked for, and the staff shown how to tell us.",
            review_on=today() + dt.timedelta(days=42), owner=jo.principal, by=jo,
        )  # fmt: skip

    def school(self) -> Story:
        """A rumour at a school: suspected to be false, kept, and shown to be doubted wherever the name is."""
        owen, jo = self.cast["owen"], self.cast["jo"]
        yield at(self.calendar.day(1, 0), "15:20")
        report = self._sent(
            owen, "Pupils say that the man in the blue car is the caretaker, Osgood Fenn.", HowKnown.OVERHEARD,
            Grade(Source.UNTESTED, Assessment.C, SHARED), ("people", {"name": "Osgood Fenn"}),
        )  # fmt: skip
        yield at(self.calendar.day(1, 1), "10:30")
        why = "He was on a school trip on both Fridays, with forty others; the pupil who said it first has said it was a joke."
        item = self._graded(jo, report, Grade(Source.NOT_RELIABLE, Assessment.E, SHARED, why))
        intelligence.sanitise(
            item=item, words="A rumour names a caretaker, Osgood Fenn, as the man in the blue car.", by=jo
        )
        self._answered(jo, report, OutcomeKind.LOGGED, "Kept, and marked as suspected to be false: he was elsewhere.")

    # What answers as if it were not there

    def driver(self) -> Story:
        """A health record about someone who drives for the trust: silent, so that nobody warns him. Imran alone has it."""
        yield from self._closed(
            at(self.calendar.day(1, 2), "11:20"), "imran", Way.WORK,
            "A driver who brings patients to the clinic gave a girl his number, 07700 900142.",
            teller=Teller(name="Halina Brzezicka", role="Ward clerk", agency="Brackenshire Health Trust",
                          phone="07700 900245"),
        )  # fmt: skip

    def plate(self, about: Way, owner: str) -> Story:
        """A member's own car, seen where it should not be. He may look for it: he learns nothing, and two people learn of it."""
        told = at(self.calendar.day(1, 3), "10:10" if owner == "helen" else "15:30")
        works = Teller(name="Corin Hale", role="Practice manager", agency="Fellgate Surgery", phone="07700 900246")
        yield from self._closed(
            told, owner, about, f"A silver car, {OWN_PLATE}, waits outside in the evening. The driver showed a police card.",
            teller=works if about is Way.WORK else Teller(),
        )  # fmt: skip

    def _closed(self, told: dt.datetime, owner: str, about: Way, words: str, teller: Teller) -> Story:
        """A telling that only its owner may know of, from the minute it is taken down; the owner sees it through."""
        by = self.cast[owner]
        yield told
        thread = self.cast.told_to(by, about, words, Channel.PHONE, teller=teller, reach=Reach(by=ReachBy.CALL))
        access.restrict(record=thread.contact.record, owner=by.principal, lock=Lock.SILENT, by=by)
        thread.acknowledged(by, "Read back on the telephone while it was written down.", "phone")
        yield working_days_after(told, 1, "09:40")
        thread.decided(by, "B", "About someone who is trusted with children: those who answer for that meet today.", None,
                       NO_CHILD_YET)  # fmt: skip
        yield working_days_after(told, 1, "12:30")
        held = {"police": "Kate Brannock", "social_care": "Helen Marchbanks", "health": "Imran Sadiqi"}
        thread.done(by, "B", "Held, with the designated officer in the chair.", None, **held)
        thread.told(by, "Thank you. The people who answer for this know, and are doing something about it.", "phone")

    # What members say of it

    def connected(self, told: dt.datetime) -> Story:
        """Sam answers what is proposed on the Monday; the analyst and the detective go on the day after."""
        sam, yusuf, jo = self.cast["sam"], self.cast["yusuf"], self.cast["jo"]
        yield working_days_after(told, 1, "16:30")
        assert self.mayas is not None and self.aunts is not None and self.ellies is not None
        self._same(sam, self.mayas, "phone", "The very same number, and both call him Dez.")
        yield working_days_after(told, 2, "09:40")
        self._same(yusuf, self.aunts, "vehicle", "The first half of the plate, the colour and the hotel all agree.")
        yield working_days_after(told, 2, "09:55")
        with looking(yusuf):
            hotels = list(Mention.objects.filter(kind="place", written__startswith="Moorgate").order_by("made_at"))
        for hotel in hotels[1:]:
            subjects.judge(a=hotels[0], b=hotel, answer=Same.SAME, reason="There is one hotel of that name.", by=yusuf)
        yield working_days_after(told, 2, "10:05")
        girls = ((self.aunts, "Maya"), (self.ellies, "Ellie"))
        named = [
            (thread, self._named(yusuf, thread, "Dez"), self._named(yusuf, thread, girl)) for thread, girl in girls
        ]
        subjects.judge(a=named[0][1], b=named[1][1], answer=Same.SAME, by=yusuf,
                       reason="The same first name on the same number, for two girls who know each other.")  # fmt: skip
        for thread, him, girl in named:
            subjects.link(
                record=thread.contact.record, a=him, b=girl, type=LinkType.GIVES_TO, role_a=Role.OF_CONCERN,
                role_b=Role.CHILD_HARMED, by=yusuf,
            )  # fmt: skip
        yield working_days_after(told, 2, "11:30")
        with looking(jo):
            him = self._named(jo, self.aunts, "Dez")
        subjects.open_subject(
            of=him, why="Two girls name him; one number and one car join what four people told.", adult=True,
            considered="Arrest: not before both girls have been seen. Chosen: the number and the car are traced, and the "
            "hotel is asked to tell us at once.",
            review_on=today() + dt.timedelta(days=28), owner=jo.principal, by=jo,
        )  # fmt: skip

    def _same(self, by: Actor, thread: Thread, kind: str, reason: str) -> None:
        """Everything of one kind that the matcher puts above the line for a record is the same, says a member."""
        with looking(by):
            found = Match.objects.select_related("a", "b").filter(above=True, a__kind=kind)
            mine = [one for one in found if thread.contact.pk in (one.record_id, one.other_id)]
        for match in mine:
            subjects.judge(a=match.a, b=match.b, answer=Same.SAME, reason=reason, by=by)

    def _named(self, by: Actor, thread: Thread, name: str) -> Mention:
        with looking(by):
            return Mention.objects.select_related("record").filter(
                record=thread.contact.record, kind="person", written__startswith=name
            )[0]  # fmt: skip

    # Intelligence

    def _sent(
        self, by: Actor, words: str, how: HowKnown, grade: Grade, *named: tuple[str, Mapping[str, str]],
        source: Mapping[str, str] | None = None,
    ) -> Report:  # fmt: skip
        things: list[Thing] = [one for kind, said in named if (one := thing(kind, said)) is not None]
        sent = Sent(pieces=(Piece(words, grade, tuple(things)),), how_known=how, source=source or {})
        return intelligence.submit(sent=sent, drop=uuid.uuid4(), by=by)

    def _graded(self, by: Actor, report: Report, grade: Grade) -> Item:
        with looking(by):
            item = Item.objects.select_related("record").get(report=report.pk)
        intelligence.grade(item=item, given=grade, after=1, by=by)
        return item

    def _answered(self, by: Actor, report: Report, kind: OutcomeKind, words: str) -> None:
        with looking(by):
            held = Report.objects.select_related("record").get(pk=report.pk)
        intelligence.conclude(report=held, kind=kind, words=words, by=by)
