"""The people of the journeys and what they do, in their words. A character sees what a person sees: roles, labels, headings.

Every state that a character meets is looked at (`looking`). Nothing here knows an address but the first one.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

from halcyon.faces.door.answers import VERY_QUICK
from halcyon.faces.door.pages import NEUTRAL_PAGE
from tests.journeys.house import House
from tests.journeys.looking import look, picture, picture_of


class Someone:
    """Someone in front of a browser."""

    def __init__(self, page: Page, house: House, *, scripts: bool = True) -> None:
        self.page, self.house, self.scripts = page, house, scripts

    def sees(self, *texts: str) -> None:
        """Each of these stands on the page, to be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def does_not_see(self, *texts: str) -> None:
        """None of these stands anywhere in the page, not even hidden."""
        content = self._content()
        for text in texts:
            assert text not in content, text

    def does_not_see_the_words(self, code: Sequence[str]) -> None:
        """No two of the six words to come back with stand together; one alone may be any page's own."""
        shown = re.findall(r"[a-z]+", self._content().lower())
        assert not set(pairwise(code)) & set(pairwise(shown)), code

    def _content(self) -> str:
        """The page whole, once it stands still: one that is still being left has no content to ask for."""
        for _ in range(40):
            with contextlib.suppress(PlaywrightError):
                return self.page.content()
            self.page.wait_for_timeout(250)
        return self.page.content()

    def texts(self, place: Locator) -> list[str]:
        """What stands in these places, once the page is there whole."""
        self.page.wait_for_load_state("load")
        return place.all_inner_texts()

    def is_shown_six_words(self) -> list[str]:
        """The words to come back with, as they stand on the open page."""
        words = self.page.locator("ol.look-code > li")
        expect(words).to_have_count(6)
        return words.all_inner_texts()

    def sees_heading(self, heading: str) -> None:
        """The page that this heading names is open."""
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()

    def looks(self, state: str) -> None:
        """The page is as it must be for everyone."""
        look(self.page, state, scripts=self.scripts)

    def shows(self, name: str) -> None:
        """A picture of this for the tour."""
        picture(self.page, name)

    def shows_part(self, name: str, part: Locator) -> None:
        """A picture of one part of the page for the tour."""
        picture_of(part, name)

    def presses(self, name: str) -> None:
        """Presses a button, or a link that looks like one."""
        both = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        both.filter(visible=True).first.click()

    def follows(self, name: str) -> None:
        """Follows a link."""
        self.page.get_by_role("link", name=name).filter(visible=True).first.click()

    def answers(self, question: str, answer: str, within: Locator | Page | None = None) -> None:
        """Chooses among what is offered, or writes into the box, whichever the question is."""
        around = within or self.page
        group, box = around.get_by_role("group", name=question), around.get_by_label(question, exact=True)
        expect(group.or_(box).first).to_be_attached()  # a page that is still coming has neither
        if group.count():
            group.get_by_text(answer, exact=True).click()
        else:
            box.fill(answer)

    def types(self, key: str) -> None:
        """Presses one key."""
        self.page.keyboard.press(key)

    def tabs_to(self, name: str) -> None:
        """Presses Tab until what bears this name has the focus."""
        said = """() => { const one = document.activeElement;
            return one === document.body ? "" : (one.labels && one.labels[0] || one).textContent.trim() }"""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate(said):
                return
        raise AssertionError(f"the Tab key never came to {name}")


class Teller(Someone):
    """Someone with a phone: a child, a friend, a teacher, a passer-by."""

    def arrives(self) -> None:
        """Opens the first page."""
        self.page.goto(self.house.address("door") + "/")
        self.sees_heading("You can tell us")
        self.looks("front")

    def chooses(self, way: str) -> None:
        """Says what it is about."""
        self.follows(way)
        self.sees_heading("Tell us")
        self.looks(f"tell: {way}")

    def tells(self, answers: Mapping[str, str], *, way: str = "It's about me") -> list[str]:
        """Arrives, answers some questions in their order, sends. Returns the six words."""
        self.arrives()
        self.chooses(way)
        self.writes_down(answers)
        self.presses("Send this now")
        return self.is_told_that_it_came()

    def writes_down(self, answers: Mapping[str, str]) -> None:
        """Answers questions: each as it is shown, or all on one page where no scripts run."""
        left = dict(answers)
        while left:
            shown = self.page.locator("[data-question]").filter(visible=True)
            asked = [question for question in left if self._asks(shown, question)]
            for question in asked:
                self.answers(question, left.pop(question), within=shown)
            if left and self.scripts:
                self.presses("Next question")
                self.looks("tell: one question")
            elif left:
                assert asked, f"nobody asks: {', '.join(left)}"

    def _asks(self, shown: Locator, question: str) -> bool:
        named = shown.get_by_role("group", name=question).or_(shown.get_by_label(question, exact=True))
        return named.count() > 0

    def takes_her_time(self) -> None:
        """As long as a person takes: who is quicker is marked as someone to look at first."""
        self.page.wait_for_timeout(VERY_QUICK.total_seconds() * 1000)

    def is_told_that_it_came(self) -> list[str]:
        """First and largest: we have your message. Then six words."""
        self.sees_heading("We have your message")
        self.looks("kept")
        return self.is_shown_six_words()

    def comes_back(self, words: str) -> None:
        """Enters six words, however they are typed."""
        self.page.goto(self.house.address("door") + "/")
        self.follows("Come back with your six words")
        self.sees_heading("Come back with your six words")
        self.looks("back")
        self.answers("Your six words", words)
        self.presses("Open")

    def says_that_it_is_safe(self) -> None:
        """Nothing is shown before."""
        self.sees_heading("Is it safe to read now?")
        self.looks("safe")
        self.presses("Yes, show me")
        self.sees_heading("From the team")
        self.looks("mailbox")

    def reads(self) -> list[str]:
        """What the team wrote, newest first."""
        return self.texts(self.page.locator("ol.look-thread .door-said"))

    def writes(self, words: str) -> None:
        """Writes to the team from the mailbox, and goes back there."""
        self.answers("What do you want to tell us?", words)
        self.presses("Send to the team")
        self.sees_heading("We have your message")
        self.looks("kept, from the mailbox")

    def is_told_that_nothing_opens(self) -> None:
        """Wrong words and dead ones alike: nobody is forgotten."""
        self.sees_heading("These words do not open anything now")
        self.sees("You are not forgotten.")
        self.looks("nothing opens")

    def leaves(self) -> None:
        """Presses Exit and is gone."""
        self.page.locator(".govuk-exit-this-page__button").click()
        self.is_gone()

    def loses_the_connection(self) -> None:
        """From now on nothing can be reached, neither we nor the weather."""
        self.page.context.set_offline(True)

    def has_nothing_left_in_any_box(self) -> None:
        """No box of the page, seen or not, holds a word."""
        typed = """() => [...document.querySelectorAll("textarea, input[type=text]")].map(one => one.value).filter(Boolean)"""
        for _ in range(40):
            with contextlib.suppress(PlaywrightError):  # a page that is still being left cannot be asked
                assert self.page.evaluate(typed) == []
                return
            self.page.wait_for_timeout(250)
        raise AssertionError("the page never stood still")

    def is_nowhere(self) -> None:
        """The browser's own page, which says that nothing can be reached."""
        expect(self.page).to_have_url(re.compile(r"^(chrome-error:|https://www\.bbc)|/leave$"))
        expect(self.page.locator("textarea")).to_have_count(0)

    def tries_to_go_back(self) -> None:
        """The browser's own way back, where there may be nothing to go back to."""
        with contextlib.suppress(PlaywrightError):
            self.page.go_back(wait_until="commit")

    def goes_back(self) -> None:
        """The browser's own way back. (Playwright's waits for a page to load, and one out of the cache does not.)"""
        if self.scripts:
            self.page.evaluate("setTimeout(() => history.back())")
        else:
            self.page.go_back(wait_until="commit")
        expect(self.page).not_to_have_url(re.compile(NEUTRAL_PAGE))

    def is_gone(self) -> None:
        """The weather, and nothing of us."""
        self.sees_heading("Sunny spells")
        assert self.page.url == NEUTRAL_PAGE


class Member(Someone):
    """Someone at the desk."""

    def __init__(self, page: Page, house: House, key: str) -> None:
        super().__init__(page, house)
        self.key = key

    def signs_in(self) -> None:
        """One press in the practice county. Who sat here on an earlier journey and did not sign out still does."""
        self.page.context.add_cookies(self.house.seats.get(self.key, []))
        self.page.goto(self.house.address("desk") + "/")
        leave = self.page.get_by_role("button", name="Sign out")
        name = self.page.locator(f"button[name=key][value={self.key}]")
        expect(leave.or_(name).first).to_be_visible()
        if name.is_visible():
            self.sees_heading("Who do you want to be?")
            self.looks("sign in as")
            name.click()
            expect(leave).to_be_visible()
            self.house.seats[self.key] = self.page.context.cookies()

    def opens_the_menu(self) -> None:
        """On a telephone the places of the desk are behind one button."""
        self.page.locator("summary").filter(has_text="Menu").click()

    def opens_the_desk(self) -> None:
        """What waits."""
        self.page.goto(self.house.address("desk") + "/")
        self.sees_heading("What waits")
        self.looks("triage")

    def line_of(self, reference: str) -> Locator:
        """The line of a contact on the list of what waits."""
        return self.page.locator(".look-queue > li").filter(has_text=reference)

    def is_shown_without_asking(self, reference: str, text: str) -> None:
        """The list on the open page changes by itself."""
        expect(self.line_of(reference)).to_contain_text(text)

    def opens(self, words: str) -> str:
        """Finds on the list what somebody told, and opens it. Returns its reference."""
        reference = self.house.reference_of(words)
        self.opens_the_desk()
        self.follows(reference)
        self.reads(words)
        self.looks("contact")
        return reference

    def returns_to(self, reference: str) -> None:
        """Opens a contact again."""
        self.opens_the_desk()
        self.follows(reference)
        self.sees_heading(reference)

    def reads(self, words: str) -> None:
        """The words stand there exactly as they were told."""
        said = self.page.locator(".look-words, .look-told").filter(has_text=re.compile(re.escape(words)))
        expect(said.first).to_be_visible()
        assert words in self.texts(said), said.all_inner_texts()

    def owes(self) -> list[str]:
        """What is owed now, as the contact page says it."""
        owed = self.page.get_by_role("region", name="Owed now")
        expect(owed).to_be_visible()
        return self.texts(owed.locator(":scope > ol > li > h3"))

    def answers_that_it_was_read(self, phrase: str) -> None:
        """Acknowledges with a reviewed phrase, through the six words."""
        self.presses("Say that you have read it")
        self.looks("acknowledge")
        self.answers("How do you tell them, or how did you?", "Through their six words")
        self.answers("A reviewed phrase", phrase)
        self.presses("Say that I have read it")
        self.sees("Recorded: you have read this, and they are told so.")
        self.looks("contact, read")

    def names(self, child: str, age: str, known: str = "") -> None:
        """Names a child as a new one, whether or not others of the name are known."""
        self.presses("Name a child")
        new = self.page.locator("form#act")
        self.answers("A name, a nickname or a number", child, within=new)
        new.get_by_role("button", name="Search", exact=True).click()  # not the link to the search of everything
        expect(self.page.get_by_role("heading", name=re.compile("a new child", re.I))).to_be_visible()
        self.answers("Age, as told", age, within=new)
        self.answers("What is known", known, within=new)
        self.looks("children")
        self.page.get_by_role("button", name=re.compile("^(Add this|None of these: add a new) child$")).click()
        self.sees("Recorded. A decision is owed to this child.")

    def card_of(self, child: str) -> Locator:
        """The card of a child on the contact page."""
        children = self.page.get_by_role("region", name="Children this concerns").locator(":scope > article")
        return children.filter(has=self.page.get_by_role("heading", name=child))

    def decides(
        self, child: str, outcomes: str, reasons: str, answers: Mapping[str, str], told_by: dt.datetime
    ) -> None:
        """Decides for one child: outcomes by their letters, and every standing question."""
        self.card_of(child).get_by_role("link", name="Decide").first.click()
        self.sees_heading(f"Decide for {child}")
        self.looks("decide")
        for outcome in outcomes:
            self.page.get_by_text(re.compile(rf"^\s*{outcome} · ")).click()
        self.page.get_by_label("Reasons", exact=True).fill(reasons)
        for question, answer in answers.items():
            self.page.get_by_label(question).first.fill(answer)
        self.answers("Is the child told what happens?", "The child is told, by the time below")
        self.page.get_by_label("Told by", exact=True).fill(told_by.strftime("%Y-%m-%dT%H:%M"))
        self.presses("Decide")

    def does(self, owed: str) -> None:
        """Takes up something that is owed: presses the act that ends it."""
        lines = self.page.get_by_role("region", name="Owed now").locator(":scope > ol > li")
        line = lines.filter(has=self.page.get_by_role("heading", name=owed))
        line.first.locator(".look-acts a").first.click()

    def tells_back(self, owed: str, words: str, how: str) -> None:
        """Tells back what is owed to someone, in the way that reaches them."""
        self.does(owed)
        self.sees_heading("Tell back")
        self.answers("How do you tell them, or how did you?", how)
        self.page.get_by_label("What you tell them, or told them", exact=True).fill(words)
        self.looks("tell back")
        self.presses("Record that they were told")

    def is_refused(self, address: str) -> None:
        """Goes to an address that is not open to them."""
        self.page.goto(self.house.address("desk") + address)
        self.sees_heading("This is not open to you")
        self.looks("refused")

    def reads_the_balance(self) -> tuple[int, ...]:
        """The conservation law as the leaders' page says it: received, decided, in time, overdue."""
        said = self.page.get_by_text(re.compile(r"^\d+ received = \d+ decided \+ \d+ in time \+ \d+ overdue\.$"))
        return tuple(int(number) for number in re.findall(r"\d+", said.inner_text()))

    def signs_out(self) -> None:
        """Leaves the desk."""
        self.presses("Sign out")
