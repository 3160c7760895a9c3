"""The panel, one subject and the network in Chromium: axe finds nothing, the picture is drawn, the tables say the same."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.databases import FreshDatabase
from tests.faces.test_desk_in_browser import Serves, chromium, environment, looks, serves, someone

__all__ = ["chromium", "serves"]

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
                expect(page.locator("#picture canvas").first).to_be_visible()
            keeps(page, place.strip("/").split("/")[-1])
            looks(page)


def keeps(page: object, name: str) -> None:
    """Pictures for whoever wants to look: both widths, when a folder is named."""
    folder = os.environ.get("HALCYON_PICTURES")
    if folder:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})  # type: ignore[attr-defined]
            page.wait_for_timeout(700)  # type: ignore[attr-defined]
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)  # type: ignore[attr-defined]
        page.set_viewport_size({"width": 320, "height": 800})  # type: ignore[attr-defined]
        page.wait_for_timeout(300)  # type: ignore[attr-defined]
