"""The desk's pages of agencies' lists: counts that add up, every row that was not matched within reach, three answers."""

from pathlib import Path

import pytest

from halcyon.domain.lists import queries
from halcyon.domain.lists.models import Listing
from tests.domain.subjected import a_person, a_phone, names, told
from tests.domain.test_lists import HARKAWAY, PELLOW, a_list
from tests.faces.drawn import drawing
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk", "drawing"]
pytestmark = pytest.mark.django_db


def test_nobody_who_was_not_matched_is_out_of_reach(desk: Seats, tmp_path: Path, drawing: dict[str, bytes]) -> None:
    sam = desk("sam")
    nothing = sam.get("/lists/")
    assert "No agency has sent a list so far." in read(nothing)
    names("ruth", told(), a_person(born="1991-02-03"))
    a_list(tmp_path, HARKAWAY + PELLOW)
    front = read(sam.get("/lists/"))
    assert "November 2026" in front
    assert "Police: 1 not matched" in front
    assert "2 received = 1 matched + 1 not matched." in front
    address = f"/lists/{Listing.objects.get().pk}/"
    words = read(sam.get(address))
    assert "Ishbel Pellow" in words
    assert "Harkaway" not in words
    page = sam.get(address).content.decode()
    row = page.split('href="/lists/rows/')[1].split('"')[0]
    whole = read(sam.get(f"/lists/rows/{row}"))
    assert "Born 6 May 2009" in whole
    assert "What they call it P-2" in whole
    assert "Nothing is like it so far" in whole
    shown = {
        "lists": "/lists/",
        "list": address,
        "list-waiting": f"{address}?show=waiting",
        "row": f"/lists/rows/{row}",
    }
    drawing |= {"lists-none": nothing.content} | {name: sam.get(place).content for name, place in shown.items()}
    drawing |= {
        "list-same": sam.get(f"{address}?show=same").content,
        "list-gone": sam.get("/lists/rows/C-ZZZZ-ZZZZ/").content,
    }


def test_what_may_be_known_is_answered_where_the_row_stands(desk: Seats, tmp_path: Path) -> None:
    names("ruth", told(), a_person(born="1991-02-03"))
    a_list(tmp_path, HARKAWAY)
    sam = desk("sam")
    page = sam.get(f"/lists/{Listing.objects.get().pk}/?show=waiting").content.decode()
    row = page.split('href="/lists/rows/')[1].split('"')[0]
    whole = sam.get(f"/lists/rows/{row}").content.decode()
    assert "What speaks" in whole or "Why, in words and numbers" in whole
    assert "answer=not_same" in whole


def test_whoever_is_not_known_by_name_shows_that_a_number_of_theirs_is(desk: Seats, tmp_path: Path) -> None:
    """Seen to fail: with the agency's own rows among what is known."""
    twice = "P-8,Ishbel,Pellow,,01632 960322\nP-9,Edda,Rowntree,,01632 960322\n"
    names("ruth", told(), a_phone())
    a_list(tmp_path, "P-7,Corrie,Bexley,,07700 900142\n" + twice)
    page = read(desk("sam").get(f"/lists/{Listing.objects.get().pk}/"))
    assert page.count("A number, car or place in it is known") == 1
    assert "Corrie Bexley they call it P-7 A number, car or place in it is known" in page


def test_odd_addresses_show_a_page_and_pages_have_a_budget(desk: Seats, tmp_path: Path) -> None:
    a_list(tmp_path, "".join(f"P-{n},Given{n},Family{n},,\n" for n in range(60)))
    sam, address = desk("sam"), f"/lists/{Listing.objects.get().pk}/"
    assert "Page 1 of 2" in read(sam.get(address))
    assert "Page 2 of 2" in read(sam.get(f"{address}?page=2"))
    assert "There is nothing on this page" in read(sam.get(f"{address}?page=99"))
    assert sam.get(f"{address}?page=²&show=nonsense").status_code == 200
    assert len(sam.statements(address)) <= 14


def test_a_front_page_that_leaves_lists_out_says_how_many_and_shows_them_all_on_one_press(
    desk: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawing: dict[str, bytes]
) -> None:
    """Guards against a list of a year ago, with whom nobody matched, that is gone without a word. Seen to fail: cut in silence."""
    monkeypatch.setattr(queries, "LISTS", 1)
    for month in ("2026-10", "2026-11"):
        a_list(tmp_path, PELLOW, month=month)
    sam = desk("sam")
    cut = sam.get("/lists/")
    assert "October 2026" not in read(cut)
    assert "1 more is not shown here. Show all of them: lists from agencies" in read(cut)
    whole = read(sam.get("/lists/?all=1"))
    assert "October 2026" in whole and "November 2026" in whole
    assert "not shown here" not in whole
    drawing["lists-left-out"] = cut.content
