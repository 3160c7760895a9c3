"""The desk and other languages: in which one a child told us, which reviewed words are sent, what nobody has confirmed yet."""

import datetime as dt
import uuid

import pytest

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Told
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.telling import Later, LaterMessage
from halcyon.kernel.partnership.pack import load
from tests.conftest import as_role
from tests.domain.publishing_world import approved, begun, does, text, writes
from tests.domain.publishing_world import commands as publishing
from tests.faces.drawn import drawing  # noqa: F401
from tests.faces.filling import anew, fill, one, page_of, someone_calls
from tests.faces.sitting import Seats, desk, read  # noqa: F401
from tests.kernel.test_contact_point import a_real_site, point

pytestmark = pytest.mark.django_db
ENGLISH = "We read this. You did the right thing. Is it safe to write?"
URDU = load("demo").sayings("ur")["read-this"].text


def test_the_desk_sees_the_language_and_sends_reviewed_words_with_the_english_beside(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    """Guards against: a child who told us in Urdu is answered in English, or by words that nobody here can read."""
    contact = someone_calls("مجھے ڈر لگتا ہے", page_language="ur")
    sam = desk("sam")
    assert "by telephone, in Urdu" in read(sam.get("/"))
    assert "Told in Urdu" in read(sam.get(page_of(contact)))
    form = sam.get(page_of(contact) + "acknowledge/")
    shown = form.content.decode()
    assert ENGLISH in shown and f'<bdi lang="ur" dir="rtl">{URDU}</bdi>' in shown
    assert "Draft: needs a native reviewer." in shown and "Nothing is translated by a machine" in shown
    fill(sam, page_of(contact) + "acknowledge/", how="words", phrase="read-this")
    told = one(Told.objects.filter(record=contact.record))
    assert (told.words, told.phrase) == (URDU, "read-this")
    assert f"In English: {ENGLISH}" in read(sam.get(page_of(contact)))
    drawing["acknowledge-in-urdu"] = shown.encode()


def test_a_real_team_is_offered_no_draft_and_is_told_why(desk: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail: a draft was offered because the child had told us on a confirmed page."""
    monkeypatch.setattr("halcyon.faces.desk.contacts.sayings.pack", lambda: a_real_site(point()))
    contact = someone_calls("مجھے ڈر لگتا ہے", page_language="ur")
    sam = desk("sam")
    shown = read(sam.get(page_of(contact) + "acknowledge/"))
    assert "no Urdu phrase is reviewed yet: these go in English" in shown and URDU not in shown
    fill(sam, page_of(contact) + "acknowledge/", how="words", phrase="read-this")
    assert one(Told.objects.filter(record=contact.record)).words == ENGLISH


def test_who_comes_back_on_the_polish_pages_is_answered_in_polish() -> None:
    """Seen to fail while the language of the first telling stayed for good."""
    contact = someone_calls()
    assert contact.told_in == "en"
    with as_role("worker"):
        message = LaterMessage(
            mailbox=contact.mailbox, what=Later.MESSAGE, words="Wracam.", page_language="pl", door_time=clocks.now()
        )
        commands.receive_later(message=message, drop=uuid.uuid4(), by=Actor.system("opening"))
    assert anew(contact).told_in == "pl"


def test_a_translation_shows_what_has_changed_in_the_english_and_who_confirmed_it(desk: Seats) -> None:
    """Seen to fail: who learnt that the English had moved on had to find out by themselves how."""
    english = approved(begun())
    polish = writes(english.piece, text("Możesz nam powiedzieć.", title="Dzień"), language="pl")
    approved(polish)
    bea = desk("bea")
    address = f"/publishing/{english.piece_id}/pl/"
    assert "moved on" not in read(bea.get(address))
    approved(writes(english.piece, text("You can tell us at any hour.", title="Awareness day")))
    page = read(bea.get(address))
    assert "The English has moved on since this was translated." in page
    assert "What has changed in the English since" in page and "You can tell us at any hour." in page
    does("bea", publishing.confirm, revision=polish, reviewer="Marta Nowak, interpreter")
    assert "Marta Nowak, interpreter" in read(bea.get(address))


def test_one_page_says_what_keeps_each_language_from_the_public(
    desk: Seats, monkeypatch: pytest.MonkeyPatch, drawing: dict[str, bytes]
) -> None:
    bea = desk("bea")
    shown = bea.get("/publishing/languages/")
    page = read(shown)
    assert "Polish" in page and "Urdu" in page and page.count("Draft: needs a native reviewer") >= 22
    assert "The public pages offer this language." in page
    monkeypatch.setattr("halcyon.faces.desk.publishing.speaking.pack", lambda: a_real_site(point()))
    assert "The public pages do not offer this language:" in read(bea.get("/publishing/languages/"))
    drawing["languages"] = shown.content


def test_a_pack_s_translation_knows_which_english_it_says(desk: Seats) -> None:
    assert all(page.translates for page in load("demo").all_pages if page.lang != "en")
    assert dt.date(2026, 11, 22) <= min(page.reviewed for page in load("demo").all_pages if page.lang == "pl")
