"""The desk's pages of asking and answering."""

import pytest

from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import keep_looks
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import COMPARING, a_phone, closes, names, told
from tests.domain.test_leaving import switched_off
from tests.domain.test_sharing import answers, asks, closed, looked
from tests.faces.drawn import drawing
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk", "drawing"]
pytestmark = pytest.mark.django_db


def test_the_page_of_a_closed_record_says_whom_to_ask_and_one_press_asks(desk: Seats) -> None:
    reference, nia = closed(Lock.ASK), desk("nia")
    page = nia.get(f"/contacts/{reference}/")
    assert page.status_code == 404
    assert "Ask Helen Marchbanks" in read(page)
    assert "Ask to see it" in read(page)
    assert nia.post("/asks/new/", {"reference": reference}).status_code == 302
    mine = read(nia.get("/asks/"))
    assert f"You asked to see {reference}" in mine


@pytest.mark.parametrize("key", ["owen", "chair"])
def test_whoever_may_not_ask_is_not_offered_to(desk: Seats, key: str) -> None:
    reference = closed(Lock.ASK)
    assert "Ask to see it" not in read(desk(key).get(f"/contacts/{reference}/"))


def test_a_silent_record_offers_nothing_and_answers_an_ask_like_nothing(desk: Seats) -> None:
    """Seen to fail with the form on every page that finds nothing."""
    reference, nia = closed(Lock.SILENT), desk("nia")
    hidden = nia.get(f"/contacts/{reference}/")
    nothing = nia.get("/contacts/C-ZZZZ-ZZZZ/")
    assert "Ask to see it" not in read(hidden)
    assert read(hidden) == read(nothing)
    answers = [nia.post("/asks/new/", {"reference": each}) for each in (reference, "C-ZZZZ-ZZZZ")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert read(answers[0]) == read(answers[1])


def test_who_asks_for_a_silent_record_without_looking_at_its_page_is_told_to_its_owner(desk: Seats) -> None:
    """Guards against a reference that is tried through the form of another record, and leaves nothing behind.

    Seen to fail: with an ask that leaves no look.
    """
    assert desk("nia").post("/asks/new/", {"reference": closed(Lock.SILENT)}).status_code == 404
    assert keep_looks(by=COMPARING) == 1
    assert Look.objects.get().looked_by == people.member("nia").principal


def test_the_owner_answers_beside_sentences_that_say_what_is_missing(desk: Seats) -> None:
    asked = asks(closed(Lock.ASK), why="She is on my list for Monday.")
    helen, address = desk("helen"), f"/asks/{asked.pk}/"
    assert "She is on my list for Monday." in read(helen.get(address))
    refused = read(helen.post(address, {"shared": "", "reason": "", "until": "soon"}))
    for sentence in ("Choose whether you share it.", "Say why.", "Write a date, for example"):
        assert sentence in refused
    assert "The last day is over already" in read(
        helen.post(address, {"shared": "share", "reason": "x", "until": "2020-01-01"})
    )
    assert helen.post(address, {"shared": "keep", "reason": "It is about her own agency."}).status_code == 302
    assert "Not shared" in read(desk("nia").get("/asks/"))
    assert helen.post(address, {"shared": "keep", "reason": "Again."}).status_code == 409


def test_the_owner_of_a_silent_record_answers_a_look(desk: Seats) -> None:
    look, helen = looked(closed(Lock.SILENT)), desk("helen")
    page = read(helen.get("/asks/"))
    assert "Nia" in page
    assert "looked for" in page
    assert "They do not know that it is there." in page
    address = f"/asks/looks/{look.pk}/"
    assert "They do not know that it is there." in read(helen.get(address))
    assert desk("nia").get(address).status_code == 404
    assert helen.post(address, {"shared": "keep", "reason": "It is about her own agency."}).status_code == 302
    with as_role("desk"), acting(people.member("helen")):
        assert Reply.objects.get().look == look.pk


def test_an_ask_is_nobody_elses_to_open(desk: Seats) -> None:
    asked = asks(closed(Lock.ASK))
    assert people.member("alun").principal != asked.to
    for key in ("nia", "alun", "kate"):
        assert desk(key).get(f"/asks/{asked.pk}/").status_code == 404


def test_what_was_shared_is_one_press_away_and_what_was_answered_is_not_asked_again(desk: Seats) -> None:
    """Seen to fail: whoever was shared with had a reference to copy, and the owner met an empty form."""
    reference = closed(Lock.ASK)
    asked, nia, helen = asks(reference), desk("nia"), desk("helen")
    way = f'href="/contacts/{reference}/"'
    assert way not in nia.get("/asks/").content.decode()
    helen.post(f"/asks/{asked.pk}/", {"shared": "share", "reason": "She needs it.", "until": ""})
    assert way in nia.get("/asks/").content.decode()
    again = helen.get(f"/asks/{asked.pk}/")
    assert (again.status_code, again["Location"]) == (302, "/asks/")
    assert "This was answered before." in read(helen.get("/asks/"))


def test_a_manager_says_who_holds_what_somebody_who_has_left_held(desk: Seats, drawing: dict[str, bytes]) -> None:
    """Guards against an ask of somebody who is gone that a manager is rung about and can do nothing about.

    Seen to fail: with nothing of it on the manager's page.
    """
    reference = closed(Lock.ASK)
    helen = switched_off("helen")
    nia, alun = desk("nia"), desk("alun")
    gone = nia.get(f"/contacts/{reference}/")
    assert "held it and has left" in read(gone)
    assert nia.post("/asks/new/", {"reference": reference}).status_code == 302
    listed, address = alun.get("/asks/"), f"/asks/left/{helen}/"
    assert "1 answer waits" in read(listed) and address in listed.content.decode()
    assert reference not in read(listed)
    form, empty = alun.get(address), alun.post(address, {"to": ""})
    assert "Choose who holds it from now on." in read(empty) and "Owen" not in read(form)
    assert nia.get(address).status_code == 403 and "Held by somebody" not in read(nia.get("/asks/"))
    assert alun.post(address, {"to": people.member("imran").principal}).status_code == 302
    assert alun.get(address).status_code == 404
    assert f"asks to see {reference}" in read(desk("imran").get("/asks/"))
    drawing |= {"left-faults": empty.content, "list-of-alun": listed.content}


def test_every_state_of_asking_and_answering_can_be_read_on_a_telephone_and_at_a_desk(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """The list, empty and full, the ask and the refusal, the answer with its faults, answered already, a look."""
    helen, nia = desk("helen"), desk("nia")
    empty = nia.get("/asks/")
    reference = closed(Lock.ASK)
    closed_page = nia.get(f"/contacts/{reference}/")
    nothing = nia.post("/asks/new/", {"reference": "C-ZZZZ-ZZZZ"})
    nia.post("/asks/new/", {"reference": reference})
    asked, look = asks(closed(Lock.ASK)), looked(closed(Lock.SILENT))
    address, said = f"/asks/{asked.pk}/", {"shared": "keep", "reason": "It is about her own agency. I ring her at two."}
    shown = {
        "empty": empty, "closed": closed_page, "nothing": nothing, "asked-of-me": helen.get("/asks/"),
        "form": helen.get(address), "faults": helen.post(address, {"shared": "", "reason": "", "until": "soon"}),
        "look": helen.get(f"/asks/looks/{look.pk}/"), "done": helen.post(address, said),
        "answered-before": helen.post(address, said), "list-of-helen": helen.get("/asks/"), "list-of-nia": nia.get("/asks/"),
    }  # fmt: skip
    assert shown.pop("done").status_code == 302
    drawing.update({name: page.content for name, page in shown.items()})


def test_an_analyst_asks_from_the_network_and_is_led_to_nothing_that_they_may_not_open(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Seen to fail: with whom to ask named beside the network, and no way to ask; and with a link to a contact."""
    hidden, seen = told(), told()
    names("ruth", hidden, a_phone())
    closes(hidden, Lock.ASK)
    phone = names("sam", seen, a_phone())
    yusuf = desk("yusuf")
    network = yusuf.get(f"/subjects/{phone.pk}/network/")
    assert "A record exists: ask Helen Marchbanks" in read(network)
    assert f'name="reference" value="{hidden.reference}"' in network.content.decode()
    assert yusuf.post("/asks/new/", {"reference": hidden.reference, "why": ""}).status_code == 302
    answers(Ask.objects.get(), shared=True)
    after = yusuf.get("/asks/")
    assert "Shared" in read(after) and f"/contacts/{hidden.reference}" not in after.content.decode()
    assert "ask Helen" not in read(yusuf.get(f"/subjects/{phone.pk}/network/"))
    drawing |= {"network-ask": network.content}
