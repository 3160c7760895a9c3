"""What one kind of text needs beyond the others: a story its teller's words, a document its own, a report its misses first."""

import datetime as dt
import uuid

import pytest

from halcyon.domain.publishing.checks import Known, Text, faults
from halcyon.domain.publishing.models import Audience, Kind
from halcyon.kernel.partnership.pack import load

TODAY = dt.date(2026, 11, 22)
PICTURE, OTHER, FILE = uuid.UUID(int=5), uuid.UUID(int=6), uuid.UUID(int=7)
NOTE = "::: note\nThis is about fear. Ring 0800 1111.\n:::\n\n"
HARD = "He ascertained my whereabouts notwithstanding everybody's intervention and I was promiscuous then."
LONG = (
    "It says that two children told six adults, and that nobody put it together. It asks us to listen to each child. "
    * 2
)


def found(
    body: str, kind: Kind, *, slug: str = "a-page", agreement: str = "", summary: str = "In short.",
    day: dt.date | None = None, agreed: tuple[str, str] | None = None, weights: dict[uuid.UUID, int] | None = None,
) -> list[str]:  # fmt: skip
    known = Known(
        addresses=frozenset({"/promise"}), pictures=frozenset({PICTURE, OTHER}), numbers=frozenset({"999", "08001111"}),
        tokens=frozenset(), rules=load("demo").language, today=TODAY, files=frozenset({FILE}), agreed=agreed,
        weights=weights or {},
    )  # fmt: skip
    text = Text("A page", body, dt.date(2027, 11, 22), summary, agreement, day)
    return faults(text, kind=kind, audience=Audience.EVERYONE, slug=slug, language="en", known=known)


def test_a_story_is_not_approved_without_its_teller_s_recorded_agreement_or_a_note_before_it():
    """Seen to fail: with no look at the agreement."""
    assert [fault for fault in found(NOTE + "I was 13.", Kind.STORY) if "Say where the agreement" in fault]
    assert [fault for fault in found("I was 13.", Kind.STORY, agreement="Invented") if "Begin with a note" in fault]
    assert found(NOTE + "I was 13.", Kind.STORY, agreement="In the safe, folder 4") == []


def test_no_check_asks_for_other_words_than_the_teller_s():
    """Seen to fail: a story that was lent to us was too hard for readers of eleven. An invented one is ours."""
    assert found(NOTE + HARD, Kind.STORY, agreement="In the safe, folder 4") == []
    assert len(found(NOTE + HARD, Kind.STORY, agreement="Invented")) >= 2


def test_words_that_the_teller_did_not_agree_to_need_their_agreement_anew():
    """Seen to fail: other words under the old agreement."""
    agreed = ("In the safe, folder 4", "I was 13.")
    changed = NOTE + "I was thirteen."
    assert found(NOTE + "I was 13.", Kind.STORY, agreement=agreed[0], agreed=agreed) == []
    assert (
        "not the words that the teller agreed to" in found(changed, Kind.STORY, agreement=agreed[0], agreed=agreed)[0]
    )
    assert found(changed, Kind.STORY, agreement="In the safe, folder 5", agreed=agreed) == []
    other_note = NOTE.replace("fear", "being scared") + "I was 13."
    assert found(other_note, Kind.STORY, agreement=agreed[0], agreed=agreed) == [], "the note is ours"


def test_a_document_has_a_file_a_summary_and_says_in_words_what_the_file_says():
    """Seen to fail: a document without a file."""
    link = f"\n\n[The report](/{FILE}.pdf)"
    assert found(LONG + link, Kind.DOCUMENT) == []
    assert "Add the file first" in found(LONG, Kind.DOCUMENT)[0]
    assert "what the document is" in found(LONG + link, Kind.DOCUMENT, summary="")[0]
    assert "not everybody can open" in found("Read it." + link, Kind.DOCUMENT)[0]
    assert "was not added to this piece" in found(f"[It](/{OTHER}.pdf)", Kind.PAGE)[0]


def test_an_event_says_on_which_day_it_is():
    assert "on which day" in found("Come and ask us.", Kind.EVENT)[0]
    assert found("Come and ask us.", Kind.EVENT, day=dt.date(2027, 3, 18)) == []


@pytest.mark.parametrize("body", ["We told 2 of them late.", "Two were told late.", "Both were on leave.", "x " * 400])
def test_why_some_were_late_is_short_and_gives_no_number_away(body: str):
    """Seen to fail: "2 of them" was let through."""
    assert found(body, Kind.QUESTION, slug="why-late")
    assert not found("We had too few people at night. There are more now.", Kind.QUESTION, slug="why-late")


def test_of_a_report_what_is_not_done_comes_first():
    """Seen to fail: what was kept stood on top."""
    point = "::: {} {}\nWe say so.\n:::\n\n"
    late, kept, missed = (
        point.format("late", "A desk"),
        point.format("kept", "A list"),
        point.format("missed", "A plan"),
    )
    assert found(missed + late + kept, Kind.PAGE) == []
    assert found(kept + "## Another report\n\n" + missed, Kind.PAGE) == []
    assert found(kept + late, Kind.PAGE) == ["What is not done comes first: put “A desk” (late) above “A list”."]


def test_a_point_of_a_report_says_what_shows_that_it_is_kept():
    assert "what shows where it stands" in found("::: kept A list\n:::\n", Kind.PAGE)[0]


def test_a_page_stays_light_with_its_picture():
    """Seen to fail: with no limit."""
    shown = f"![A hand](/pictures/{PICTURE}.webp)"
    assert found(shown, Kind.PAGE, weights={PICTURE: 24_000}) == []
    assert "one picture" in found(f"{shown}\n\n![A hand](/pictures/{OTHER}.webp)", Kind.PAGE)[0]
    assert "would weigh" in found(shown, Kind.PAGE, weights={PICTURE: 26_000})[0]
