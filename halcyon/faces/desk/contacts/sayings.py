"""Reviewed phrases in the language in which somebody told us: the member reads the English beside them.

What is sent is what a named person has reviewed, never what a machine made of a member's words.
"""

from dataclasses import dataclass

from django.utils.html import format_html

from halcyon.kernel.look import catalogues
from halcyon.kernel.partnership.contents import Phrase, Saying
from halcyon.kernel.partnership.queries import pack

REVIEWED = "Reviewed by the practice lead and a young people's advocate."
DRAFT = "Draft: needs a native reviewer."


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase as it may be sent, and as the form shows it."""

    key: str
    text: str
    label: str


def offered(uses: tuple[str, ...], code: str) -> dict[str, Offer]:
    """The phrases for some uses by key, in a language where there are reviewed words for them, else in English."""
    said = pack().sayings(code)
    return {one.key: _offer(one, said.get(one.key), code) for one in pack().phrases() if one.use in uses}


def _offer(phrase: Phrase, saying: Saying | None, code: str) -> Offer:
    if saying is None:
        return Offer(phrase.key, phrase.text, phrase.text)
    label = format_html(
        '{}<br><bdi lang="{}" dir="{}">{}</bdi>{}', phrase.text, code, catalogues.direction(code), saying.text,
        format_html("<br><strong>{}</strong>", DRAFT) if saying.draft_of(phrase) else "",
    )  # fmt: skip
    return Offer(phrase.key, saying.text, label)


def hint(code: str) -> str:
    """What a member has to know of the phrases that are offered."""
    language = catalogues.in_english(code)
    if not language:
        return REVIEWED
    if not pack().sayings(code):
        return f"{REVIEWED} They told us on the {language} pages, and no {language} phrase is reviewed yet: these go in English."
    return (
        f"They told us on the {language} pages: the {language} words are sent, the English is what they say. Your own words go "
        "as you write them. Nothing is translated by a machine: ask an interpreter."
    )


def english_of(words: str) -> str:
    """What a message says in English, where it begins with a phrase of another language; else nothing."""
    english = {one.key: one.text for one in pack().phrases()}
    found = (one for each in pack().all_sayings.values() for one in each if words.startswith(one.text))
    return next((english[one.key] for one in found), "")
