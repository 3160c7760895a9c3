"""One box: words, phrases, names however they are written, parts of numbers, references; only what the member may see."""

import uuid
from datetime import timedelta

import pytest

from halcyon.kernel import search
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.rules import Detail, Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.search import Found, finding
from tests.conftest import as_role
from tests.kernel.test_search_index import kept, said
from tests.people import member

pytestmark = pytest.mark.django_db


def found(words: str, by: Actor | str = "sam", **how: object) -> Found:
    actor = member(by) if isinstance(by, str) else by
    with as_role("desk"), acting(actor):
        return search.find(words, by=actor, **how)  # type: ignore[arg-type]


def records(words: str, by: Actor | str = "sam", **how: object) -> set[uuid.UUID]:
    return {hit.record for hit in found(words, by, **how).hits}


def marked(words: str) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in found(words).hits[0].text)


@pytest.fixture
def told() -> Record:
    return kept(
        said(
            "He waited in a white van, AB12 CDE, by the arcade in Kraków Street, and rang from 07700 900142.",
            names=("Małgorzata Nowak", "Mohammed Hussain"),
            codes=("sk8.boi@example.org", "@xX_Jay.K_04Xx", "OX1 4PX", "+44 (0)1632 960 871"),
        )
    )


@pytest.mark.parametrize(
    "words",
    [
        "waiting", "vans", '"white van"', "white -red", "red or white", "the van and the arcade", "krakow", "Kraków",
        "Gosia", "malgorzata nowak", "Mo", "Muhammad", "mohd husain", "Nowack", '"Mohammed Hussain"', "hussain mo",
        "900142", "07700", "07700 900142", "+447700900142", "AB12", "ab12cde", "AB12 ???", "A812 CDE", "cde1 or AB12",
        "ox14px", "OX1 4PX", "960871", "01632 960871", "sk8.boi@example.org", "@xX_Jay.K_04Xx", "jayk",
        "van 900142 Gosia",
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_asked_for(told: Record, words: str) -> None:
    kept(said("Something else altogether happened on Tuesday.", names=("Ioan Pryce",), codes=("020 7946 0555",)))
    assert records(words) == {told.pk}


@pytest.mark.parametrize(
    "words",
    [
        "Mahmood",
        '"van white"',
        "white -van",
        "900143",
        "AB13",
        "purple",
        '"red van" Mo',
        "sk8.girl@example.org",
        "'; drop",
    ],
)
def test_it_is_not_found_by_what_it_does_not_say(told: Record, words: str) -> None:
    assert records(words) == set()


def test_a_reference_finds_its_record_with_or_without_its_letter(told: Record) -> None:
    other = kept(said("Something else."))
    for words in (told.reference, f"C-{told.reference}", told.reference.lower()):
        assert records(words) == {told.pk} != {other.pk}


def test_what_was_looked_for_is_marked_and_stays_plain_text(told: Record) -> None:
    kept(said('<script>alert("zebra")</script> & a zebra'))
    assert "[zebra]" in marked("zebra") and "&lt;" not in marked("zebra")
    assert "[white] [van]" in marked("white vans")
    assert "[AB12 CDE]" in marked("ab12cde")
    assert "[07700 900142]" in marked("+44 7700 900142")
    assert [piece.text for piece in found("Gosia").hits[0].named if piece.marked] == ["Małgorzata"]


@pytest.mark.parametrize("text", ["He said “zebras”.", "a zebra😀", "it was—zebra—there", "zebra…", "‘zebra’"])
def test_signs_beside_a_word_are_no_part_of_it(text: str) -> None:
    record = kept(said(text))
    assert records("zebra") == {record.pk}
    assert "[zebra" in marked("zebra")


def test_the_nearest_comes_first_and_a_record_comes_once(told: Record) -> None:
    heard = kept(said("He is called something.", names=("Jan Nowok",)), said("Nowok again."))
    first, second = found("Nowak").hits
    assert (first.record, second.record) == (told.pk, heard.pk)
    assert second.more == 1 and second.why == "a name that sounds like it"


def test_nobody_finds_what_they_may_not_see(told: Record) -> None:
    stranger = Actor.member(principal=5, name="No one", roles=member("sam").roles, agency=6, team=7)
    answer, nothing = found("van", stranger), found("zzyzx", stranger)
    assert answer.hits == () and answer == nothing


def test_words_of_two_places_find_their_record_and_both_places_are_shown() -> None:
    split = kept(said("A man called Dez drives her home."), said("They were seen at the hotel."))
    kept(said("Someone called Dez."))
    kept(said("A hotel."))
    (hit,) = found("Dez hotel").hits
    assert hit.record == split.pk and hit.why == "these words" and hit.more == 0
    assert [piece.text for piece in hit.text if piece.marked] == ["Dez", "hotel"]


def test_one_place_that_holds_it_all_is_shown_alone() -> None:
    kept(said("Dez."), said("Dez waits at the hotel."), said("The hotel again."))
    (hit,) = found("hotel Dez").hits
    assert "".join(piece.text for piece in hit.text) == "Dez waits at the hotel" and hit.more == 2


def test_a_phrase_is_never_put_together_from_two_places() -> None:
    kept(said("He has a white"), said("van outside."))
    assert records('"white van"') == set() != records("white van")


def test_a_word_that_must_not_be_there_is_not_there_in_the_whole_record() -> None:
    kept(said("A white car."), said("A van too."))
    other = kept(said("A white boat."))
    assert records("white -van") == {other.pk}


def test_words_meet_within_what_was_asked_for_and_within_what_may_be_seen() -> None:
    mine, closed = kept(said("Dez drives.", agency=1), said("A hotel.", agency=2)), kept(said("A hotel."))
    with as_role("desk"):
        restrict(record=closed, owner=member("helen").principal, lock=Lock.SILENT, by=member("sam"))
    assert records("Dez hotel") == {mine.pk}
    assert records("Dez hotel", agency=1) == set() != records("Dez", agency=1)
    assert records("Dez hotel", first=now() + timedelta(hours=1)) == set()


def test_everything_that_was_found_is_counted_and_only_the_nearest_are_shown() -> None:
    for _ in range(finding.SHOWN + 2):
        kept(said("A zebra."), said("More of the zebra."))
    answer = found("zebra")
    assert (len(answer.hits), answer.records, answer.capped) == (finding.SHOWN, finding.SHOWN + 2, False)


def test_a_part_that_another_duty_reads_makes_no_hit_and_takes_none_away() -> None:
    record = kept(said("A zebra."), said("A night in hospital.", detail=Detail.HEALTH))
    by_ruth, by_jo = (
        {words: records(words, by=key) for words in ("zebra hospital", "zebra -hospital")} for key in ("ruth", "jo")
    )
    assert by_ruth == {"zebra hospital": {record.pk}, "zebra -hospital": set()}
    assert by_jo == {"zebra hospital": set(), "zebra -hospital": {record.pk}}
    assert records("hospital", by="jo") == set()
