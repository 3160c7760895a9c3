"""Saying something, naming children, owning, each through its page: nothing typed is lost, and two presses count once."""

import re
from uuid import uuid4

import pytest

from halcyon.domain.children.commands import record_fact
from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import Answer, FactKind
from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Alert, Concern, Decision, Told
from halcyon.kernel import clocks
from halcyon.kernel.letterbox.telling import Later, LaterMessage, Said, Teller, Way
from tests import people
from tests.conftest import as_role
from tests.faces.filling import (
    ANSWERED,
    anew,
    carried,
    decides,
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

# Saying something


def test_a_reviewed_phrase_acknowledges_in_one_choice(desk: Seats) -> None:
    contact = someone_calls()
    answer = fill(desk("sam"), page_of(contact) + "acknowledge/", how="words", phrase="read-this")
    assert answer["Location"] == page_of(contact)
    told = one(Told.objects.filter(record=contact.record))
    assert (told.words, told.phrase) == ("We read this. You did the right thing. Is it safe to write?", "read-this")
    assert owed(contact, duty="acknowledge") == []
    anew(contact)
    assert contact.read_by == people.member("sam").principal


def test_without_a_way_back_the_six_words_are_not_offered_and_the_page_says_so(desk: Seats) -> None:
    page = desk("sam").get(page_of(people.someone_tells()) + "acknowledge/")
    assert "Their six words bring no messages now" in read(page)
    assert 'value="words"' not in page.content.decode()


def test_an_empty_acknowledgement_is_asked_for_again_with_what_was_typed(desk: Seats) -> None:
    contact = someone_calls()
    answer = fill(desk("sam"), page_of(contact) + "acknowledge/", words="I read it at my desk.")
    assert answer.status_code == 200
    assert "Say how they were told." in read(answer)
    assert "I read it at my desk." in answer.content.decode()
    assert len(owed(contact, duty="acknowledge")) == 1


def test_a_message_sent_by_a_double_click_is_sent_once(desk: Seats) -> None:
    contact, seat = someone_calls(), desk("sam")
    address = page_of(contact) + "write/"
    form = {**carried(seat.get(address)), "words": "Is it safe to write?"}
    assert [seat.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert len(held(Told.objects.filter(record=contact.record))) == 1


def test_too_long_a_message_says_so_beside_the_field_and_keeps_every_word(desk: Seats) -> None:
    contact, long = someone_calls(), "wait " * 2_500
    answer = fill(desk("sam"), page_of(contact) + "write/", words=long)
    assert "Nothing is lost" in read(answer)
    assert long.strip() in answer.content.decode()


def test_the_person_who_told_and_the_child_are_told_back_apart(desk: Seats) -> None:
    contact, seat = someone_calls(about=Way.ME), desk("sam")
    decides(seat, contact, "B")
    child = only_child(contact)
    assert len(owed(contact, duty="tell_back")) == 2
    fill(seat, page_of(contact) + "tell-back/", how="words", words="We did the first thing we said.")
    assert [duty.owed_to for duty in owed(contact, duty="tell_back")] == ["child"]
    fill(seat, f"{page_of(contact)}tell-back/{child.pk}/", how="in_person", words="You are not in trouble.")
    assert owed(contact, duty="tell_back") == []
    assert {told.to for told in held(Told.objects.filter(record=contact.record))} == {"teller", "child"}


def test_telling_back_can_be_impossible_for_a_reason_and_never_without(desk: Seats) -> None:
    contact, seat = someone_calls(), desk("sam")
    decides(seat, contact, "B")
    (teller,) = owed(contact, duty="tell_back", owed_to="teller")
    address = f"{page_of(contact)}owed/{teller.pk}/not-possible/"
    assert "Say why." in read(fill(seat, address, reason=" "))
    assert fill(seat, address, reason="They asked us not to ring, and gave no other way.").status_code == 302
    anew(teller)
    assert (teller.end, teller.reason) == ("not_possible", "They asked us not to ring, and gave no other way.")


def test_who_cannot_be_told_that_it_was_read_is_read_all_the_same_and_by_name(desk: Seats) -> None:
    """Seen to fail: it ended the alarm of a danger, and the contact named nobody who had read it."""
    contact, seat = people.someone_tells("He is outside.", safe_now=Said.NO), desk("sam")
    (unread,) = owed(contact, duty="acknowledge")
    address = f"{page_of(contact)}owed/{unread.pk}/not-possible/"
    assert "They cannot be told so" in read(seat.get(page_of(contact)))
    page = read(seat.get(address))
    assert "He is outside." in page
    assert "by pressing the button you say that you have" in page
    assert fill(seat, address, reason="No way back was given.").status_code == 302
    anew(unread)
    assert (unread.end, unread.ended_by) == ("not_possible", people.member("sam").principal)
    anew(contact)
    assert contact.read_by == people.member("sam").principal
    assert contact.read_at is not None


def test_what_was_told_while_it_was_read_is_read_before_it_ends(desk: Seats) -> None:
    """Seen to fail: with what the reader has seen not compared with what was told."""
    contact, seat = someone_calls(), desk("sam")
    (unread,) = owed(contact, duty="acknowledge")
    address = f"{page_of(contact)}owed/{unread.pk}/not-possible/"
    form = {**carried(seat.get(address)), "reason": "They asked us not to write."}
    message = LaterMessage(
        mailbox=contact.mailbox, what=Later.MESSAGE, words="He is outside now.", door_time=clocks.now()
    )
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    clash = seat.post(address, form)
    assert clash.status_code == 409
    assert "More was told while you were writing." in read(clash)
    assert "He is outside now." in read(clash)
    assert "They asked us not to write." in clash.content.decode()
    assert anew(unread).end == ""
    assert seat.post(address, {**carried(clash), "reason": "They asked us not to write."}).status_code == 302
    assert anew(unread).end == "not_possible"


# Children


def test_a_child_is_named_with_a_nickname_and_is_owed_a_decision(desk: Seats) -> None:
    contact = people.someone_tells("I saw a girl.", about=Way.SAW)
    answer = fill(
        desk("sam"), page_of(contact) + "children/", **{"new-known_as": "Red-haired girl", "new-age": "about 13"}
    )
    assert answer.status_code == 302
    child = only_child(contact)
    assert (child.known_as, child.age, child.under_13, child.learning_disability) == (
        "Red-haired girl",
        "about 13",
        None,
        None,
    )
    assert [duty.child for duty in owed(contact, duty="decide")] == [child.pk]


@pytest.mark.parametrize(
    ("age", "says"), [("14", "No, by the age told"), ("about 11", "Yes, by the age told"), ("year 9", "Not known")]
)
def test_under_13_says_what_the_rule_takes_it_for(desk: Seats, age: str, says: str) -> None:
    """Seen to fail: "Under 13: Not known" beside "Age, as told: 14", and beside 11, where two had to agree."""
    contact = people.someone_tells("I saw a girl.", about=Way.SAW)
    fill(desk("sam"), page_of(contact) + "children/", **{"new-known_as": "Red-haired girl", "new-age": age})
    decide = f"{page_of(contact)}decide/{only_child(contact).pk}/"
    for address in (page_of(contact), decide):
        assert f"Under 13 {says} Learning disability" in read(desk("sam").get(address)), address


def test_a_child_named_by_a_double_click_is_named_once(desk: Seats) -> None:
    contact, seat = people.someone_tells("I saw a girl.", about=Way.SAW), desk("sam")
    address = page_of(contact) + "children/"
    form = {**carried(seat.get(address)), "new-known_as": "Ana"}
    assert [seat.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert len(held(Concern.objects.filter(record=contact.record))) == 1


def test_a_child_of_the_index_is_chosen_not_made_again(desk: Seats) -> None:
    known, contact = (
        people.someone_tells(teller=Teller(name="Maya")),
        people.someone_tells("A friend.", about=Way.FRIEND),
    )
    maya = only_child(known)
    seat, address = desk("sam"), page_of(contact) + "children/"
    reference = maya.record.reference
    assert reference not in seat.get(address).content.decode(), "nobody is listed before anyone was searched for"
    found = fill(seat, address, words="maya", do="search")
    assert f'name="child" value="{reference}"' in found.content.decode()
    assert seat.post(address, {**carried(found), "child": reference}).status_code == 302
    assert only_child(contact).pk == maya.pk
    assert "Named on this contact already." in read(fill(seat, address, words="Maya", do="search"))


def test_each_step_of_naming_a_child_keeps_what_was_typed(desk: Seats) -> None:
    """Searched, searched again, and none of these. Guards against: a form made anew at each step."""
    people.someone_tells(teller=Teller(name="Maya Alder"))
    contact, seat = people.someone_tells("A friend.", about=Way.FRIEND), desk("sam")
    address = page_of(contact) + "children/"
    first = fill(seat, address, words="Maya", do="search")
    assert "Maya Alder" in read(first) and "None of these: a new child" in read(first)
    assert re.search(r'<input[^>]*name="new-known_as"[^>]*value="Maya"', first.content.decode())
    typed = {**carried(first), "new-known_as": "Maya B", "new-age": "about 13", "new-known": "Swims on Fridays."}
    again = seat.post(address, {**typed, "words": "Mia", "do": "search"})
    for words in ("Maya B", "about 13", "Swims on Fridays.", "Mia"):
        assert words in again.content.decode(), words
    assert len(held(Child.objects.all())) == 1
    added = seat.post(address, {**carried(again), **{key: typed[key] for key in typed if "new" in key}, "do": "new"})
    assert "Who may be meant" in read(added) and "Swims on Fridays." in added.content.decode(), (
        "another name than searched"
    )
    done = seat.post(address, {**typed, **carried(added), "do": "new"})
    assert done.status_code == 302
    assert (only_child(contact).known_as, only_child(contact).known) == ("Maya B", "Swims on Fridays.")


def test_naming_a_child_under_a_name_that_is_known_shows_who_that_is_first_and_is_never_refused(desk: Seats) -> None:
    people.someone_tells(teller=Teller(name="Maya Alder"))
    contact, seat = people.someone_tells("A friend.", about=Way.FRIEND), desk("sam")
    address = page_of(contact) + "children/"
    shown = fill(seat, address, **{"new-known_as": "Maya Alder"})
    assert shown.status_code == 200 and "Nothing is saved yet." in read(shown)
    assert seat.post(address, {**carried(shown), "new-known_as": "Maya Alder", "do": "new"}).status_code == 302


def test_a_child_is_found_by_the_number_of_an_agency(desk: Seats) -> None:
    known = only_child(people.someone_tells(teller=Teller(name="Maya Alder")))
    contact, sam = people.someone_tells("A friend.", about=Way.FRIEND), people.member("sam")
    with as_role("desk"):
        record_fact(child=known, kind=FactKind.NHS_NUMBER, answer=Answer.KNOWN, value="9990000026", by=sam)
        record_fact(child=known, kind=FactKind.SCHOOL, answer=Answer.KNOWN, value="Alderbrook School", by=sam)
    for words in ("999 000 0026", "9990000026", known.record.reference.lower()):
        found = read(fill(desk("sam"), page_of(contact) + "children/", words=words, do="search"))
        assert "Maya Alder Age: Not known Alderbrook School Ask" in found, words


def test_two_members_who_edit_at_once_both_see_both_texts_and_lose_nothing(desk: Seats) -> None:
    """Seen to fail when the view saved on the newest version: the later text replaced the earlier one in silence."""
    contact = people.someone_tells(teller=Teller(name="Maya"))
    child = only_child(contact)
    address = f"{page_of(contact)}children/{child.pk}/"
    sam, ruth = desk("sam"), desk("ruth")
    forms = {seat: carried(seat.get(address)) for seat in (sam, ruth)}
    said = {"known_as": "Maya", "age": "14", "under_13": "no"}
    assert ruth.post(address, {**forms[ruth], **said, "known": "Sees the school nurse on Tuesdays."}).status_code == 302
    clash = sam.post(address, {**forms[sam], **said, "known": "Stays with an aunt."})
    assert clash.status_code == 409
    page = read(clash)
    assert "Someone else changed this while you were writing" in page
    assert "Sees the school nurse on Tuesdays." in page
    assert "Stays with an aunt." in page
    both = "Sees the school nurse on Tuesdays. Stays with an aunt."
    assert sam.post(address, {**carried(clash), **said, "known": both}).status_code == 302
    assert only_child(contact).known == both


# Owning


def test_what_is_owed_is_handed_over_and_its_clock_runs_on(desk: Seats) -> None:
    contact, seat = people.someone_tells(), desk("sam")
    (decision,) = owed(contact, duty="decide")
    address = f"{page_of(contact)}owed/{decision.pk}/hand-over/"
    assert "Choose who takes it over." in read(fill(seat, address))
    assert fill(seat, address, to=people.member("nia").principal).status_code == 302
    (after,) = owed(contact, duty="decide")
    assert (after.owner, after.due_at) == (people.member("nia").principal, decision.due_at)


def test_handing_over_to_someone_who_cannot_open_it_is_a_sentence(desk: Seats) -> None:
    contact = people.someone_tells()
    (decision,) = owed(contact, duty="decide")
    address = f"{page_of(contact)}owed/{decision.pk}/hand-over/"
    answer = fill(desk("sam"), address, to=people.member("owen").principal)
    assert "cannot open this contact" in read(answer)


def test_a_waiver_takes_a_second_person_who_is_not_the_first(desk: Seats) -> None:
    contact, alun, helen = people.someone_tells(), desk("alun"), desk("helen")
    (answer,) = owed(contact, duty="acknowledge")
    address = f"{page_of(contact)}owed/{answer.pk}/waive/"
    assert fill(alun, address, reason="A practice call by the team itself.").status_code == 302
    assert "Alun Prydderch asks to waive this" in read(alun.get(page_of(contact)))
    assert "Read and agree" not in read(alun.get(page_of(contact)))
    page = helen.get(page_of(contact)).content.decode()
    (agree,) = [part.split('"')[0] for part in page.split('href="') if "/waivers/" in part.split('"')[0]]
    assert "needs a second person" in read(alun.post(agree))
    assert helen.post(agree).status_code == 302
    anew(answer)
    assert (answer.end, answer.second) == ("waived", people.member("helen").principal)


def test_a_decision_is_never_waived(desk: Seats) -> None:
    contact, alun = people.someone_tells(), desk("alun")
    (decision,) = owed(contact, duty="decide")
    assert f"owed/{decision.pk}/waive/" not in alun.get(page_of(contact)).content.decode()
    answer = fill(alun, f"{page_of(contact)}owed/{decision.pk}/waive/", reason="Nothing in it.")
    assert "A decision is never let go" in read(answer)
    anew(decision)
    assert decision.end == ""


def test_someone_thinks_it_is_bigger_and_the_page_says_that_it_waits(desk: Seats) -> None:
    contact, seat = people.someone_tells(), desk("sam")
    address = page_of(contact) + "bigger/"
    assert "Say in a sentence" in read(fill(seat, address))
    for _ in range(2):
        assert fill(seat, address, why="The same phone as in March.").status_code == 302
    assert len(held(Alert.objects.filter(contact=contact.pk))) == 1
    page = read(seat.get(page_of(contact)))
    assert "The same phone as in March." in page
    assert "Waits for the strategic lead." in page


def test_closing_a_contact_leaves_it_to_the_strategic_lead_alone(desk: Seats) -> None:
    contact, seat = people.someone_tells(teller=Teller(name="Carwyn")), desk("sam")
    address = page_of(contact) + "restrict/"
    assert "Tick this" in read(fill(seat, address))
    gone = fill(seat, address, sure="on")
    assert gone["Location"] == "/"
    assert seat.get(page_of(contact)).status_code == 404
    other = people.someone_tells("Another.", about=Way.SAW)
    assert "Carwyn" not in seat.get(page_of(other) + "children/").content.decode()
    helen = desk("helen").get(page_of(contact))
    assert "Only the strategic lead sees this" in read(helen)
    assert "Carwyn" in read(helen)
    assert {duty.owner for duty in owed(contact)} == {people.member("helen").principal}


def test_a_contact_ends_only_when_nothing_is_missing(desk: Seats) -> None:
    contact, seat = someone_calls("Nothing more to do.", about=Way.SAW), desk("sam")
    page = seat.get(page_of(contact))
    assert "Something is still owed: the contact ends when nothing is." in read(page)
    assert "End this contact" not in read(page)
    assert seat.post(page_of(contact) + "end/")["Location"] == page_of(contact)
    anew(contact)
    assert contact.ended_at is None
    fill(seat, page_of(contact) + "acknowledge/", how="words", phrase="read-this")
    fill(seat, page_of(contact) + "decide/", outcomes=["H"], reasons="It was a delivery van.", **ANSWERED)
    decision = one(Decision.objects.filter(record=contact.record))
    desk("ruth").post(f"{page_of(contact)}decisions/{decision.pk}/second/", {"agree-why": ""})
    fill(seat, page_of(contact) + "tell-back/", how="words", words="We looked, and it was a delivery van. Thank you.")
    assert "A standing question of a decision has a day, and no answer yet." in read(seat.get(page_of(contact)))
    fill(seat, f"{page_of(contact)}decisions/{decision.pk}/answer/trafficked/", answer="No: nobody was moved.")
    assert "End this contact" in read(seat.get(page_of(contact)))
    assert seat.post(page_of(contact) + "end/").status_code == 302
    anew(contact)
    assert contact.ended_by == people.member("sam").principal


# What they said is wrong


def test_what_they_said_is_wrong_is_answered_through_its_own_page_by_somebody_else(desk: Seats) -> None:
    """Seen to fail: without the sentence of the command beside the form."""
    contact = someone_calls()
    fill(desk("sam"), page_of(contact) + "acknowledge/", how="phone", words="I read it and rang back.")
    message = LaterMessage(
        mailbox=contact.mailbox, door_time=clocks.now(), what=Later.THIS_IS_WRONG, words="Nobody rang me."
    )
    with as_role("worker"):
        commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    (wish,) = owed(contact, duty="complaint")
    assert "They said that something is wrong." in read(desk("alun").get(page_of(contact)))
    answer = f"{page_of(contact)}owed/{wish.pk}/answer/"
    refused = fill(desk("sam"), answer, how="phone", words="We rang at nine.")
    assert "Somebody who has not decided or written here answers that." in read(refused)
    assert "We rang at nine." in refused.content.decode()
    assert fill(desk("alun"), answer, how="phone", words="We rang at nine.")["Location"] == page_of(contact)
    assert owed(contact, duty="complaint") == []
