"""From a posted form to a Telling, and from a posted form back to the same form with sentences beside what must change.

Only two things are ever asked to be put right: nothing at all was said, or more than fits. Everything else is taken as it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import override

from halcyon.faces.door import speaking
from halcyon.faces.door.posted import Posted
from halcyon.faces.door.questions import Ask, Form
from halcyon.kernel.letterbox.telling import (
    ANSWER_LIMIT,
    WORDS_LIMIT,
    Channel,
    MailboxKey,
    Mark,
    Reach,
    ReachBy,
    Said,
    Teller,
    Telling,
)

VERY_QUICK = dt.timedelta(seconds=3)
HONEYPOT = "homepage"
Problems = dict[str, str]


def problems(form: Form, posted: Posted) -> Problems:
    """What has to be put right, by field: a sentence each. Empty for nearly every telling."""
    wrong: Problems = {}
    for ask in form.asks:
        limit = WORDS_LIMIT if ask.name == "words" else ANSWER_LIMIT
        length = len(posted.text(ask.field)) if ask.kind in ("long", "short") else 0
        if length > limit:
            wrong[ask.field] = _(
                "This is longer than we can take at once. It has %(length)s signs and %(limit)s fit. "
                "Nothing is lost: it is all still here. Send the first part now, then tell us the rest."
            ) % {"length": f"{length:,}", "limit": f"{limit:,}"}
    if not wrong and not _says_something(form, posted):
        wrong["words"] = _("Please write something, or tick something. One word is enough.")
    return wrong


def _says_something(form: Form, posted: Posted) -> bool:
    """Whether anything at all was told: a word in any box, a tick, or not being safe."""
    typed = any(posted.text(ask.field).strip() for ask in form.asks if ask.kind in ("long", "short"))
    return typed or bool(_ticked(form, posted)) or not_safe(posted)


def telling(form: Form, posted: Posted, *, words: str, marks: tuple[Mark, ...], now: dt.datetime,
            mailbox: tuple[uuid.UUID, bytes]) -> Telling:  # fmt: skip
    """The Telling that a form makes. `words` are the words as they may be sealed; `mailbox` is its id and public key."""
    plain: dict[str, Any] = {
        ask.name: posted.text(ask.field)
        for ask in form.asks
        if ask.kind in ("long", "short") and "." not in ask.name and ask.name != "words"
    }
    return Telling.model_validate(
        plain
        | {
            "channel": Channel.WEB,
            "about": form.way,
            "words": words,
            "starters": _ticked(form, posted),
            "safe_now": said(posted.one("safe_now")),
            "friend_knows": said(posted.one("friend_knows")),
            "interpreter": said(posted.one("interpreter")),
            "reach": Reach(by=_reach_by(posted.one("reach_by")), **_part(form, posted, "reach.")),
            "teller": Teller(**_part(form, posted, "teller.")),
            "page_language": speaking.current(),
            "marks": marks,
            "door_time": now,
            "mailbox": MailboxKey(id=mailbox[0], public_key=mailbox[1]),
        }
    )


def marks(posted: Posted, *, age: dt.timedelta | None, masked: bool) -> tuple[Mark, ...]:
    """Why a person should look at this first. Nothing here refuses, delays or lowers."""
    found = {
        Mark.HIDDEN_FIELD_FILLED: bool(posted.text(HONEYPOT).strip()),
        Mark.VERY_QUICK: age is not None and age < VERY_QUICK,
        Mark.CODE_MASKED: masked,
        Mark.BYTES_REPLACED: posted.replaced,
    }
    return tuple(mark for mark, true in found.items() if true)


def not_safe(posted: Posted) -> bool:
    """Somebody is not safe now, or may not be: whoever is on duty is rung at once (design.md 1)."""
    return said(posted.one("safe_now")) in (Said.NO, Said.NOT_SURE)


def said(value: str) -> Said:
    """A choice as posted; anything unknown counts as not said."""
    return Said(value) if value in tuple(Said) else Said.NOT_SAID


def _reach_by(value: str) -> ReachBy:
    return ReachBy(value) if value in tuple(ReachBy) else ReachBy.WORDS


def _part(form: Form, posted: Posted, prefix: str) -> dict[str, str]:
    return {
        ask.name.removeprefix(prefix): posted.text(ask.field)
        for ask in form.asks
        if ask.name.startswith(prefix) and ask.kind in ("long", "short")
    }


def _ticked(form: Form, posted: Posted) -> tuple[str, ...]:
    chosen = posted.all("starters")
    ask = next((ask for ask in form.asks if ask.name == "starters"), None)
    with override(settings.LANGUAGE_CODE):  # our own words, not theirs: the desk reads them in English
        return tuple(str(text) for key, text in ask.choices if key in chosen) if ask else ()


# How a form is shown again


class Plain(forms.Field):
    """A field that shows what was typed and judges nothing: judging is `problems`' work."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(required=False, label=str(ask.label), help_text=str(ask.hint), widget=_widget(ask))


class Shown(forms.Form):
    """The form as it is drawn: empty, or with everything that was typed and a sentence beside what must change."""

    def __init__(self, asks: tuple[Ask, ...], posted: Posted | None = None, wrong: Problems | None = None) -> None:
        super().__init__(None if posted is None else {ask.field: _typed(ask, posted) for ask in asks})
        self.auto_id = "q-%s"
        self.wrong = wrong or {}
        self.fields = {ask.field: Plain(ask) for ask in asks}

    def full_clean(self) -> None:
        self._errors = ErrorDict({name: ErrorList([text]) for name, text in self.wrong.items()})
        self.cleaned_data = {}


def _typed(ask: Ask, posted: Posted) -> Any:
    if ask.kind == "many":
        return posted.all(ask.field)
    return posted.one(ask.field) if ask.kind == "choice" else posted.text(ask.field)


def _widget(ask: Ask) -> forms.Widget:
    match ask.kind:
        case "long":
            return forms.Textarea()
        case "choice":
            return forms.RadioSelect(choices=ask.choices)
        case "many":
            return forms.CheckboxSelectMultiple(choices=ask.choices)
    return forms.TextInput()
