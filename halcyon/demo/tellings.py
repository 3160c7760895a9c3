"""What people told the practice county over some weeks: invented, ordinary and gentle. Facts only; `weeks` plays them.

``went`` says where the promise was not kept as it should be, so that the leaders' page has something honest to show.
"""

from dataclasses import dataclass
from enum import Enum, auto

from halcyon.kernel.letterbox.telling import Said, Teller, Way


class Went(Enum):
    """How a telling's course differs from the ordinary one."""

    READ_LATE = auto()
    DECIDED_LATE = auto()
    TOLD_LATE = auto()
    STOPPED = auto()  # the person asked us to stop writing
    UNSAFE = auto()  # telling the child now is not safe
    WAIVED = auto()


NOBODY = Teller()


@dataclass(frozen=True)
class Row:
    """One telling: when ("weeks-ago weekday time"), how it came (``web``, or who took the call), and what was decided."""

    when: str
    via: str
    about: Way
    child: str  # "Tilly, 12"; only an age when the child told; empty when none is known
    outcome: str
    words: str
    went: Went | None = None
    safe: Said = Said.NOT_SAID
    teller: Teller = NOBODY


ME, FRIEND, WORK, SAW = Way.ME, Way.FRIEND, Way.WORK, Way.SAW


def _works(name: str, role: str, agency: str, phone: str) -> Teller:
    return Teller(name=name, role=role, agency=agency, phone=phone)


TEACHER = _works("Ines Calloway", "Head of year", "Three Becks School", "07700 900231")
NURSE = _works("Paula Wedderburn", "School nurse", "Brackenshire Health Trust", "07700 900232")
DOCTOR = _works("Dr Anand Mistry", "Family doctor", "Fellgate Surgery", "07700 900233")
YOUTH_WORKER = _works("Toby Marsden", "Youth worker", "Otterwick Youth Club", "07700 900234")
MIDWIFE = _works("Joan Applegarth", "Midwife", "Brackenshire Health Trust", "07700 900235")
COACH_DRIVER = _works("Des Farrow", "Transport manager", "Becks School Buses", "07700 900236")
MOTHER = Teller(name="A mother from Fellgate", phone="07700 900241")
FATHER = Teller(name="A father from Otterwick", phone="07700 900242")
GRANDFATHER = Teller(name="A grandfather from Otterwick", phone="07700 900243")

ROWS = (
    Row("5 mon 16:10", "web", FRIEND, "Tilly, 12", "D",
        "My friend gets messages at night from someone she has never met. She hides her phone now."),
    Row("5 tue 10:20", "ruth", WORK, "Kian, 14", "C",
        "He comes to the drop-in most days, tired, with new trainers each week. He has not said who buys them.",
        teller=NURSE),
    Row("5 wed 19:30", "web", ME, "15", "D",
        "Someone at the skate park keeps asking me to carry a bag for him. I do not want to."),
    Row("5 sat 21:15", "web", ME, "14", "B",
        "Someone I only know from a game says he is coming to my town and wants me to meet him.", safe=Said.NOT_SURE),
    Row("4 mon 09:40", "adam", SAW, "A girl at the hostel, about 14", "B",
        "The same taxi stops outside the hostel each night and the same girl gets in. I am worried for her."),
    Row("4 mon 15:20", "web", WORK, "Callum, 13", "E",
        "He has stopped eating with his friends and leaves by the side gate, where a car waits.",
        went=Went.TOLD_LATE, teller=TEACHER),
    Row("4 tue 11:10", "ruth", FRIEND, "Sofia, 15", "C",
        "My daughter has a second phone and comes home late. I do not know who gave it to her.", teller=MOTHER),
    Row("4 wed 08:50", "web", FRIEND, "Ana, 14", "D",
        "My friend says a man will pay for her singing lessons if she keeps it secret.", went=Went.WAIVED),
    Row("4 thu 17:40", "web", ME, "16", "F",
        "I said no to someone and now he waits outside my college. I wanted to know if that is allowed.",
        went=Went.STOPPED),
    Row("3 mon 10:15", "kate", SAW, "", "G",
        "A dark van, its plate ends in 4, parks by the arcade on Fridays and lads are called over to it."),
    Row("3 mon 16:00", "web", FRIEND, "Jamie, 13", "D",
        "A boy in our class has a lot of money now and says he cannot tell us how.", went=Went.DECIDED_LATE),
    Row("3 tue 09:30", "ruth", WORK, "Maisie, 15", "C",
        "She was brought to the surgery by an adult who answered every question for her.", teller=DOCTOR),
    Row("3 tue 20:40", "web", ME, "13", "D",
        "A man who says he is 17 wants me to keep talking to him in a private chat. He gets cross when I stop.",
        safe=Said.YES),
    Row("3 wed 12:30", "sam", FRIEND, "Oscar, 14", "E",
        "My grandson is out until late with people he calls his family now. He used to help me in the garden.",
        teller=GRANDFATHER),
    Row("3 thu 14:10", "web", WORK, "Zara, 16", "J",
        "She has moved in with an aunt in the next county and is worried that someone has followed her there.",
        teller=YOUTH_WORKER),
    Row("2 mon 19:10", "web", ME, "15", "C",
        "My stepbrother's friend says I have to come to his flat or he will tell everyone something.",
        went=Went.TOLD_LATE),
    Row("2 tue 13:30", "adam", FRIEND, "Bryony, 14", "B",
        "My daughter has not come home twice this month. A white car brought her back.", teller=FATHER),
    Row("2 wed 09:10", "web", WORK, "Marcus, 15", "D",
        "He asked me what happens to people who want to stop running errands for someone.", teller=YOUTH_WORKER),
    Row("2 wed 16:05", "web", FRIEND, "Freya, 16", "F",
        "My friend's uncle reads her phone and decides who she may see.", went=Went.UNSAFE),
    Row("2 thu 10:45", "ruth", WORK, "Aisha, 16", "I",
        "She came alone and left quickly when a car hooted. I would like the team to know.", teller=MIDWIFE),
    Row("2 fri 15:00", "web", SAW, "", "G",
        "The flat over the closed shop has young people going in and out at all hours. A grown-up lets them in."),
    Row("2 sun 18:30", "web", ME, "12", "D",
        "A person in my game asks where I live. I told him the town and now I am worried."),
    Row("1 mon 09:05", "web", WORK, "Ben, 14", "E",
        "He fell asleep in class again and said he had been working all night. He is in year 9.", teller=TEACHER),
    Row("1 mon 13:20", "web", FRIEND, "Lotte, 15", "D",
        "She cries when her phone rings and says she has to go. We do not know who it is."),
    Row("1 tue 10:00", "adam", SAW, "", "G",
        "A silver car drives slowly past the girls' football training each Tuesday."),
    Row("1 tue 12:15", "ruth", WORK, "Rosa, 13", "C",
        "She has been to the drop-in four times with headaches and says she is not allowed to sleep at home.",
        teller=NURSE),
    Row("1 tue 18:20", "web", FRIEND, "Dina, 14", "D",
        "Someone sent my friend money and now wants something back.", went=Went.READ_LATE),
    Row("1 wed 11:30", "web", SAW, "", "H",
        "I saw a boy being shouted at in a car park. His dad had come to collect him, the guard told me."),
    Row("1 wed 14:45", "kate", FRIEND, "Lewis, 15", "B",
        "My son was driven to the coast and back in one night and will be fetched again on Saturday.", teller=FATHER),
    Row("1 wed 20:00", "web", ME, "15", "C",
        "I am in care and people wait for me outside the house. They know my name."),
    Row("1 thu 09:50", "imran", WORK, "Gwen, 12", "C",
        "She drew a house that she said she must not talk about.", went=Went.DECIDED_LATE, teller=NURSE),
    Row("1 thu 15:30", "web", FRIEND, "Mei, 13", "E",
        "A girl at church is picked up by somebody who is not her mum and she looks sad."),
    Row("1 thu 19:45", "web", ME, "14", "D",
        "I gave my school timetable to someone online. Now he knows when I am alone.", went=Went.TOLD_LATE),
    Row("1 fri 10:10", "web", WORK, "Sid, 14", "F",
        "He gets on our bus at a stop that is not his, with bags that are not his.", teller=COACH_DRIVER),
    Row("1 fri 16:00", "web", SAW, "", "G",
        "There is a party house on Mill Lane with very young guests. I do not want to be part of it.",
        went=Went.STOPPED),
    Row("0 mon 10:30", "web", FRIEND, "Nell, 14", "D",
        "She says she has a job but she is not old enough, and a man fetches her for it."),
    Row("0 tue 14:00", "ruth", WORK, "Piotr, 15", "C",
        "He asked whether we keep secrets, and then said it was nothing.", teller=NURSE),
    Row("0 wed 16:10", "web", ME, "13", "D",
        "Someone knows my school from a photo and says he will come and find me there.", safe=Said.YES),
    Row("0 thu 11:20", "adam", SAW, "", "G",
        "A man gives out free vapes by the skate park and asks the children for their numbers."),
    Row("0 fri 09:30", "web", WORK, "Robin, 15", "E",
        "Robin has missed three Fridays and came back with a new phone each time.", teller=TEACHER),
)  # fmt: skip
