"""The language check when a note is saved: it says why and what else to write, never stops anyone, never reads what was told."""

import pytest

from halcyon.domain.contacts.models import Contact, Decision, Told
from halcyon.kernel.letterbox.telling import Teller
from tests import people
from tests.conftest import as_role
from tests.faces.filling import (
    ANSWERED,
    LATER,
    TOLD_BY,
    carried,
    fill,
    held,
    one,
    only_child,
    owed,
    page_of,
    someone_calls,
)
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
BLAMES = "She puts herself at risk when she meets him."


def counted(contact: Contact) -> list[str]:
    """What the journal counted of the check."""
    from django.db import connection

    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "select detail from journal.line where event = 'contacts.language-checked' and %s = any (records) order by id",
            [contact.pk],
        )
        return [detail for (detail,) in cursor.fetchall()]


def test_a_note_that_blames_is_shown_again_with_why_and_what_else_to_write(desk: Seats) -> None:
    contact, seat = people.someone_tells(), desk("sam")
    address = f"{page_of(contact)}decide/{only_child(contact).pk}/"
    said = {"outcomes": ["B"], "reasons": BLAMES, **ANSWERED, **TOLD_BY}
    shown = fill(seat, address, **said)
    page = read(shown)
    assert "“puts herself at risk” under “Reasons”" in page
    assert "It makes the child the cause of the harm. Someone else makes the risk." in page
    assert "You could write: someone may be grooming the child" in page
    assert BLAMES in shown.content.decode()
    assert held(Decision.objects.filter(record=contact.record)) == []
    assert counted(contact) == ["shown"]


def test_saving_as_it_is_is_one_press_away_and_is_counted(desk: Seats) -> None:
    contact, seat = people.someone_tells(), desk("sam")
    address = f"{page_of(contact)}decide/{only_child(contact).pk}/"
    said = {"outcomes": ["B"], "reasons": BLAMES, **ANSWERED, **TOLD_BY}
    shown = fill(seat, address, **said)
    kept = seat.post(address, {**carried(shown), **said, "language": "keep", "language_shown": "1"})
    assert kept.status_code == 302
    assert one(Decision.objects.filter(record=contact.record)).reasons == BLAMES
    assert counted(contact) == ["shown", "kept"]


def test_changing_the_note_is_counted_too(desk: Seats) -> None:
    contact, seat = someone_calls(), desk("sam")
    address = page_of(contact) + "bigger/"
    fill(seat, address, why="She is associating with men.")
    changed = fill(seat, address, why="Men are exploiting her.", language_shown="1")
    assert changed.status_code == 302
    assert counted(contact) == ["shown", "changed"]


def test_a_clean_note_is_saved_at_once_and_nothing_is_counted(desk: Seats) -> None:
    contact, seat = someone_calls(), desk("sam")
    assert fill(seat, page_of(contact) + "bigger/", why="The same adult in three towns.").status_code == 302
    assert counted(contact) == []


def test_quoted_words_and_words_that_were_told_are_never_looked_at(desk: Seats) -> None:
    contact, seat = (
        people.someone_tells("they say i put myself at risk, my boyfriend", teller=Teller(name="Maya")),
        desk("sam"),
    )
    assert "Before it is saved" not in read(seat.get(page_of(contact)))
    quoted = {"outcomes": ["B"], "reasons": "She was told: “you put yourself at risk”.", **ANSWERED, **TOLD_BY}
    assert fill(seat, f"{page_of(contact)}decide/{only_child(contact).pk}/", **quoted).status_code == 302
    assert counted(contact) == []


@pytest.mark.parametrize(
    ("address", "said", "field"),
    [
        ("write/", {"words": "You made risky choices."}, "Your own words"),
        ("acknowledge/", {"how": "phone", "words": "You made risky choices."}, "Your own words"),
        ("children/", {"new-known_as": "Ana", "new-known": "Hard to reach."}, "What is known"),
        (
            "actions/new/",
            {"what": "Visit the hard to reach girl.", "due_at": LATER},
            "What is to be done?",
        ),
        ("tell-back/", {"how": "phone", "words": "You made risky choices."}, "What you tell them, or told them"),
    ],
)
def test_every_note_about_a_child_is_looked_at(desk: Seats, address: str, said: dict[str, str], field: str) -> None:
    contact = someone_calls()
    if "due_at" in said:
        said = {**said, "agency": str(people.member("jo").agency)}
    page = read(fill(desk("sam"), page_of(contact) + address, **said))
    assert "Before it is saved: some words to look at" in page
    assert f"under “{field}”" in page
    assert held(Told.objects.filter(record=contact.record)) == []
    assert owed(contact)


def test_a_reviewed_phrase_is_never_held_up(desk: Seats) -> None:
    contact = someone_calls()
    assert fill(desk("sam"), page_of(contact) + "acknowledge/", how="words", phrase="read-this").status_code == 302
    assert counted(contact) == []
