"""The children of the index at the desk: searched for before anyone is added, facts with their source, one story."""

import datetime as dt
import re
import uuid

import pytest
from django.db import transaction

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Fact, Statement, StatementKind
from halcyon.domain.children.rules import Answer, FactKind, Happened
from halcyon.domain.contacts import commands as contacts
from halcyon.domain.subjects.commands import mention
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Teller, Way
from halcyon.kernel.matching import Identity, Name
from tests import people
from tests.conftest import as_role
from tests.faces.filling import anew, fill, held, one, only_child, page_of, someone_calls
from tests.faces.sitting import Seats, desk, lines_written, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
BUDGET = 30  # what the frame asks for the sitting and its member, and 25 for the page itself


def a_child(name: str = "Ellie", **said: str) -> Child:
    sam = people.member("sam")
    with as_role("desk"):
        return commands.add_child(team=sam.team or 0, known_as=name, by=sam, **said)


def knows(child: Child, kind: FactKind, value: str, **more) -> Fact:
    with as_role("desk"):
        return commands.record_fact(
            child=child, kind=kind, answer=Answer.KNOWN, value=value, by=people.member("sam"), **more
        )


def page(child: Child) -> str:
    return f"/children/{child.record.reference}/"


def test_a_fact_known_from_a_record_that_is_silent_reads_like_one_known_from_none(desk: Seats) -> None:
    """Guards against a table that says of a silent contact that there is one.

    Seen to fail: with a closed source named as one.
    """
    child, contact = a_child(), someone_calls()
    knows(child, FactKind.SCHOOL, "Alderbrook", source=contact.record.pk)
    knows(child, FactKind.SCHOOL, "Oakfield")
    address = f"{page(child)}facts/school/"
    assert contact.record.reference in read(desk("sam").get(address))
    with as_role("desk"):
        restrict(
            record=contact.record, owner=people.member("helen").principal, lock=Lock.SILENT, by=people.member("sam")
        )
    shown = read(desk("sam").get(address))
    assert shown.count("None that you can open") == 2 and "cannot open" not in shown
    assert contact.record.reference in read(desk("helen").get(address))


def test_nobody_is_added_before_the_likely_ones_were_shown_and_nobody_is_refused(desk: Seats) -> None:
    """Seen to fail: with the search taken from ``new``."""
    a_child("Ellie Mason", age="15", known="Stays with an aunt.")
    seat, typed = desk("ruth"), {"known_as": "Elly Mason", "age": "15", "known": "Sees the nurse."}
    first = fill(seat, "/children/new/", **typed)
    said = read(first)
    assert first.status_code == 200 and "Is it one of them?" in said and "Ellie Mason Age: 15 Ask" in said
    assert "aunt" not in said
    assert "Sees the nurse." in said, "what was typed is still there"
    assert len(held(Child.objects.all())) == 1
    second = seat.post("/children/new/", {**typed, "key": str(uuid.uuid4()), "looked": "Elly Mason"})
    assert second.status_code == 302
    assert sorted(child.known_as for child in held(Child.objects.all())) == ["Ellie Mason", "Elly Mason"]


def test_the_same_form_sent_twice_adds_one_child(desk: Seats) -> None:
    seat, key = desk("sam"), str(uuid.uuid4())
    for _ in range(2):
        seat.post("/children/new/", {"known_as": "Maya", "key": key})
    assert len(held(Child.objects.all())) == 1


def test_what_is_searched_for_stands_in_no_address(desk: Seats) -> None:
    a_child("Ellie Mason")
    answer = desk("carys").post("/children/", {"words": "Ellie"})
    assert "Ellie Mason" in read(answer)
    assert "?" not in answer.request["PATH_INFO"] and answer.request["QUERY_STRING"] == ""


@pytest.mark.parametrize(("key", "reads"), [("ruth", True), ("sam", False), ("adam", False), ("carys", False)])
def test_health_in_full_stands_on_the_page_of_health_alone_and_the_others_are_told_whom_to_ask(
    desk: Seats, key: str, reads: bool
) -> None:
    """domain.md 3.2. Whether there is any shows nowhere: the sentence stands on every child's page."""
    child, other, imran = a_child(), a_child("Wren"), people.member("imran")
    with as_role("desk"):
        commands.record_fact(child=child, kind=FactKind.HEALTH, answer=Answer.KNOWN, value="Sees a doctor.", by=imran)
        commands.add_event(
            child=child, kind=Happened.HEALTH, at=clocks.now(), agency=imran.agency, words="Was seen today.", by=imran
        )
    seat = desk(key)
    for address in (page(child), f"{page(child)}story/"):
        said = read(seat.get(address))
        assert ("Was seen today." in said) is reads
        assert ("Health in full" in said and "ask Ruth Adebanjo, Health" in said) is not reads
    assert ("Sees a doctor." in read(seat.get(page(child)))) is reads
    assert ("ask Ruth Adebanjo, Health" in read(seat.get(page(other)))) is not reads
    assert ("Was seen today." in read(seat.get(f"{page(child)}?known_on={clocks.today()}"))) is reads


def test_who_must_not_know_stands_on_top_and_stops_what_is_sent(desk: Seats) -> None:
    """Seen to fail: without ``_mind`` in ``say``."""
    contact = someone_calls(teller=Teller(name="Maya"))
    child = only_child(contact)
    knows(child, FactKind.MUST_NOT_KNOW, "Her stepbrother, who reads her messages")
    shown = desk("sam").get(page(child)).content.decode()
    assert shown.index("Her stepbrother") < shown.index("Owed to Maya")
    seat, address = desk("sam"), f"{page_of(contact)}write/"
    opened = seat.get(address)
    assert "Her stepbrother" in read(opened)
    stopped = fill(seat, address, phrase="own", words="Are you safe?")
    assert "Nothing was sent. Must not know: “Her stepbrother, who reads her messages”." in read(stopped)
    assert "Are you safe?" in read(stopped)
    fact = one(Fact.objects.filter(kind="must_not_know"))
    assert fill(seat, address, phrase="own", words="Are you safe?", minded=[str(fact.pk)]).status_code == 302


def test_who_must_not_know_of_one_contact_is_minded_on_every_other_about_the_child(desk: Seats) -> None:
    first = someone_calls(teller=Teller(name="Maya"), must_not_know="my stepdad")
    child, sam = only_child(first), people.member("sam")
    second = someone_calls("She told me.", about=Way.FRIEND)
    with as_role("desk"), acting(sam):
        contacts.name_child(contact=second, child=child, by=sam)
    assert "my stepdad" in read(desk("sam").get(page_of(second)))


def test_the_page_says_what_is_owed_who_leads_who_else_and_what_they_want(desk: Seats) -> None:
    contact = someone_calls(teller=Teller(name="Maya"), wanted="That he stops ringing.")
    child, police = only_child(contact), people.member("jo")
    lead = people.member("nia")
    knows(child, FactKind.LEAD_WORKER, lead.name, member=lead.principal, agency=lead.agency)
    knows(child, FactKind.INVOLVED, "Jo Hartnoll, detective", agency=police.agency, number="OCC-77")
    knows(child, FactKind.NEXT_DATE, "Visit at school", first_day=dt.date(2020, 1, 2))
    said = read(desk("sam").get(page(child)))
    for words in (
        f"Lead worker: {lead.name}", "Decide what happens", "their reference OCC-77", "That he stops ringing.",
        "Next: 2 January 2020, Visit at school", "The child told us, by telephone.",
    ):  # fmt: skip
        assert words in said, words


def test_what_nobody_has_said_is_never_shown_as_no(desk: Seats) -> None:
    said = read(desk("sam").get(page(a_child())))
    assert "Ethnicity Not yet asked" in said and "Learning disability Nothing recorded" in said
    assert " No " not in said


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("nhs_number", {"value": "999 000 0027"}, "its last digit does not fit"),
        ("upn", {"value": "A801200001001"}, "its first letter does not fit"),
        ("born", {"answer": "known", "value": "sometime"}, "Write a date, a month or a year"),
        ("ethnicity", {"answer": "self_defined", "value": ""}, "Write what is known, or say that it is not known."),
        ("ethnicity", {"answer": "asked_refused", "value": "Arab"}, "leave this empty, or choose another answer"),
        ("sex", {"value": "F"}, "Choose an answer. Not known is one of them."),
        ("school", {"value": "Alderbrook", "source": "2222-2222"}, "There is no record with this reference"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk: Seats, kind: str, typed: dict[str, str], sentence: str
) -> None:
    child = a_child()
    answer = fill(desk("ruth"), f"{page(child)}facts/{kind}/", **typed)
    assert answer.status_code == 200 and sentence in read(answer)
    assert not typed.get("value") or typed["value"] in answer.content.decode()
    assert held(Fact.objects.filter(kind=kind)) == []


def test_care_statuses_stand_side_by_side_with_their_dates_and_an_unknown_day_is_said(desk: Seats) -> None:
    child = a_child()
    knows(child, FactKind.CARE_STATUS, "Care order (section 31)", first_day=dt.date(2024, 3, 4))
    knows(child, FactKind.CARE_STATUS, "Child in need plan")
    said = read(desk("sam").get(page(child)))
    assert "Care order (section 31), from 4 March 2024" in said
    assert "Child in need plan, since when is not recorded" in said


@pytest.mark.parametrize("kind", list(FactKind))
def test_every_kind_of_fact_has_a_page_of_its_own(desk: Seats, kind: FactKind) -> None:
    assert desk("sam").get(f"{page(a_child())}facts/{kind.value}/").status_code == 200


def test_a_fact_is_recorded_with_its_answer_and_its_history_stays(desk: Seats) -> None:
    child, contact, seat = a_child(age="14"), people.someone_tells(), desk("ruth")
    first = one(Fact.objects.filter(kind="age"))
    address = f"{page(child)}facts/age/?replaces={first.pk}"
    answer = fill(seat, address, answer="known", value="15", source=contact.record.reference)
    assert answer.status_code == 302
    said = read(seat.get(f"{page(child)}facts/age/"))
    assert "15 Ruth Adebanjo" in said and f"{contact.record.reference} Stands" in said and "Replaced" in said
    assert anew(child).age == "15"


def test_two_members_who_correct_one_fact_both_see_both_texts(desk: Seats) -> None:
    child = a_child(age="14")
    first = one(Fact.objects.filter(kind="age"))
    address, seat = f"{page(child)}facts/age/", desk("ruth")
    stale = {"answer": "known", "value": "16", "replaces": str(first.pk), "key": str(uuid.uuid4()), "source": ""}
    knows(child, FactKind.AGE, "15", replaces=first.pk)
    answer = seat.post(address, stale)
    said = read(answer)
    assert answer.status_code == 409 and "Both texts" in said and "15" in said and "16" in said
    newest = next(fact for fact in held(Fact.objects.filter(kind="age")) if fact.value == "15")
    assert f'value="{newest.pk}"' in answer.content.decode()


def test_a_fact_that_was_wrong_is_taken_back_for_a_reason(desk: Seats) -> None:
    child = a_child()
    wrong = knows(child, FactKind.OTHER_NAME, "Nell", sort="nickname")
    seat, address = desk("sam"), f"{page(child)}facts/{wrong.pk}/wrong/"
    assert "Say why this is wrong." in read(fill(seat, address, why=" "))
    assert fill(seat, address, why="That was another girl.").status_code == 302
    assert "Taken back: That was another girl." in read(seat.get(f"{page(child)}facts/other_name/"))


def test_the_page_as_known_on_a_day_shows_what_was_known_then(desk: Seats) -> None:
    with clocks.at(clocks.now() - dt.timedelta(days=60)):
        child = a_child(age="14")
    first = one(Fact.objects.filter(kind="age"))
    knows(child, FactKind.AGE, "15", replaces=first.pk)
    knows(child, FactKind.SCHOOL, "Alderbrook School")
    day = clocks.today() - dt.timedelta(days=30)
    then = read(desk("sam").get(f"{page(child)}?known_on={day.isoformat()}"))
    assert "Age: 14" in then and "Alderbrook" not in then and "As known on" in then
    assert "Write a date, for example" in read(desk("sam").get(f"{page(child)}?known_on=monday"))


def test_the_story_is_narrowed_by_sort_agency_and_day(desk: Seats) -> None:
    child, ruth = a_child(), people.member("ruth")
    with as_role("desk"):
        for kind, words in ((Happened.EVENT, "Seen by the nurse."), (Happened.SCHOOL, "Moved schools.")):
            commands.add_event(
                child=child,
                kind=kind,
                at=clocks.now() - dt.timedelta(days=900),
                agency=ruth.agency,
                words=words,
                by=ruth,
            )
    seat, address = desk("sam"), f"{page(child)}story/"
    assert "2 of 2 shown" in read(seat.get(address))
    narrowed = read(seat.get(f"{address}?kind=event&agency={ruth.agency}"))
    assert "Seen by the nurse." in narrowed and "Moved schools." not in narrowed and "1 of 2 shown" in narrowed
    assert "It is all still there." in read(seat.get(f"{address}?first={clocks.today().isoformat()}"))
    assert "Write a date" in read(seat.get(f"{address}?first=soon"))


def test_words_are_kept_as_they_were_said_and_own_words_are_never_graded(desk: Seats) -> None:
    child, seat = a_child("Maya"), desk("ruth")
    address, words = f"{page(child)}said/", '  he said   "don\'t" 😟'
    graded = fill(seat, address, kind="verbatim", words=words, speaker="Maya", standing="hunch")
    assert "Somebody's own words are kept as they are" in read(graded)
    answer = fill(seat, address, kind="verbatim", words=words, speaker="Maya", listener="Ruth", wants="on")
    assert answer.status_code == 302
    assert bytes(one(Statement.objects.filter(question="wants")).raw) == words.encode()
    assert "don't" in read(seat.get(page(child)))


def test_a_statement_leads_to_whom_it_names_only_for_who_may_open_them(desk: Seats) -> None:
    """domain.md 3.3: the words stand for everyone who may read them, the link and the reference do not."""
    maya, ellie, sam = a_child("Maya"), a_child("Ellie"), people.member("sam")
    with as_role("desk"):
        said = commands.record_statement(
            child=maya, kind=StatementKind.VERBATIM, words="He drives me and Ellie.", speaker="Maya", by=sam
        )
    seat, address = desk("sam"), f"{page(maya)}said/{said.pk}/names/"
    named = {"kind": "child", "reference": ellie.record.reference}
    assert "do not stand in the statement" in read(fill(seat, address, words="Nell", **named))
    assert "no child with this reference" in read(
        fill(seat, address, words="Ellie", kind="child", reference="2222-2222")
    )
    assert "Write the reference" in read(fill(seat, address, words="Ellie", kind="child"))
    assert fill(seat, address, words="Ellie", **named).status_code == 302
    assert f'href="{page(ellie)}">Ellie</a>' in seat.get(page(maya)).content.decode()
    with as_role("desk"), transaction.atomic(), acting(sam):
        restrict(record=ellie.record, owner=people.member("helen").principal, lock=Lock.SILENT, by=sam)
    shown = seat.get(page(maya)).content.decode()
    assert "He drives me and Ellie." in shown and ellie.record.reference not in shown


def test_whoever_told_us_about_a_friend_is_thought_of_with_one_click(desk: Seats) -> None:
    contact, seat = people.someone_tells(about=Way.FRIEND), desk("sam")
    assert "may be a child too" in read(seat.get(page_of(contact)))
    for _ in range(2):
        assert seat.post(f"{page_of(contact)}children/teller/").status_code == 302
    assert only_child(contact).known_as == "The child who told us"
    assert "may be a child too" not in read(seat.get(page_of(contact)))


def test_another_look_is_listed_shows_what_may_concern_the_child_and_ends_with_words(desk: Seats) -> None:
    child, nia, contact = a_child("Wren Alderton", born="2011-03-04"), people.member("nia"), people.someone_tells()
    knows(child, FactKind.LEAD_WORKER, nia.name, member=nia.principal, agency=nia.agency)
    with as_role("desk"), acting(people.member("jo")):
        mention(
            record=contact.record, written="Wren Alderton", by=people.member("jo"),
            identity=Identity(names=(Name(whole="Wren Alderton"),), born="2011-03-04"),
        )  # fmt: skip
    seat, address = desk("nia"), f"{page(child)}look/"
    assert f'href="{address}"' in seat.get("/children/").content.decode()
    assert f'href="{address}"' in seat.get(page(child)).content.decode()
    shown = read(seat.get(address))
    assert contact.record.reference in shown and "What this may be the same as" in shown
    assert "Say what you found" in read(fill(seat, address, words=" "))
    assert fill(seat, address, words="It is her. I rang her aunt.").status_code == 302
    assert address not in seat.get("/children/").content.decode()
    assert "It is her. I rang her aunt." in read(seat.get(page(child)))
    assert "Nothing is owed here now." in read(seat.get(address))


def test_what_was_said_leads_to_an_item_of_intelligence(desk: Seats) -> None:
    contact = someone_calls("He waits at the gate.", teller=Teller(name="Maya"), wanted="That he stops.")
    child, sam = only_child(contact), people.member("sam")
    with as_role("desk"):
        kept = commands.record_statement(
            child=child, kind=StatementKind.VERBATIM, words="He has a blue van.", speaker="Maya", by=sam
        )
    seat, leads = desk("sam"), re.compile(r'href="(/intelligence/from/[^"]+)"')
    assert leads.findall(seat.get(page(child)).content.decode()) == [f"/intelligence/from/{kept.pk}/"]
    (told,) = held(Statement.objects.filter(question="words"))
    assert leads.findall(seat.get(page_of(contact)).content.decode()) == [f"/intelligence/from/{told.pk}/"]
    for address in (f"/intelligence/from/{kept.pk}/", f"/intelligence/from/{told.pk}/"):
        assert seat.get(address).status_code == 200


def test_two_records_are_joined_for_a_reason_shown_together_and_parted_again(desk: Seats) -> None:
    ellie, elly, seat = a_child("Ellie Mason"), a_child("Elly Mason"), desk("ruth")
    knows(elly, FactKind.SCHOOL, "Alderbrook School")
    alone = read(seat.get(page(ellie)))
    address = f"{page(ellie)}same/{elly.record.reference}/"
    assert address in seat.get(f"{page(ellie)}same/").content.decode()
    assert "Say in a sentence why they are one child." in (asked := read(fill(seat, address, reason=" ")))
    assert (
        "School or college Not recorded Alderbrook School" in asked
    )  # what speaks for it and against it, side by side
    assert fill(seat, address, reason="The same school and birthday.").status_code == 302
    said = read(seat.get(page(ellie)))
    assert "Two records, one child." in said and "Alderbrook School" in said
    listed = seat.get(f"{page(ellie)}same/").content.decode()
    apart = re.search(r'href="([^"]*/apart/[^"]*)"', listed)
    assert apart and "The same school and birthday." in listed
    assert fill(seat, apart[1], reason="Twins.").status_code == 302
    seat.get(page(ellie))  # which says once that it was recorded
    assert read(seat.get(page(ellie))) == alone
    assert "Twins." in read(seat.get(f"{page(ellie)}same/"))


def test_opening_a_child_writes_who_read_it(desk: Seats) -> None:
    child, seat = a_child(), desk("sam")
    with lines_written() as lines:
        seat.get(page(child))
    assert [(kind, event) for kind, event, _ in lines] == [
        ("read", "children.opened"), ("read", "children.read-chronology"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["yusuf", "grace", "chair", "owen", "bea", "leo"])
def test_whoever_may_not_read_a_childs_page_is_refused_and_it_is_written_down(desk: Seats, key: str) -> None:
    child, seat = a_child(), desk(key)
    with lines_written() as lines:
        answer = seat.get(page(child))
    assert answer.status_code == 403
    assert [(kind, event) for kind, event, _ in lines] == [("refusal", "access.refused")]


def test_the_page_asks_a_fixed_number_of_questions(desk: Seats) -> None:
    """With one of everything and with many."""
    contact = someone_calls(teller=Teller(name="Maya"))
    child, seat = only_child(contact), desk("sam")
    few = len(seat.statements(page(child)))
    for number in range(5):
        knows(child, FactKind.SCHOOL, f"School {number}")
        knows(child, FactKind.MUST_NOT_KNOW, f"Someone {number}")
    assert len(seat.statements(page(child))) == few <= BUDGET
    assert queries is not None
