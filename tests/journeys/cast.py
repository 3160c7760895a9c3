"""Puts people in front of the browser, each with a window of their own, and asks at the end what must hold for all of them.

At the door: no cookie, no other host, nothing that the page's own policy refuses. At the desk: no other host, no fault.
"""

import re

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from halcyon.faces.door.pages import NEUTRAL_PAGE
from tests.journeys.characters import Member, Teller
from tests.journeys.house import PATIENCE, House
from tests.journeys.newcomer import Newcomer

PHONE = {"width": 320, "height": 640}
SCREEN = {"width": 1280, "height": 900}


class Cast:
    """Everyone of one journey."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.asked: set[str] = set()
        self.complaints: list[str] = []
        self.contexts: list[tuple[BrowserContext, str]] = []

    def teller(self, house: House, *, scripts: bool = True) -> Teller:
        """Someone with a phone of 320 pixels, with or without JavaScript."""
        page = self._window(house, "door", PHONE, scripts)
        return Teller(page, house, scripts=scripts)

    child = friend = teacher = passer_by = teller

    def member(self, key: str, house: House) -> Member:
        """A member of the practice county, signed in at the desk."""
        member = Member(self._window(house, "desk", SCREEN, True), house, key)
        member.signs_in()
        return member

    def newcomer(self, house: House) -> Newcomer:
        """Someone with an account and nothing else yet, before the desk's first page."""
        return Newcomer(self._window(house, "desk", SCREEN, True), house)

    def leaves(self) -> None:
        """Everyone goes. Raises AssertionError when something was not as it must be."""
        cookies = [cookie for context, face in self.contexts if face == "door" for cookie in context.cookies()]
        for context, _ in self.contexts:
            context.close()
        assert cookies == []
        assert self.complaints == []
        assert self.asked == set(), "another host was asked"

    def _window(self, house: House, face: str, size: dict[str, int], scripts: bool) -> Page:
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]}, java_script_enabled=scripts, locale="en-GB",
            timezone_id="Europe/London", reduced_motion="reduce", ignore_https_errors=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE * 1000)
        context.on("request", lambda request: self._note(request.url, house.address(face)))
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.contexts.append((context, face))
        return context.new_page()

    def _note(self, url: str, own: str) -> None:
        if not url.startswith((own + "/", NEUTRAL_PAGE, NEUTRAL_PAGE.rpartition("/")[0] + "/favicon.ico", "data:")):
            self.asked.add(url)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search("status of 4|ERR_INTERNET_DISCONNECTED", message.text):
            self.complaints.append(message.text)
