"""The telling as a member takes it down: the same answers as on the website, on one page. Only words and who calls are needed."""

import datetime as dt
from typing import Any, ClassVar

from django import forms

from halcyon.faces.desk.acts.fields import AsSaid, Key, OneOf, Short
from halcyon.kernel.letterbox.telling import (
    ANSWER_LIMIT,
    WORDS_LIMIT,
    Channel,
    Reach,
    ReachBy,
    Said,
    Teller,
    Telling,
    Way,
)

CHANNELS = ((Channel.PHONE.value, "By telephone"), (Channel.IN_PERSON.value, "In person"))
WAYS = (
    (Way.ME.value, "A child, about themselves"),
    (Way.FRIEND.value, "Someone worried about a friend or a child"),
    (Way.WORK.value, "Someone who works with children"),
    (Way.SAW.value, "Someone who saw something"),
)
YES_NO = (
    (Said.YES.value, "Yes"),
    (Said.NO.value, "No"),
    (Said.NOT_SURE.value, "Not sure"),
    (Said.NOT_SAID.value, "Not said"),
)
REACH = (
    (ReachBy.WORDS.value, "Only through the six words"),
    (ReachBy.CALL.value, "Call"),
    (ReachBy.TEXT.value, "Text"),
    (ReachBy.EMAIL.value, "Email"),
    (ReachBy.SOMEONE.value, "Through someone they trust"),
)


def said(label: str, *, hint: str = "", rows: int = 2) -> AsSaid:
    """An answer taken down as it was said."""
    return AsSaid(label, hint=hint, rows=rows, most=ANSWER_LIMIT)


def line(label: str, *, hint: str = "") -> Short:
    """A short answer."""
    return Short(label, hint=hint, most=ANSWER_LIMIT)


class TellingForm(forms.Form):
    """One page, in three parts: what matters first, how to reach them, and whatever else they say."""

    REACHING: ClassVar = (
        "teller_name", "teller_phone", "reach_by", "teller_contact", "reach_when", "reach_check_word",
        "reach_if_someone_else_answers", "teller_role", "teller_agency",
    )  # fmt: skip
    MORE: ClassVar = (
        "adult_conduct", "child", "age", "people", "phones", "cars", "places", "wanted", "friend_knows", "language",
        "interpreter", "reading_help",
    )  # fmt: skip

    drop = Key()
    channel = OneOf("How do they reach us?", CHANNELS, missing="Say how they reach us.", initial=Channel.PHONE.value)
    words = AsSaid(
        "In their own words", missing="Write down what they said. One word is enough.", rows=8, most=WORDS_LIMIT,
        hint="As they say it. Ask nothing that puts words into their mouth.",
    )  # fmt: skip
    about = OneOf("Who is telling us?", WAYS, missing="Choose who is telling us: it decides where their name is kept.")
    safe_now = OneOf(
        "Are they, or the child, safe right now?", YES_NO, initial=Said.NOT_SAID.value,
        hint="Not sure counts as no. In danger: 999, now, on another line.",
    )  # fmt: skip
    where_now = line("Where are they, or the child, right now?")
    must_not_know = said("Who must not know?")
    teller_name = line("What shall we call them?", hint="A first name or a nickname is fine. They may leave it out.")
    teller_phone = line("Number, if they want to give it")
    reach_by = OneOf("How may we reach them?", REACH, initial=ReachBy.WORDS.value)
    teller_contact = line("Other number or address, or whom to ask")
    reach_when = line("When is it safe?")
    reach_check_word = line("A check word that we say first")
    reach_if_someone_else_answers = line("If someone else answers, what do we say?")
    teller_role = line("Their role", hint="Only for someone who works with children.")
    teller_agency = line("Where they work", hint="Only for someone who works with children.")
    adult_conduct = said("What did the adult do or say?")
    child = said("Who is the child?", hint="What they know: a name, a nickname, a school.")
    age = line("How old?", hint="As they say it.")
    people = said("People: names, nicknames, what they look like")
    phones = said("Phone numbers, or names used online")
    cars = said("Cars: colour, make, any part of the plate")
    places = said("Places: streets, shops, hotels, schools")
    wanted = said("What do they want to happen?")
    friend_knows = OneOf("Does the child know that we are told?", YES_NO, initial=Said.NOT_SAID.value)
    language = line("Easiest language")
    interpreter = OneOf(
        "An interpreter?", (YES_NO[0], YES_NO[1], YES_NO[3]), initial=Said.NOT_SAID.value, hint="Never a relative."
    )
    reading_help = line("What helps with reading or understanding?")

    def __init__(self, data: Any = None, *, known: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=known)
        if data is None:
            self.fields["words"].widget.attrs["autofocus"] = True  # the caller is speaking already

    def reaching(self) -> list[forms.BoundField]:
        return [self[name] for name in self.REACHING]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    def telling(self, *, now: dt.datetime) -> Telling:
        """The answers in the one format that every channel shares."""
        given: dict[str, Any] = self.cleaned_data
        plain = (
            "words", "where_now", "must_not_know", "adult_conduct", "child", "age", "people", "phones", "cars", "places",
            "wanted", "language", "reading_help",
        )  # fmt: skip
        return Telling(
            channel=Channel(given["channel"]),
            about=Way(given["about"]),
            safe_now=_said(given["safe_now"]),
            friend_knows=_said(given["friend_knows"]),
            interpreter=_said(given["interpreter"]),
            reach=Reach(
                by=ReachBy(given["reach_by"] or ReachBy.WORDS.value),
                when=given["reach_when"],
                check_word=given["reach_check_word"],
                if_someone_else_answers=given["reach_if_someone_else_answers"],
            ),
            teller=Teller(
                name=given["teller_name"],
                contact=given["teller_contact"],
                role=given["teller_role"],
                agency=given["teller_agency"],
                phone=given["teller_phone"],
            ),
            door_time=now,
            **{name: given[name] for name in plain},
        )


def _said(choice: str) -> Said:
    return Said(choice or Said.NOT_SAID.value)
