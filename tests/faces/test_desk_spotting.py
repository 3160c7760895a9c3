"""What words name is offered while they are written: only what the writer may know, and nothing of it is kept."""

import uuid
from typing import Any

import pytest
from django.db import connection

from halcyon.domain.children import commands as children
from halcyon.domain.children.models import Statement
from halcyon.domain.contacts.models import Action, Contact
from halcyon.domain.intelligence.models import Named
from halcyon.domain.subjects.models import Mention
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Teller, Way
from halcyon.kernel.matching import Identity, Name, canonical
from halcyon.kernel.matching.names import as_spoken, forms
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import closes, names, told
from tests.faces.drawn import drawing
from tests.faces.filling import LATER, carried, fill, held, one, page_of, someone_calls
from tests.faces.sitting import Seats, Sitting, desk, lines_written, read

__all__ = ["desk", "drawing"]
pytestmark = pytest.mark.django_db

ASKS = "/subjects/spotted/"
WORDS = "She was seen with Desmond Harkaway, who is called Dez Boy, in a silver car."


def offers(seat: Sitting, words: str = WORDS) -> list[tuple[str, str]]:
    """What is offered for some words, as (kind, as it is written)."""
    answer = seat.post(ASKS, {"words": words})
    assert answer.status_code == 200, answer.content
    return [(one["kind"], one["written"]) for one in answer.json()["offers"]]  # type: ignore[attr-defined]


def known() -> Any:
    """A record in which Sam names Desmond Harkaway, also called Dez Boy."""
    record = told()
    desmond = Identity(names=(Name(given="Desmond", family="Harkaway"), Name(whole="Dez Boy", sort="alias")))
    names("sam", record, desmond)
    return record


def test_numbers_plates_places_and_accounts_are_offered_to_everyone_who_writes(desk: Seats) -> None:
    words = "He rang from 07700 900142, drove AB12 CDE to OX1 2JD; a.b@example.org, @some_one1"
    assert offers(desk("owen"), words) == [
        ("phone", "07700 900142"), ("vehicle", "AB12 CDE"), ("place", "OX1 2JD"), ("email", "a.b@example.org"),
        ("account", "@some_one1"),
    ]  # fmt: skip


def test_a_name_is_offered_to_who_may_open_a_record_that_names_it_and_to_nobody_else(desk: Seats) -> None:
    """Seen to fail: without the kinds in ``known``, the analyst, who is in the team and reads no contacts, was offered it."""
    known()
    both = [("person", "Desmond Harkaway"), ("person", "Dez Boy")]
    assert offers(desk("nia")) == both
    assert offers(desk("carys")) == both  # she reads contacts
    for key in ("owen", "leo", "grace", "yusuf"):  # none of these opens a contact
        assert offers(desk(key)) == [], key


def test_a_child_is_offered_by_name_only_to_who_may_read_a_childs_page(desk: Seats) -> None:
    with as_role("desk"):
        team = people.member("sam").team
        assert team
        children.add_child(team=team, known_as="Tansy Merrow", key=uuid.uuid4(), by=people.member("sam"))
    said = "Tansy Merrow was there."
    for key in ("ruth", "carys"):
        assert offers(desk(key), said) == [("person", "Tansy Merrow")]
    assert offers(desk("yusuf"), said) == []


@pytest.mark.parametrize("lock", [Lock.SILENT, Lock.ASK])
def test_a_name_in_a_closed_record_alone_answers_as_if_it_were_never_written(desk: Seats, lock: Lock) -> None:
    """Seen to fail: without the audience in ``known``, Sam was offered the name of a silent contact."""
    sam = desk("sam")
    record = known()
    closes(record, lock)
    answer, nothing = sam.post(ASKS, {"words": WORDS}), sam.post(ASKS, {"words": WORDS.replace("Harkaway", "Hollow")})
    assert answer.content == nothing.content == b'{"offers": []}'
    assert dict(answer.headers) == dict(nothing.headers)
    assert held(Look.objects.filter(record=record)) == []  # writing is no search: nobody looked
    assert offers(desk("helen")) == [("person", "Desmond Harkaway"), ("person", "Dez Boy")]


def test_whoever_sends_reports_is_offered_the_names_that_they_have_sent_themselves(desk: Seats) -> None:
    owen, form = desk("owen"), "/intelligence/new/"
    typed = {"words": "A man waits.", "how_known": "told_by", "people-0-name": "Desmond Harkaway"}
    assert fill(owen, form, **typed).status_code == 302
    assert offers(owen) == [("person", "Desmond Harkaway")]
    assert offers(desk("marta")) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siân O’Brien", "sian obrien was there"), ("Siân O'Brien", "Sian O Brien was there"),
        ("Anna van der Berg", "with Anna van der Berg, again"), ("Amy Smith-Jones", "Amy Smith Jones came"),
        ("Dez", "and Dez laughed"), ("HARKAWAY, Desmond", "desmond harkaway"), ("Desmond 'Dez' Harkaway", "It was Dez."),
        ("Desmond Harkaway", "Ask Desmond Harkaway’s landlord"), ("Dez", "Dez's car"),
    ],
)  # fmt: skip
def test_a_known_name_is_found_however_it_is_written(desk: Seats, name: str, words: str) -> None:
    names("sam", told(), Identity(names=(Name(whole=name),)))
    assert [kind for kind, _ in offers(desk("sam"), words)] == ["person"]


def test_ordinary_words_that_are_names_too_stay_quiet(desk: Seats) -> None:
    for name in ("Will", "Grace", "The sister", "JJ"):
        names("sam", told(), Identity(names=(Name(whole=name),)))
    assert offers(desk("sam"), "I will ask grace. The sister will know. Dez\nHarkaway. Desmond. Harkaway JJ") == []


def test_postgresql_reads_the_names_of_a_mention_as_the_matcher_spells_them() -> None:
    written = ["Siân O'Brien", "Desmond Harkaway", "Anna van der Berg", "Małgorzata Nowak", "Mo", "Абдул Карим", "Dez"]
    for name in written:
        form = canonical(Identity(names=(Name(whole=name),))).to_bytes()
        with as_role("owner"), connection.cursor() as cursor:
            cursor.execute("set local role halcyon_search")
            cursor.execute("select subjects.names_of(%s)", [form])
            found = [row[0] for row in cursor.fetchall()]
        spoken = as_spoken(forms(Name(whole=name))[0])
        assert found == ([spoken] if len(spoken) > 2 else []), name


# Nothing of the words is kept


def test_no_word_is_journalled_logged_or_part_of_an_address(desk: Seats, caplog: pytest.LogCaptureFixture) -> None:
    sam, words = desk("sam"), "Canaryword rang 07700 900142 with Desmond Harkaway"
    record = known()
    with lines_written() as lines:
        assert offers(sam, words)
    assert [(kind, event) for kind, event, _ in lines] == [("list", "subjects.offered-names")]
    with lines_written() as lines:
        offers(sam, "Canaryword rang 07700 900142")
    assert lines == []
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select array_agg(l::text) from journal.line l")
        whole = str(cursor.fetchone()[0])
        cursor.execute("select count(*) from journal.term")
        assert cursor.fetchone()[0] == 0
    assert str(record.pk) in whole
    for word in ("Canaryword", "900142", "Harkaway", "harkaway"):
        assert word not in whole + caplog.text
    assert sam.get(f"{ASKS}?words=Canaryword").status_code == 405
    assert Mention.objects.filter(written__contains="Canaryword").count() == 0


def test_a_text_that_is_too_long_is_not_read_in_part(desk: Seats) -> None:
    assert desk("sam").post(ASKS, {"words": "07700 900142 " * 2_000}).status_code == 413


# What was taken up is named when the words are saved


def adds(seat: Sitting, contact: Contact, what: str, taken: list[str]) -> Any:
    said = {"what": what, "agency": people.member("sam").agency, "due_at": LATER, "taken": taken}
    return fill(seat, f"{page_of(contact)}actions/new/", **said)


def named(contact: Contact) -> list[tuple[str, str]]:
    return sorted((row.kind, row.written) for row in held(Mention.objects.filter(record=contact.record)))


def test_what_was_taken_up_is_named_in_the_record_that_the_words_are_saved_in(desk: Seats) -> None:
    contact = someone_calls()
    before = named(contact)
    what = "Ask Desmond Harkaway's landlord who has 07700 900142 now, and @some_one1."
    answer = adds(desk("sam"), contact, what, ["person:Desmond Harkaway", "phone:07700 900142"])
    assert answer.status_code == 302, read(answer)
    assert named(contact) == sorted([*before, ("person", "Desmond Harkaway"), ("phone", "07700 900142")])


def test_what_the_saved_words_do_not_name_is_not_named_either(desk: Seats) -> None:
    """Seen to fail: without ``standing_in`` all of these were mentions."""
    contact = someone_calls()
    before = named(contact)
    wrong = [
        "phone:07700 900143",
        "person:Boris",
        "organisation:Ask",
        "person:",
        "phone",
        ":",
        "phone:Ask",
        "person:As",
    ]
    assert adds(desk("sam"), contact, "Ask about 07700 900142.", wrong).status_code == 302
    assert named(contact) == before
    assert one(Action.objects.filter(record=contact.record, what="Ask about 07700 900142."))


def test_who_told_us_is_left_out_and_that_is_said(desk: Seats) -> None:
    """Seen to fail: without ``would_be`` the neighbour who told us was a mention of the contact."""
    neighbour = Teller(name="Marjorie Dunstable", phone="01632 960321")
    contact = someone_calls(about=Way.SAW, teller=neighbour)
    before, sam = named(contact), desk("sam")
    taken = ["person:Marjorie Dunstable", "phone:01632 960321", "person:Desmond Harkaway"]
    words = "Ring Marjorie Dunstable on 01632 960321 about Desmond Harkaway."
    assert adds(sam, contact, words, taken).status_code == 302
    assert named(contact) == sorted([*before, ("person", "Desmond Harkaway")])
    assert "What may show who told us was not named" in read(sam.get(page_of(contact)))


def test_a_statement_on_a_child_names_whom_it_was_taken_up_for(desk: Seats) -> None:
    sam = desk("sam")
    with as_role("desk"):
        nia = people.member("nia")
        assert nia.team
        child = children.add_child(team=nia.team, known_as="Tansy", key=uuid.uuid4(), by=nia).record
    said = {"kind": "verbatim", "words": "Dez picks me up.", "speaker": "The child", "taken": ["person:Dez"]}
    answer = fill(sam, f"/children/{child.reference}/said/", **said)
    assert answer.status_code == 302, read(answer)
    statement = one(Statement.objects.filter(record=child, question="said"))
    assert one(Mention.objects.filter(record=child, written="Dez")).statement == statement.pk
    assert offers(sam, "Dez again.") == [("person", "Dez")]
    assert offers(desk("carys"), "Dez again.") == []  # she reads the child's page, and not the story


def test_what_few_duties_read_of_a_child_is_not_named_for_the_whole_team(desk: Seats) -> None:
    """Guards against: the whole team reading whom a line of health names."""
    ruth = desk("ruth")
    with as_role("desk"):
        nia = people.member("nia")
        assert nia.team
        child = children.add_child(team=nia.team, known_as="Tansy", key=uuid.uuid4(), by=nia).record
    about = {"at": "2026-01-05T10:00", "agency": people.member("ruth").agency, "taken": ["phone:07700 900142"]}
    for kind, named_in_it in (("health", 0), ("event", 1)):
        said = {**about, "kind": kind, "words": f"Seen ({kind}). Ring 07700 900142."}
        assert fill(ruth, f"/children/{child.reference}/story/new/", **said).status_code == 302
        assert len(held(Mention.objects.filter(record=child, written="07700 900142"))) == named_in_it
        assert (
            "Nothing was named: few may read these words" in read(ruth.get(f"/children/{child.reference}/"))
        ) is not bool(named_in_it)


def test_a_report_names_what_was_taken_up_and_keeps_it_while_something_else_is_missing(desk: Seats) -> None:
    owen = desk("owen")
    words = "A man in AB12 CDE waits. He rings from 07700 900142."
    typed: dict[str, Any] = {
        "words": words,
        "taken": ["vehicle:AB12 CDE", "phone:07700 900142"],
        "phones-0-number": "07700 900142",
    }
    again = fill(owen, "/intelligence/new/", **typed)
    assert again.status_code == 200
    page = again.content.decode()
    assert 'name="taken" value="vehicle:AB12 CDE"' in page and 'name="taken" value="phone:07700 900142"' in page
    assert fill(owen, "/intelligence/new/", **typed, how_known="saw").status_code == 302
    assert [(row.kind, row.written) for row in held(Named.objects.order_by("kind"))] == [
        ("phone", "07700 900142"), ("vehicle", "AB12 CDE"),
    ]  # fmt: skip
    assert carried(again)["taken"]


def test_without_the_script_what_a_report_names_is_offered_once_it_is_sent(desk: Seats) -> None:
    """As before, and now to every role: the names that the member may know."""
    known()
    sam = desk("sam")
    sent = fill(sam, "/intelligence/new/", words=WORDS, how_known="saw")
    assert "Add person Desmond Harkaway" in read(sam.get(sent["Location"]))


# Without the script the offer comes after the save

OFFERED = "Your words seem to name"


def test_without_the_script_what_was_saved_is_offered_after_the_save_and_one_press_names_one(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Seen to fail: without ``_offer`` nothing was said after the save, and nothing named what the words name."""
    known()
    contact, sam = someone_calls(), desk("sam")
    address, before = f"/subjects/unnamed/{contact.record.reference}/", named(contact)
    what = "Ask Desmond Harkaway's landlord who has 07700 900142 now."
    assert adds(sam, contact, what, []).status_code == 302
    saved = sam.get(page_of(contact))
    assert f"{OFFERED} 2 things that are not named here yet" in read(saved)
    assert f'href="{address}"' in saved.content.decode()
    assert named(contact) == before
    page = sam.get(address)
    assert "Name person Desmond Harkaway" in read(page) and "Name phone 07700 900142" in read(page)
    drawing |= {"saved-without-script": saved.content, "unnamed": page.content}
    assert sam.post(address, {"taken": "phone:07700 900142"}).status_code == 302
    assert named(contact) == sorted([*before, ("phone", "07700 900142")])
    again = read(sam.get(address))
    assert "Named: phone 07700 900142." in again and "Name phone" not in again
    assert sam.post(address, {"taken": "person:Desmond Harkaway"}).status_code == 302
    nothing = sam.get(address)
    assert "Everything that was spotted here is named." in read(nothing)
    drawing["unnamed-nothing"] = nothing.content


def test_what_was_offered_while_writing_is_not_offered_again(desk: Seats) -> None:
    contact, sam = someone_calls(), desk("sam")
    said = {"what": "Ring 07700 900142.", "agency": people.member("sam").agency, "due_at": LATER, "read": "yes"}
    assert fill(sam, f"{page_of(contact)}actions/new/", **said).status_code == 302
    assert OFFERED not in read(sam.get(page_of(contact)))


def test_only_ones_own_words_are_read_again_and_nothing_else_is_named_by_a_press(desk: Seats) -> None:
    """Seen to fail: without ``kept_by`` Jo was offered what Sam wrote."""
    contact = someone_calls()
    before, address = named(contact), f"/subjects/unnamed/{contact.record.reference}/"
    assert adds(desk("sam"), contact, "Ring 07700 900142.", []).status_code == 302
    assert "Name phone" not in read(desk("jo").get(address))
    desk("jo").post(address, {"taken": "phone:07700 900142"})
    desk("sam").post(address, {"taken": "phone:07700 900143"})
    assert named(contact) == before
    assert desk("sam").get("/subjects/unnamed/C-ZZZZ-ZZZZ/").status_code == 404


def test_after_the_save_too_who_told_us_is_left_out_and_few_read_stays_with_few(desk: Seats) -> None:
    neighbour = Teller(name="Marjorie Dunstable", phone="01632 960321")
    contact, sam = someone_calls(about=Way.SAW, teller=neighbour), desk("sam")
    before, address = named(contact), f"/subjects/unnamed/{contact.record.reference}/"
    adds(sam, contact, "Ring 01632 960321.", [])
    sam.post(address, {"taken": "phone:01632 960321"})
    assert named(contact) == before
    assert "What may show who told us was not named" in read(sam.get(address))
    ruth = desk("ruth")
    with as_role("desk"):
        nia = people.member("nia")
        assert nia.team
        child = children.add_child(team=nia.team, known_as="Tansy", key=uuid.uuid4(), by=nia).record
    about = {"at": "2026-01-05T10:00", "agency": people.member("ruth").agency}
    for kind, offered in (("health", False), ("event", True)):
        said = {**about, "kind": kind, "words": f"Seen ({kind}). Ring 07700 900142."}
        assert fill(ruth, f"/children/{child.reference}/story/new/", **said).status_code == 302
        assert (OFFERED in read(ruth.get(f"/children/{child.reference}/"))) is offered


def test_a_name_in_what_was_told_is_offered_to_who_reads_it_and_one_press_compares_it(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against a name that stands in a child's words, is known elsewhere, and joins nothing: nobody types it there.

    Seen to fail: with the words read that a member saved alone.
    """
    before = known()
    contact = people.someone_tells("A man called Dez Boy gives me lifts. He rings from 07700 900142.", about=Way.FRIEND)
    address = f"/subjects/unnamed/{contact.record.reference}/"
    nia = desk("nia")
    assert address in nia.get(f"/contacts/{contact.record.reference}/").content.decode()
    offered = nia.get(address)
    assert "Name person Dez Boy" in read(offered) and "07700 900142" not in read(offered), (
        "a number was named as it arrived"
    )
    assert nia.post(address, {"taken": "person:Dez Boy"}).status_code == 302
    matches = nia.get(f"/subjects/matches/{contact.record.reference}/")
    assert "Dez Boy" in read(matches) and before.reference in read(matches), "it is compared with what was known"
    assert "Everything that was spotted" in read(nia.get(address))
    drawing |= {"told-names": offered.content}


def test_who_is_new_to_everyone_is_named_by_whoever_reads_of_them(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against a man whom no dictionary knows, told of in a child's words, and nowhere to say that they name him.

    Seen to fail: with words that stand nowhere in the record; and without the source register asked.
    """
    neighbour = Teller(name="Marjorie Dunstable", phone="01632 960321")
    words = "Tell Marjorie Dunstable. A man called Wexler waits in AB12 C."
    contact, nia = someone_calls(words, about=Way.SAW, teller=neighbour), desk("nia")
    address, before = f"/subjects/unnamed/{contact.record.reference}/", named(contact)
    wrong = fill(nia, address, kind="person", words="Wexlar")
    assert "These words do not stand in this record" in read(wrong)
    assert "Choose what the words name." in read(fill(nia, address, kind="", words="Wexler"))
    assert "This may show who told us" in read(fill(nia, address, kind="person", words="Marjorie Dunstable"))
    assert named(contact) == before
    drawing["named-by-hand"] = wrong.content
    for kind, name in (("person", "Wexler"), ("vehicle", "AB12 C")):
        assert fill(nia, address, kind=kind, words=name).status_code == 302
    assert named(contact) == sorted([*before, ("person", "Wexler"), ("vehicle", "AB12 C")])
    assert "Person: Wexler" in read(nia.get(page_of(contact))), "it stands under the words that name him"
