"""The one format of a telling: the web form, the telephone and the front desk of a building all fill in this.

It holds what somebody said and nothing about the machine they said it from: no address, no browser, no identifier of a device.
Every answer but one may be empty, and an empty answer means *not said*, never *no*. Words are kept as they were said.
"""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from halcyon.kernel.sealing import pad, unpad

WORDS_LIMIT = 20_000
"""Characters in one telling. More is said in a second one, through the six words."""
ANSWER_LIMIT = 2_000
"""Characters in any other answer."""

Words = Annotated[str, Field(max_length=WORDS_LIMIT)]
Answer = Annotated[str, Field(max_length=ANSWER_LIMIT)]


class NotATelling(ValueError):
    """Bytes that are not a telling: it says nothing of what they hold."""


class Way(StrEnum):
    """The four ways in."""

    ME = "me"
    FRIEND = "friend"
    WORK = "work"
    SAW = "saw"


class Channel(StrEnum):
    """How it reached us."""

    WEB = "web"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Said(StrEnum):
    """An answer to a yes-or-no question. *Not said* is not *no*."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NOT_SAID = "not_said"


class ReachBy(StrEnum):
    """How we may reach whoever told us. Only through the words unless they say otherwise."""

    WORDS = "words"
    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    SOMEONE = "someone"


class Mark(StrEnum):
    """Why a person should look at this one first. A mark never refuses, delays or lowers anything."""

    HIDDEN_FIELD_FILLED = "hidden_field_filled"
    VERY_QUICK = "very_quick"
    CODE_MASKED = "code_masked"
    BYTES_REPLACED = "bytes_replaced"


class IdentityOf(StrEnum):
    """Whose name and number stand in the telling, which decides where they may be kept (design.md 4)."""

    CHILD = "child"
    PROFESSIONAL = "professional"
    SOURCE = "source"


class Later(StrEnum):
    """What somebody who comes back with their words wants to say."""

    MESSAGE = "message"
    STILL_HAPPENING = "still_happening"
    THIS_IS_WRONG = "this_is_wrong"
    WANT_ADVOCATE = "want_advocate"


class _Sealed(BaseModel):
    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
        hide_input_in_errors=True,
    )


class Reach(_Sealed):
    """How and when we may reach them, and what must not happen when we do."""

    by: ReachBy = ReachBy.WORDS
    when: Answer = ""
    check_word: Answer = ""
    if_someone_else_answers: Answer = ""


class Teller(_Sealed):
    """Who told us, as far as they said. For a child this is the child; role and agency are for people who work with children."""

    name: Answer = ""
    contact: Answer = ""
    role: Answer = ""
    agency: Answer = ""
    phone: Answer = ""

    @property
    def said_anything(self) -> bool:
        return any((self.name, self.contact, self.role, self.agency, self.phone))


class MailboxKey(_Sealed):
    """The mailbox behind the six words: where to write, and the key that only the words open."""

    id: uuid.UUID
    public_key: bytes = Field(min_length=32, max_length=2048)


class Telling(_Sealed):
    """What somebody told us the first time."""

    QUESTIONS: ClassVar[tuple[str, ...]] = (
        "words", "starters", "safe_now", "where_now", "age", "reading_help", "wanted", "must_not_know", "friend_knows",
        "language", "interpreter", "adult_conduct", "child", "people", "phones", "cars", "places",
    )  # fmt: skip
    """The order in which they are asked; `reach` and `teller` are asked after `wanted`."""

    kind: Literal["telling"] = "telling"
    version: Literal[1] = 1
    channel: Channel
    about: Way
    words: Words = ""
    starters: tuple[Answer, ...] = Field(default=(), max_length=20)
    safe_now: Said = Said.NOT_SAID
    where_now: Answer = ""
    age: Answer = ""
    reading_help: Answer = ""
    wanted: Answer = ""
    reach: Reach = Reach()
    must_not_know: Answer = ""
    friend_knows: Said = Said.NOT_SAID
    language: Answer = ""
    interpreter: Said = Said.NOT_SAID
    adult_conduct: Answer = ""
    child: Answer = ""
    people: Answer = ""
    phones: Answer = ""
    cars: Answer = ""
    places: Answer = ""
    teller: Teller = Teller()
    page_language: str = Field(default="en", max_length=12)
    marks: tuple[Mark, ...] = ()
    door_time: AwareDatetime
    mailbox: MailboxKey | None = None

    @property
    def identity_of(self) -> IdentityOf:
        """Whose name `teller` is: a child's own, a professional's, or a source to be kept apart."""
        return _IDENTITY[self.about]

    @property
    def danger(self) -> bool:
        """In danger now, or not sure: not sure counts as danger (design.md 1)."""
        return self.safe_now in (Said.NO, Said.NOT_SURE)

    @property
    def says_something(self) -> bool:
        """Whether anything at all was told. One word in any box is enough."""
        texts = [getattr(self, name) for name in self.QUESTIONS if isinstance(getattr(self, name), str)]
        spoken = [text for text in texts if not isinstance(text, Said)]
        return any(text.strip() for text in spoken) or bool(self.starters) or self.danger or self.teller.said_anything


class LaterMessage(_Sealed):
    """What somebody wrote when they came back with their words. It is a telling too: the same alarm, a new clock."""

    kind: Literal["later"] = "later"
    version: Literal[1] = 1
    mailbox: uuid.UUID
    what: Later
    words: Words = ""
    safe_now: Said = Said.NOT_SAID
    where_now: Answer = ""
    page_language: str = Field(default="en", max_length=12)
    marks: tuple[Mark, ...] = ()
    door_time: AwareDatetime

    @property
    def danger(self) -> bool:
        """In danger now, or not sure."""
        return self.safe_now in (Said.NO, Said.NOT_SURE)


_IDENTITY = {
    Way.ME: IdentityOf.CHILD,
    Way.FRIEND: IdentityOf.SOURCE,
    Way.SAW: IdentityOf.SOURCE,
    Way.WORK: IdentityOf.PROFESSIONAL,
}
_EITHER: TypeAdapter[Telling | LaterMessage] = TypeAdapter(
    Annotated[Telling | LaterMessage, Field(discriminator="kind")]
)


def to_bytes(message: Telling | LaterMessage) -> bytes:
    """The message as UTF-8 JSON, padded to a bucket so that its length tells nothing.

    Raises sealing's TooLong when it fits no bucket: nothing is ever cut.
    """
    return pad(message.model_dump_json().encode())


def from_bytes(padded: bytes) -> Telling | LaterMessage:
    """The message back, exactly as it was put in. Raises NotATelling for anything else; nothing is guessed."""
    try:
        return _EITHER.validate_json(unpad(padded))
    except (ValidationError, ValueError) as wrong:
        raise NotATelling("These bytes are not a telling in a version this system knows.") from wrong


def earlier(door_time: dt.datetime, opened: dt.datetime) -> dt.datetime:
    """From when the clocks run: the door's time inside the envelope, bounded by the moment of opening; the earlier one counts."""
    return min(door_time, opened)
