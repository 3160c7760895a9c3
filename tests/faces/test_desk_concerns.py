"""What a member finds on the page where a concern, a hidden detail or a statement asks something of them."""

import datetime as dt

import pytest

from halcyon.domain.children import commands as children
from halcyon.domain.children.models import Child, Statement, StatementKind
from halcyon.domain.contacts.models import Action
from halcyon.domain.intelligence.models import Report
from halcyon.domain.sharing.models import Ask
from halcyon.domain.subjects.commands import judge
from halcyon.domain.subjects.models import DoubtKind, Mention, Same, Subject
from halcyon.faces.desk.acts import answering
from halcyon.kernel import clocks
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Teller
from tests import people
from tests.conftest import as_role
from tests.domain.informing import grades, item_of, sanitises, sends
from tests.domain.subjected import a_person, a_phone, closes, does, names, told
from tests.domain.test_children_rights import HEALTH
from tests.domain.test_children_rights import a_child as a_child_of_many
from tests.domain.test_sharing import answers, asks, closed
from tests.domain.test_subjects_concern import a_place, of_concern
from tests.domain.test_subjects_doubted import says, two_who_share_a_phone
from tests.faces.drawn import drawing
from tests.faces.filling import decides, fill, held, one, only_child, page_of, someone_calls
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk", "drawing"]
pytestmark = pytest.mark.django_db
SOON = clocks.today() + dt.timedelta(days=9)


def page(child: Child) -> str:
    return f"/children/{child.record.reference}/"


def test_one_press_on_a_childs_page_asks_for_what_the_role_does_not_read(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against a page that names whom to ask and leaves the member to find a telephone."""
    child, adam, ruth = a_child_of_many(), desk("adam"), desk("ruth")
    before = adam.get(page(child))
    assert "Health in full: ask Ruth Adebanjo, Health" in read(before) and "Ask to read it" in read(before)
    assert adam.post(f"/asks/children/{child.record.reference}/", {"detail": "health"}).status_code == 302
    asked = adam.get(page(child))
    assert "Health in full: you have asked Ruth Adebanjo" in read(asked)
    assert f"You asked to read health in full of child {child.record.reference}" in read(adam.get("/asks/"))
    address = f"/asks/{one(Ask.objects.all()).pk}/"
    form = ruth.get(address)
    assert f"Health in full of child {child.record.reference}" in read(form)
    assert "Adam Kestell asks to read health in full of child" in read(ruth.get("/asks/"))
    assert ruth.post(address, {"shared": "share", "reason": "He must know.", "until": ""}).status_code == 302
    story = read(adam.get(f"{page(child)}story/"))
    assert HEALTH in story and "Health in full" not in story
    drawing |= {"asks": before.content, "asked": asked.content, "answer": form.content}


@pytest.mark.parametrize("said", [{}, {"detail": "everything"}, {"detail": "police"}])
def test_a_press_that_asks_for_nothing_there_is_answers_like_nothing(desk: Seats, said: dict[str, str]) -> None:
    """Guards against an ask for what Adam reads already, or for a detail that nobody knows."""
    child = a_child_of_many()
    assert desk("adam").post(f"/asks/children/{child.record.reference}/", said).status_code == 404
    assert held(Ask.objects.all()) == []


def test_a_record_that_may_be_asked_for_is_one_press_away_on_the_childs_page(desk: Seats) -> None:
    """Guards against a name and no way to ask; what is silent offers nothing."""
    contact = someone_calls(teller=Teller(name="Maya"))
    child = only_child(contact)
    closes(contact.record, Lock.ASK)
    shown = desk("nia").get(page(child)).content.decode()
    assert "Ask Helen Marchbanks" in shown and f'value="{contact.record.reference}"' in shown
    closes(contact.record, Lock.SILENT, by="helen")
    shown = desk("nia").get(page(child)).content.decode()
    assert "Ask Helen" not in shown and contact.record.reference not in shown


def test_a_statement_shows_whom_and_what_it_names_each_one_press_away(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against a statement whose car and driver stand on a page of their own alone."""
    sam = people.member("sam")
    maya = does("sam", children.add_child, team=sam.team or 0, known_as="Maya")
    kept: Statement = does(
        "sam", children.record_statement, child=maya, kind=StatementKind.VERBATIM, speaker="Maya",
        words="Dez drives me and Ellie, AB12 CDE.",
    )  # fmt: skip
    seat, address = desk("sam"), f"{page(maya)}said/{kept.pk}/names/"
    wrong = fill(seat, address, words="Dez", kind="person", reference="2222-2222")
    assert "There is no record of concern with this reference" in read(wrong)
    for kind, words in (("person", "Dez"), ("vehicle", "AB12 CDE")):
        assert fill(seat, address, words=words, kind=kind).status_code == 302
    shown = seat.get(page(maya))
    dez = one(Mention.objects.filter(written="Dez"))
    assert f'href="/subjects/{dez.pk}/">Person: Dez</a>' in shown.content.decode()
    assert "Vehicle: AB12 CDE" in read(shown)
    says(dez, DoubtKind.DISPROVED)
    shown = seat.get(page(maya))
    assert "Person: Dez disproved" in read(shown)
    assert "Person: Dez" not in read(desk("carys").get(page(maya)))
    drawing |= {"named": shown.content, "naming": wrong.content}


def test_a_place_of_concern_is_handed_over_from_its_page(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against a place whose owner has left and that nobody can take over."""
    subject: Subject = of_concern(a_place(), review_on=SOON)
    jo, address = desk("jo"), f"/subjects/concern/{subject.record.reference}/hand-over/"
    assert address in jo.get(f"/subjects/{subject.mention_id}/").content.decode()
    empty = jo.post(address, {"to": ""})
    assert "Choose who takes it over." in read(empty)
    assert "Carys Holtham" not in read(empty), "her role keeps nothing of concern"
    assert jo.post(address, {"to": people.member("adam").principal}).status_code == 302
    assert "Adam Kestell" in read(jo.get(f"/subjects/{subject.mention_id}/"))
    assert desk("yusuf").get(address).status_code == 403
    drawing |= {"hand-over": empty.content, "place": jo.get(f"/subjects/{subject.mention_id}/").content}


def test_another_day_of_review_without_a_word_of_what_was_considered_is_not_kept(desk: Seats) -> None:
    """Guards against a late review that is put off from the page by a date alone."""
    subject = of_concern(a_place(), review_on=SOON)
    jo, address = desk("jo"), f"/subjects/concern/{subject.record.reference}/"
    said = {"why": subject.why, "considered": subject.considered, "review_on": "2099-01-01", "version": 1}
    said |= {"ethnicity_said": "not_yet_asked", "nationality_said": "not_yet_asked"}
    answer = jo.post(address, said)
    assert "say what was considered now" in read(answer) and "2099-01-01" in answer.content.decode()
    assert jo.post(address, said | {"considered": "Visited; nothing was found."}).status_code == 302


def test_the_front_counts_adults_and_says_of_how_many_nobody_knows(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against a table of completeness that counts children, or hides whom it leaves out."""
    of_concern(names("jo", told(), a_person("Dez", "B"), written="Dez"), review_on=SOON)
    shown = read(desk("jo").get("/subjects/"))
    assert "Of 1 person of concern nobody has recorded whether they are adults." in shown
    of_concern(names("jo", told(), a_person("Boris", "A"), written="Boris"), adult=True, review_on=SOON)
    whole = desk("jo").get("/subjects/")
    assert "1 of 1" in read(whole) and "Of 1 more person of concern" in read(whole)
    drawing |= {"front": whole.content}


def test_the_network_says_which_doubt_keeps_a_link_from_counting(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against a definition that is printed and not kept."""
    boris, dez, _ = two_who_share_a_phone()
    jo, address = desk("jo"), f"/subjects/{boris.pk}/network/"
    assert "No two linked people of concern" not in read(jo.get(address))
    says(dez, DoubtKind.SUSPECTED_FALSE)
    shown = jo.get(address)
    assert "No two linked people of concern" in read(shown)
    assert "asserted; what the record says of an end is suspected false: does not count" in read(shown)
    assert "nothing that its record says of either end is doubted" in read(shown)
    drawing |= {"network": shown.content}


def test_the_page_of_a_past_day_shows_its_actions_and_says_of_how_many_nothing_is_known(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against a past day on which nothing seems to have been owed to a child by anyone."""
    with clocks.at(clocks.now() - dt.timedelta(days=30)):
        contact = someone_calls(teller=Teller(name="Maya"))
        decides(desk("sam"), contact, "D")
    child, day = only_child(contact), clocks.today() - dt.timedelta(days=20)
    shown = desk("sam").get(f"{page(child)}?known_on={day.isoformat()}")
    assert "Actions open then, by agency" in read(shown) and page_of(contact) in shown.content.decode()
    with as_role("owner"):
        Action.objects.update(added_at=None)
    undated = desk("sam").get(f"{page(child)}?known_on={day.isoformat()}")
    assert "1 more may have been open: nothing says when it was added." in read(undated)
    drawing |= {"then": shown.content, "undated": undated.content}


def test_a_concern_is_ended_from_its_page_by_two_and_stands_there_as_it_was(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against a record of concern that nobody can ever lay down, and against one that vanishes when two do.

    Seen to fail: with a second proposal offered while one waits.
    """
    subject: Subject = of_concern(a_place(), review_on=SOON)
    jo, alun, place = desk("jo"), desk("alun"), f"/subjects/{subject.mention_id}/"
    address = f"/subjects/concern/{subject.record.reference}/end/"
    assert "End the concern" in read(jo.get(place))
    empty = jo.post(address, {"reason": ""})
    assert "Say why it is of concern no more" in read(empty)
    assert jo.post(address, {"reason": "The shop has closed for good."}).status_code == 302
    waiting = alun.get(place)
    assert "Jo Fenwick would end this concern." in read(waiting) or "would end this concern." in read(waiting)
    assert f"{address}answer/" in waiting.content.decode() and "End the concern" not in read(waiting)
    assert f"{address}answer/" not in jo.get(place).content.decode()
    front = alun.get("/subjects/")
    assert "Waits for a second person to end it" in read(front)
    assert desk("sam").get(f"{address}answer/").status_code == 403
    form = alun.get(f"{address}answer/")
    assert "The shop has closed for good." in read(form)
    assert "Choose whether you agree." in read(alun.post(f"{address}answer/", {"agreed": "", "why": "I went there."}))
    assert alun.post(f"{address}answer/", {"agreed": "yes", "why": "I went there."}).status_code == 302
    over = jo.get(place)
    assert (
        "Of concern once" in read(over)
        and "I went there." in read(over)
        and "Make it a record of concern" in read(over)
    )
    assert alun.get(f"{address}answer/").status_code == 404
    assert "No person or place has a record of concern." in read(jo.get("/subjects/"))
    found = read(jo.post("/search/", {"words": "Harbour"}))
    assert "Place of concern once, and no more" in found
    drawing |= {"end": empty.content, "waits": waiting.content, "answer-end": form.content, "over": over.content}


def test_of_what_nobody_else_may_open_the_owner_names_who_reads_it_and_agrees(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against a closed concern that no page can end, and against a second who goes on reading it.

    Seen to fail: with a page that asks for no second.
    """
    subject: Subject = of_concern(a_place(), review_on=SOON)
    closes(subject.record, Lock.SILENT, owner="jo", by="jo")
    jo, alun, address = desk("jo"), desk("alun"), f"/subjects/concern/{subject.record.reference}/end/"
    empty = jo.post(address, {"reason": "The shop has closed for good."})
    assert "Choose who reads it and agrees, or says why not." in read(empty) and "Owen" not in read(empty)
    said = {"reason": "The shop has closed for good.", "second": people.member("alun").principal}
    assert desk("alun").get(f"{address}answer/").status_code == 404
    assert jo.post(address, said).status_code == 302
    assert alun.post(f"{address}answer/", {"agreed": "yes", "why": "I went there."}).status_code == 302
    assert alun.get(f"/subjects/{subject.mention_id}/").status_code == 404
    assert "Of concern once" in read(jo.get(f"/subjects/{subject.mention_id}/"))
    drawing |= {"end-closed": empty.content}


def test_a_list_that_is_cut_says_so_and_is_one_press_from_all_of_it(
    desk: Seats, drawing: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards against a list that stops and reads as all there is; what waits for an answer is never what is left out.

    Seen to fail: with nothing said of what is left out.
    """
    for written in ("12 Harbour Row, Otterwick", "3 Quay Steps, Otterwick"):
        of_concern(a_place(written), review_on=SOON)
    monkeypatch.setattr(answering, "MOST", 1)
    jo = desk("jo")
    cut, whole = jo.get("/subjects/"), jo.get("/subjects/?all=1")
    assert "1 more is not shown here." in read(cut) and "not shown here" not in read(whole)
    assert ("Harbour" in read(cut)) != ("Quay" in read(cut)) and "Harbour" in read(whole) and "Quay" in read(whole)
    waits, done, last = (asks(closed(Lock.ASK), key) for key in ("nia", "kate", "ruth"))
    for answered in (done, last):
        answers(answered, shared=False)
    few, every = read(desk("helen").get("/asks/")), read(desk("helen").get("/asks/?all=1"))
    assert waits.about in few and done.about not in few and "1 more that was answered is not shown here." in few
    assert done.about in every and "not shown here" not in every
    for words in ("A man waits by the bus stop.", "A man waits by the school."):
        grades(item_of(sends("jo", words)))
        sanitises(item_of(Report.objects.latest("submitted_at")), words)
    for address in ("/intelligence/", "/intelligence/sent/"):
        assert "1 more is not shown here." in read(jo.get(address))
        assert "not shown here" not in read(jo.get(f"{address}?all=1"))
    drawing |= {"cut": cut.content}


def test_what_children_share_stands_with_the_agencies_that_recorded_them(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against one phone shared by children of two agencies that reads like one shared by two sisters.

    Seen to fail: with no agencies beside the children.
    """
    phones = []
    for key, girl in (("sam", "Wren"), ("ruth", "Robin")):
        record = told()
        names(key, record, a_person(girl, "Alderton", age="14"), written=girl)
        phones.append(names(key, record, a_phone()))
    does("sam", judge, a=phones[0], b=phones[1], answer=Same.SAME, reason="One number.")
    page_of_it = desk("sam").get(f"/subjects/{phones[0].pk}/network/")
    shown = read(page_of_it)
    assert "Wren (Children's social care)" in shown and "Robin (Health)" in shown
    assert "children of different agencies" in shown
    drawing |= {"shared": page_of_it.content}


def test_what_stayed_open_when_its_contact_was_closed_is_one_press_away(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Seen to fail: without the list."""
    record = told()
    of_concern(names("jo", record, a_phone()), review_on=SOON)
    closes(record, Lock.SILENT)
    helen = desk("helen")
    before = helen.get("/asks/")
    assert "Phone of concern: 07700 900142" in read(before)
    assert "Open to everyone" not in read(desk("jo").get("/asks/"))
    address = before.content.decode().split('action="/asks/open/')[1].split('"')[0]
    assert helen.post(f"/asks/open/{address}").status_code == 302
    after = read(helen.get("/asks/"))
    assert "Closed. It is yours" in after and "07700 900142" not in after
    drawing |= {"left-open": before.content}
