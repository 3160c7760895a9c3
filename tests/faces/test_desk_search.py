"""The search page: one box, honest answers, nothing typed in an address; and for an auditor, who searched and for what."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from halcyon.domain.children.models import Statement
from halcyon.domain.subjects.commands import doubt, open_subject
from halcyon.domain.subjects.models import DoubtKind
from halcyon.faces.desk.search import views
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import today
from halcyon.kernel.letterbox.telling import Teller, Way
from halcyon.kernel.search import terms
from halcyon.kernel.search.models import Opening
from tests.conftest import as_role
from tests.domain.subjected import a_person, does, names, told
from tests.faces.sitting import Seats, desk, lines_written, read  # noqa: F401
from tests.people import member, someone_tells

pytestmark = pytest.mark.django_db


def test_the_box_is_empty_until_something_is_asked(desk: Seats) -> None:
    page = read(desk("sam").get("/search/"))
    assert "What are you looking for?" in page and "Nothing" not in page


def test_what_is_found_is_marked_and_leads_to_its_record(desk: Seats) -> None:
    contact = someone_tells("A man with a <b>falcon</b> tattoo & a van.")
    answer = desk("sam").post("/search/", {"words": "falcons"})
    page = answer.content.decode()
    assert "<mark>falcon</mark>" in page and "<b>" not in page and "&lt;b&gt;" in page
    assert f'href="/contacts/{contact.record.reference}/"' in page
    assert "1 record" in read(answer) and "these words in what was told" in read(answer)


def test_the_answer_says_what_was_searched_and_what_was_not(desk: Seats) -> None:
    said = read(desk("sam").post("/search/", {"words": "zebra"}))
    assert "Nothing that you may see holds this" in said
    assert re.search(r"Searched: .*contacts", said)
    assert "Who told us is kept apart and is never searched." in said


def test_it_says_that_rows_of_lists_were_not_searched_and_how_they_are_to_who_may_read_them(desk: Seats) -> None:
    """Guards against: a name that an agency's list holds, read as nothing found.

    Seen to fail: with the rows of lists unsaid to who may not read them.
    """
    sam, carys = (desk(key).post("/search/", {"words": "zebra"}) for key in ("sam", "carys"))
    assert "Rows of lists that agencies sent were not searched" in read(sam)
    assert '<a class="govuk-link" href="/lists/">Lists from agencies</a>' in sam.content.decode()
    said = "Your role does not open these, so they were not searched: .*rows of agencies' lists"
    assert re.search(said, read(carys)) and "Lists from agencies" not in read(carys)


def test_filters_narrow_and_say_what_was_left_out(desk: Seats) -> None:
    someone_tells("A falcon.")
    sam = desk("sam")
    assert "1 record" in read(sam.post("/search/", {"words": "falcon", "kind": "contact", "first": "2020-01-01"}))
    later = sam.post("/search/", {"words": "falcon", "first": "2999-01-01"})
    assert (
        "Nothing that you may see" in read(later) and '<details class="govuk-details" open>' in later.content.decode()
    )
    assert "You did not ask for these" in read(sam.post("/search/", {"words": "falcon", "kind": "alert"}))
    wrong = read(sam.post("/search/", {"words": "falcon", "first": "2026-02-01", "last": "2026-01-01"}))
    assert "The last day comes before the first" in wrong


@pytest.mark.parametrize("words", ["", "!!!", "-van"])
def test_nothing_to_look_for_is_said_beside_the_box(desk: Seats, words: str) -> None:
    answer = desk("sam").post("/search/", {"words": words})
    assert "There is a problem" in read(answer) and "Nothing that you may see" not in read(answer)


def test_a_closed_record_says_whom_to_ask(desk: Seats) -> None:
    contact = someone_tells("A falcon.", about=Way.WORK, teller=Teller(name="Odette Farthing"))
    with as_role("desk"):
        helen = member("helen").principal
        restrict(record=contact.record, owner=helen, lock=Lock.ASK, by=member("sam"))
    said = read(desk("jo").post("/search/", {"words": "Odette Farthing"}))
    assert "A record exists that you may not open Ask Helen Marchbanks, Children's social care." in said
    assert contact.record.reference not in said


def test_a_failed_search_is_an_error_and_never_nothing_found(desk: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    from halcyon.kernel.search import finding

    monkeypatch.setattr(finding, "FIND", "select 1 / 0")
    with lines_written() as lines:
        answer = desk("sam").post("/search/", {"words": "falcon"})
    assert answer.status_code == 503
    assert "The search could not be done" in read(answer) and "Nothing that you may see" not in read(answer)
    assert "falcon" in answer.content.decode()  # what was typed is still in the box
    assert "search.failed" in {event for _, event, _ in lines}


def test_a_database_that_does_not_answer_is_an_error_and_never_nothing_found(
    desk: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(views, "find", gone)
    answer = desk("sam").post("/search/", {"words": "falcon"})
    assert answer.status_code == 503
    assert "does not mean that nothing is there" in read(answer) and "Nothing that you may see" not in read(answer)


def test_a_search_asks_little_of_the_database_however_much_it_finds(desk: Seats) -> None:
    someone_tells("A falcon by the arcade.")
    sam, counts = desk("sam"), []
    for _ in range(2):
        asked: list[str] = []

        def note(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            if not re.match("savepoint|release|set local role|reset role|select current", sql.strip(), re.IGNORECASE):
                asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            sam.post("/search/", {"words": "falcon arcade"})
        counts.append(len(asked))
        for number in range(12):
            someone_tells(f"A falcon by the arcade, {number}.")
    assert counts[0] == counts[1] <= 12


def test_what_was_typed_stands_in_no_address_and_in_no_cookie(desk: Seats) -> None:
    answer = desk("sam").post("/search/", {"words": "falcon"})
    page = answer.content.decode()
    assert 'method="post" action="/search/"' in page
    assert not [address for address in re.findall(r'(?:href|action|src)="([^"]*)"', page) if "falcon" in address]
    assert "falcon" not in str(answer.cookies)


def test_an_auditor_opens_what_was_searched_for_with_a_reason_and_not_without(desk: Seats) -> None:
    desk("sam").post("/search/", {"words": "falcon kestrel", "kind": "contact"})
    auditor = desk("grace")
    listed = auditor.get("/search/kept/")
    assert "Sam Whitterick" in read(listed) and "falcon" not in read(listed)
    address = re.search(r'href="(/search/kept/[0-9a-f-]{36}/)"', listed.content.decode())
    assert address
    assert "falcon" not in read(auditor.get(address[1]))
    assert "Say why" in read(auditor.post(address[1], {"reason": " "}))
    assert not Opening.objects.exists()
    with lines_written() as lines:
        opened = read(auditor.post(address[1], {"reason": "A complaint of 3 November."}))
    assert "falcon kestrel" in opened and "in contacts" in opened
    assert "search.opened" in {event for _, event, _ in lines}
    assert Opening.objects.get().reason == "A complaint of 3 November."


@pytest.mark.parametrize("key", ["sam", "helen"])
def test_nobody_else_learns_who_searched(desk: Seats, key: str) -> None:
    assert desk(key).get("/search/kept/").status_code == 403


def test_a_person_of_concern_is_found_and_opens_and_what_is_doubted_says_so(desk: Seats) -> None:
    opened = does(
        "jo", open_subject, of=names("jo", told(), a_person()), why="Named twice.", considered="A warning notice.",
        review_on=today() + timedelta(days=20), owner=member("jo").principal,
    )  # fmt: skip
    address = f'href="/subjects/{opened.mention_id}/"'
    page = desk("sam").post("/search/", {"words": "Desmond Harkaway"})
    assert "Person of concern" in read(page)
    assert address in page.content.decode()
    does("jo", doubt, mention=opened.mention, kind=DoubtKind.SUSPECTED_FALSE, why="It was his brother.")
    assert DoubtKind.SUSPECTED_FALSE.label in read(desk("sam").post("/search/", {"words": "Desmond Harkaway"}))
    assert desk("sam").get(f"/subjects/{opened.mention_id}/").status_code == 200


def test_own_words_that_are_found_lead_to_what_follows_from_them(desk: Seats) -> None:
    contact = someone_tells("A falcon on his arm.")
    page = desk("sam").post("/search/", {"words": "falcon"}).content.decode()
    (statement,) = Statement.objects.filter(record=contact.record, question="words")
    assert f'href="/intelligence/from/{statement.pk}/"' in page
    assert "A falcon on his arm." in read(desk("sam").get(f"/intelligence/from/{statement.pk}/"))


def test_more_than_the_page_shows_is_said(desk: Seats) -> None:
    for number in range(27):
        someone_tells(f"A falcon, {number}.")
    assert "The nearest 25 of 27 records" in read(desk("sam").post("/search/", {"words": "falcon"}))


def test_what_is_typed_to_find_a_child_is_sealed_for_an_auditor_as_well(desk: Seats) -> None:
    """Seen to fail: with a line of the list alone (`journal.listed`)."""
    with lines_written() as lines:
        desk("carys").post("/children/", {"words": "Ellie Canaryword"})
    assert ("search", "children.found") in {(kind, event) for kind, event, _ in lines}
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "select t.search, t.sealed, l::text from journal.term t, journal.line l where l.detail = t.search::text"
        )
        ((search, sealed, line),) = cursor.fetchall()
    assert terms.open_sealed(bytes(sealed), search) == terms.Typed("Ellie Canaryword", ("child",))
    assert "Canaryword" not in line and b"Canaryword" not in bytes(sealed)
