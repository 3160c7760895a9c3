"""The questions of the telling form, in their order, and how each is put to whoever tells.

Own words come first. What the adult did is asked before anything about the child. Every question but the words may be skipped,
and none asks for sexual detail, for proof or for a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from halcyon.kernel.letterbox.telling import ReachBy, Said, Way

Text = str | Promise
Kind = Literal["long", "short", "choice", "many"]
Choices = tuple[tuple[str, Text], ...]

YES_NO: Choices = (
    (Said.YES.value, _("Yes")),
    (Said.NO.value, _("No")),
    (Said.NOT_SURE.value, _("I am not sure")),
    (Said.NOT_SAID.value, _("I would rather not say")),
)
REACH: Choices = (
    (ReachBy.WORDS.value, _("Only here, through six words that we give you")),
    (ReachBy.CALL.value, _("Call me")),
    (ReachBy.TEXT.value, _("Send me a text")),
    (ReachBy.EMAIL.value, _("Write me an email")),
    (ReachBy.SOMEONE.value, _("Through someone I trust")),
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One box or set of choices. `name` is the field of the Telling; a dot leads into reach or teller."""

    name: str
    label: Text
    hint: Text = ""
    kind: Kind = "short"
    choices: Choices = ()
    when: str = ""

    @property
    def field(self) -> str:
        """The name of the form field: plain, so that nothing about us stays in a browser's memory of forms."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Step:
    """What is shown together: one question, sometimes with the boxes that belong to it."""

    asks: tuple[Ask, ...]
    before: Text = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """All questions of one way in."""

    way: Way
    title: Text
    steps: tuple[Step, ...] = field(default=())

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for step in self.steps for ask in step.asks)


STARTERS: Choices = (
    ("someone-scares-me", _("Someone makes me feel scared or bad")),
    ("gifts-or-lifts", _("Someone gives me things or lifts, and now wants something")),
    ("cannot-say-no", _("I feel I cannot say no")),
    ("pictures", _("It is about pictures or messages")),
    ("cannot-get-away", _("I want to get away from someone")),
    ("do-not-know", _("I do not know what to call it")),
)
FRIEND_STARTERS: Choices = (
    ("changed", _("They have changed, and I do not know why")),
    ("older-person", _("They spend time with someone older")),
    ("new-things", _("They have new things that they cannot explain")),
    ("goes-missing", _("They go missing or stay out late")),
    ("they-told-me", _("They told me something that worries me")),
    ("a-feeling", _("It is only a feeling")),
)
WORK_STARTERS: Choices = (
    ("child-said", _("A child said something")),
    ("noticed", _("I noticed something about a child")),
    ("adult-conduct", _("An adult behaves in a way that worries me")),
    ("a-feeling", _("It is only a feeling")),
)
SAW_STARTERS: Choices = (
    ("child-with-adult", _("A child with an adult, and it did not look right")),
    ("a-place", _("A place where children come and go")),
    ("a-car", _("A car or a driver")),
    ("online", _("Something online")),
    ("a-feeling", _("It is only a feeling")),
)


def _own_words(label: Text, starters: Choices) -> Step:
    return Step(
        (
            Ask("words", label, _("Say it your way. A few words are enough. Please do not send pictures."), "long"),
            Ask("starters", _("Not sure how to start? Tick what fits."), "", "many", starters),
        )
    )


def _safe(label: Text, where: Text) -> tuple[Step, ...]:
    return (
        Step((Ask("safe_now", label, _("If you are not sure, we act as if the answer is no."), "choice", YES_NO),)),
        Step(
            (Ask("where_now", where, _("We cannot find you unless you tell us. In danger, ring 999 first.")),),
            when="safe_now=no not_sure",
        ),
    )


def _reach(contact: Text) -> tuple[Step, ...]:
    away = "call text email someone"
    return (
        Step(
            (Ask("reach.by", _("How may we reach you?"), _("If you skip this, we only write here."), "choice", REACH),)
        ),
        Step(
            (
                Ask("teller.contact", contact),
                Ask("reach.when", _("When is it safe?"), _("Days and times. Or times when it is not safe.")),
                Ask("reach.check_word", _("A check word"), _("We say it first, so that you know it is us.")),
                Ask("reach.if_someone_else_answers", _("If someone else answers, what should we say?")),
            ),
            when=f"reach_by={away}",
        ),
    )


LANGUAGE = Step(
    (
        Ask("language", _("Which language is easiest for you?")),
        Ask(
            "interpreter",
            _("Would you like an interpreter?"),
            _("Never someone from your family. Sign language too."),
            "choice",
            YES_NO[:2],
        ),
    )
)
PEOPLE = (
    Ask("people", _("People: names, nicknames, what they look like"), "", "long"),
    Ask("phones", _("Phone numbers, or names they use online"), "", "long"),
    Ask("cars", _("Cars: colour, make, any part of the number plate"), "", "long"),
    Ask("places", _("Places: streets, shops, hotels, schools"), "", "long"),
)
DETAILS = tuple(Step((ask,)) for ask in PEOPLE)
MUST_NOT_KNOW = Step(
    (Ask("must_not_know", _("Is there anyone who must not know?"), _("We will not tell them."), "long"),)
)
READING = Ask("reading_help", _("Is reading hard for you? What helps?"))

ME = Form(
    Way.ME,
    _("It's about me"),
    (
        _own_words(_("What do you want to tell us?"), STARTERS),
        *_safe(_("Are you safe right now?"), _("Where are you now?")),
        Step((Ask("age", _("How old are you?")), READING)),
        Step((Ask("wanted", _("What do you want to happen?"), _("And what do you not want?"), "long"),)),
        *_reach(_("Your number or address, or who we can ask")),
        MUST_NOT_KNOW,
        LANGUAGE,
        Step(
            (Ask("adult_conduct", _("What did the other person do or say?"), _("Only what you want to tell."), "long"),)
        ),
        Step((Ask("teller.name", _("What shall we call you?"), _("A first name or a nickname is fine.")),)),
        *DETAILS,
    ),
)
FRIEND = Form(
    Way.FRIEND,
    _("I'm worried about a friend or a child"),
    (
        _own_words(_("What worries you?"), FRIEND_STARTERS),
        *_safe(_("Is your friend, or the child, safe right now?"), _("Where are they now?")),
        Step((Ask("age", _("How old is your friend, or the child?")), READING)),
        Step((Ask("wanted", _("What do you want to happen?"), "", "long"),)),
        *_reach(_("Your number or address, or who we can ask")),
        MUST_NOT_KNOW,
        Step((Ask("friend_knows", _("Does your friend know that you are telling us?"), "", "choice", YES_NO),)),
        LANGUAGE,
        Step((Ask("adult_conduct", _("What did the person you worry about do or say?"), "", "long"),)),
        Step(
            (
                Ask(
                    "child",
                    _("Who is your friend, or the child?"),
                    _("A name, a nickname, a school: what you know."),
                    "long",
                ),
            )
        ),
        *DETAILS,
        Step(
            (
                Ask(
                    "teller.name",
                    _("Your own name, if you want"),
                    _("It is kept away from the rest. You can leave it out."),
                ),
            )
        ),
    ),
)
WORK = Form(
    Way.WORK,
    _("I work with children"),
    (
        _own_words(_("What do you want to tell us?"), WORK_STARTERS),
        *_safe(_("Is the child safe right now, as far as you know?"), _("Where is the child now?")),
        Step(
            (
                Ask("age", _("How old is the child?")),
                Ask("reading_help", _("Anything that helps the child to understand?")),
            )
        ),
        Step(
            (
                Ask(
                    "wanted",
                    _("What does the child want to happen?"),
                    _("And what do you think should happen?"),
                    "long",
                ),
            )
        ),
        Step(
            (
                Ask("teller.name", _("Your name")),
                Ask("teller.role", _("Your role")),
                Ask("teller.agency", _("Where you work")),
                Ask("teller.phone", _("A number where we can ring you in the next minutes")),
            ),
            before=_("Your name and workplace stay with what you tell us, so that we can ring you."),
        ),
        *_reach(_("Number or address, if it is another one")),
        Step((Ask("must_not_know", _("Who must not know, and would it put the child at risk?"), "", "long"),)),
        Step((Ask("friend_knows", _("Does the child know that you are telling us?"), "", "choice", YES_NO),)),
        Step(
            (
                Ask("language", _("Which language is easiest for the child?")),
                Ask("interpreter", _("Is an interpreter needed?"), _("Never a relative."), "choice", YES_NO[:2]),
            )
        ),
        Step(
            (
                Ask(
                    "adult_conduct",
                    _("What has the adult done or said?"),
                    _("What you saw or heard, and when."),
                    "long",
                ),
            )
        ),
        Step(
            (Ask("child", _("Who is the child?"), _("Name, date of birth, address, school: what you know."), "long"),)
        ),
        *DETAILS,
    ),
)
SAW = Form(
    Way.SAW,
    _("I saw something"),
    (
        _own_words(_("What did you see or hear?"), SAW_STARTERS),
        *_safe(_("Is the child safe right now, as far as you know?"), _("Where is the child now?")),
        Step((Ask("age", _("How old does the child look?")),)),
        Step((Ask("wanted", _("Is there something you would like to happen?"), "", "long"),)),
        *_reach(_("Your number or address")),
        MUST_NOT_KNOW,
        LANGUAGE,
        Step((Ask("adult_conduct", _("What did the adult do or say?"), "", "long"),)),
        Step((Ask("child", _("What can you say about the child?"), "", "long"),)),
        *DETAILS,
        Step(
            (
                Ask(
                    "teller.name",
                    _("Your own name, if you want"),
                    _("It is kept away from the rest. You can leave it out."),
                ),
            )
        ),
    ),
)
FORMS: dict[Way, Form] = {form.way: form for form in (ME, FRIEND, WORK, SAW)}

# Coming back

ENTER = Ask(
    "words",
    _("Your six words"),
    _(
        "In the same order. Small or big letters, spaces or commas: all fine. The first three letters of each word are enough."
    ),
)
KEPT_TEXT = Ask("text", _("What you wrote. It is not sent yet"), "", "long")
LATER = (
    Ask("text", _("What do you want to tell us?"), _("Please do not send pictures."), "long"),
    Ask(
        "safe_now",
        _("Are you safe right now?"),
        _("You can skip this. If you are not sure, we act as if the answer is no."),
        "choice",
        YES_NO,
    ),
    Ask("where_now", _("Where are you now?"), _("Only if you want us to know. In danger, ring 999 first.")),
)
