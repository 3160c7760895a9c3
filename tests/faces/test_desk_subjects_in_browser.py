"""Finding out in Chromium: axe finds nothing, the picture is drawn, the tables say the same; names are offered while one writes."""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.databases import FreshDatabase
from tests.faces.served import Serves, environment, looks, serves, someone

__all__ = ["serves"]

NAMES = """
import django
django.setup()
from django.db import transaction
from halcyon.domain.contacts.commands import receive
from halcyon.domain.subjects import commands
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.telling import Channel, Telling, Way
from halcyon.kernel.matching import Identity, Kind, Name
import uuid
by = Actor.system("opening")
with transaction.atomic(), acting(by):
    for given, phone in (("Dez", "07700 900142"), ("Desmond", "0770 0900142"), ("Boris", "+447700900142")):
        telling = Telling(words="He rings her.", channel=Channel.WEB, about=Way.SAW, door_time=clocks.now())
        contact = receive(telling=telling, drop=uuid.uuid4(), by=by)
        person = Identity(names=(Name(given=given, family="Harkaway"),), phones=(phone,), vehicles=("AB12 CDE",))
        named = commands.mention(record=contact.record, identity=person, written=given + " Harkaway", by=by)
print(contact.record.reference, named.pk)
"""


def test_the_panel_a_subject_and_the_network_can_be_read_by_everyone(
    serves: Serves, chromium: Browser, fresh_database: FreshDatabase
) -> None:
    address = serves("demo")
    env = environment(fresh_database.state, "demo") | {"DJANGO_SETTINGS_MODULE": "halcyon.settings.worker"}
    said = subprocess.run([sys.executable, "-c", NAMES], env=env, check=True, capture_output=True, text=True)
    reference, named = said.stdout.split()
    with someone(chromium, address) as page:
        page.goto(f"/subjects/matches/{reference}/")
        page.get_by_role("button", name="Sam ").first.click()
        expect(page.get_by_role("heading", name="What this may be the same as")).to_be_visible()
        for summary in page.locator("summary").all():
            summary.click()
        keeps(page, "panel")
        looks(page)
        page.locator("a[href$='answer=same']").first.click()
        page.get_by_role("button", name="Save my answer").click()
        looks(page)
        page.get_by_label("What makes you think so?").fill("The very same number.")
        page.get_by_role("button", name="Save my answer").click()
        for place, heading in (
            (f"/subjects/{named}/", "Where it is named"), (f"/subjects/{named}/network/", "Who and what"),
            ("/subjects/", "Small concerns that add up"), (f"/subjects/{named}/watch/", "Tell me if this comes up again"),
            (f"/subjects/{named}/concern/", "Of concern"), (f"/subjects/{named}/link/", "How does this hang together"),
        ):  # fmt: skip
            page.goto(place)
            expect(page.get_by_role("heading", name=heading).first).to_be_visible()
            if place.endswith("network/"):
                the_picture_is_reached_by_keyboard(page)
            keeps(page, place.strip("/").split("/")[-1])
            looks(page)
        names_are_offered_while_writing(page, f"/contacts/{reference}/")
        a_failed_look_says_so_and_holds_nothing_back(page, f"/contacts/{reference}/bigger/")


def the_picture_is_reached_by_keyboard(page: Page) -> None:
    """The arrows go from one to the next and say where one stands; Enter opens it."""
    picture = page.locator("#picture")
    expect(picture.locator("canvas").first).to_be_visible()
    picture.focus()
    said = page.locator(".subjects-said")
    expect(said).to_contain_text("Enter opens it")
    first, place = said.inner_text(), page.url
    for arrow in ("Right", "Left", "Up", "Down"):
        page.keyboard.press(f"Arrow{arrow}")
        if said.inner_text() != first:
            break
    expect(said).not_to_have_text(first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Where it is named")).to_be_visible()
    page.goto(place)
    expect(picture.locator("canvas").first).to_be_visible()


def names_are_offered_while_writing(page: Page, contact: str) -> None:
    """By keyboard alone: Alt and Enter takes the first, Tab and Enter the next, and the third is left as it is."""
    page.goto(f"{contact}actions/new/")
    box = page.get_by_label("What is to be done?")
    box.press_sequentially("Ask Desmond Harkaway about 07700 900142 and AB12 CDE.")
    expect(page.get_by_role("button", name="Name person Desmond Harkaway")).to_be_visible()
    expect(box).to_have_accessible_description(re.compile("Alt and Enter for the first"))
    keeps(page, "offered")
    looks(page)
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_text("Person Desmond Harkaway is named when you save.")).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Name phone 07700 900142")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Phone 07700 900142 is named when you save.")).to_be_visible()
    expect(page.get_by_role("button", name="Name vehicle AB12 CDE")).to_be_focused()
    keeps(page, "taken")
    looks(page)
    page.get_by_role("button", name=re.compile("Leave it out.*900142")).press("Enter")
    expect(page.locator("input[name=taken]")).to_have_count(1)
    page.get_by_label("Which agency does it?").select_option(index=1)
    page.get_by_label("By when?").fill("2030-01-04T17:00")
    page.get_by_role("button", name="Add this action").press("Enter")
    expect(page.get_by_text("Added. The contact does not end before it is done.")).to_be_visible()


def a_failed_look_says_so_and_holds_nothing_back(page: Page, form: str) -> None:
    """Guards against: a failed look that reads as nothing found."""
    page.route("**/subjects/spotted/", lambda asked: asked.fulfill(status=200, body="not an answer"))
    page.goto(form)
    page.get_by_label("What makes you think this is bigger?").fill("The same number, 07700 900142, for a third time.")
    expect(page.get_by_text("could not be looked for just now")).to_be_visible()
    keeps(page, "unread")
    looks(page)
    page.get_by_role("button", name="Raise it to the strategic lead").press("Enter")
    expect(page.get_by_text("Raised. Only the strategic lead can answer")).to_be_visible()


def keeps(page: Page, name: str) -> None:
    """Pictures for whoever wants to look: both widths, when a folder is named."""
    folder = os.environ.get("HALCYON_PICTURES")
    if folder:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(700)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})
        page.wait_for_timeout(300)
