"""The look: what was typed comes back unharmed, errors are announced, moments are said in London, no page betrays."""

import datetime as dt
import html
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from django.utils.safestring import mark_safe

from halcyon.kernel import clocks
from halcyon.kernel.look import macros, moments, sheet
from halcyon.kernel.look.parts import Action, Cell, Link, Row, Who

SUNDAY_NIGHT = dt.datetime(2026, 11, 22, 21, 40, tzinfo=dt.UTC)
HARD_TEXTS = [
    "hi",
    "\n\n  two lines above, two spaces before\n\n\tand a tab\n",
    "he said \u202ebackwards\u202c and \u200bnothing",
    "</textarea><script>alert(1)</script> & &amp; {{ 7|add:7 }} {% now %}",
    "😟" * 40,
    "one\n    two\n  three",
]


class Telling(forms.Form):
    """Every kind of field that the look shows."""

    words = forms.CharField(widget=forms.Textarea, strip=False, max_length=20, help_text="As much as you like.")
    safe = forms.ChoiceField(choices=[("yes", "Yes"), ("", "Not sure")], widget=forms.RadioSelect, required=False)
    reach = forms.MultipleChoiceField(
        choices=[("here", "Only here"), ("text", "Text")], widget=forms.CheckboxSelectMultiple, required=False
    )
    phone = forms.CharField(required=False, max_length=5, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    language = forms.ChoiceField(choices=[("en", "English"), ("pl", "Polish")], required=False)
    agree = forms.BooleanField(required=False, label="I know what happens next")
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load look %}" + template).render(context)


class Typed(HTMLParser):
    """What a browser would hold in its text areas: one line break after the opening tag is dropped."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside, self.texts = False, [""]
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag in ("textarea", "blockquote")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_what_was_typed_comes_back_character_for_character(text: str) -> None:
    """Seen to fail without the line break that a browser drops after the opening tag."""
    typed = Typed(shown("{% field form.words %}", form=Telling({"words": text}))).texts[0]
    assert typed == "\n" + text


@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.parametrize(
    "around", ["{}", "{{% inset %}}{}{{% endinset %}}", "{{% notification %}}{}{{% endnotification %}}"]
)
def test_a_persons_own_words_are_shown_exactly_wherever_they_stand(text: str, around: str) -> None:
    """Seen to fail with the design system's own `indent`, which put spaces before each line."""
    page = shown(around.format("{% words text %}"), text=text)
    assert html.escape(text) in page
    assert Typed(page).texts[0] == text


def test_nothing_that_was_typed_becomes_markup() -> None:
    wicked = "<script>x</script>\"'>"
    form = Telling(dict.fromkeys(Telling.base_fields, wicked) | {"reach": [wicked]})
    page = shown(
        "{% error_summary form %}{% for field in form %}{% field field label=w hint=w %}{% endfor %}"
        "{% button w name=w %}{% details w %}{{ w }}{% enddetails %}{% panel w %}{{ w }}{% endpanel %}"
        "{% notification title=w %}{{ w }}"
        "{% endnotification %}{% tag w %}{% words w %}{% summary_list rows title=w %}{% table w head cells %}",
        form=form,
        w=wicked,
        rows=[Row(wicked, wicked, (Action(wicked, "/", wicked),))],
        head=[wicked],
        cells=[[wicked, Cell(wicked), 3]],
    )
    assert "<script" not in page


def test_an_error_stands_beside_its_field_and_in_the_summary_which_can_take_the_focus() -> None:
    page = shown(
        "{% error_summary form %}{% field form.words %}", form=Telling({"words": "far too long a text for it"})
    )
    assert 'tabindex="-1"' in page
    assert '<a href="#id_words">' in page
    assert re.search(r'<textarea[^>]* id="id_words"[^>]* aria-describedby="id_words-hint id_words-error"', page)
    assert 'id="id_words-error"' in page
    assert 'aria-invalid="true"' in page


def test_without_errors_there_is_no_summary() -> None:
    assert shown("{% error_summary form %}", form=Telling()) == ""


def test_a_choice_is_kept_and_its_first_control_is_where_the_summary_leads() -> None:
    page = shown("{% field form.safe %}{% field form.reach %}", form=Telling({"safe": "", "reach": ["text"]}))
    assert re.search(r'id="id_safe-2"[^>]*value=""[^>]*checked', page)
    assert re.search(r'value="text"[^>]*checked', page)
    assert 'id="id_safe"' in page


def test_no_field_cuts_completes_or_sends_words_to_a_spelling_service() -> None:
    page = shown("{% for field in form %}{% field field %}{% endfor %}", form=Telling({"words": "x"}))
    assert "maxlength" not in page
    typed = re.findall(r"<(?:textarea|input(?=[^>]*type=\"(?:text|password)\"))[^>]*>", page)
    assert len(typed) == 3
    assert all('autocomplete="off"' in field and 'spellcheck="false"' in field for field in typed)
    assert 'inputmode="tel"' in page


def test_a_password_is_never_shown_again() -> None:
    assert "hunter2" not in shown("{% field form.password %}", form=Telling({"password": "hunter2"}))


def test_what_was_typed_is_not_kept_in_memory_but_the_empty_form_is() -> None:
    macros._remembered.cache_clear()
    shown("{% field form.words %}", form=Telling())
    shown("{% field form.words %}", form=Telling(initial={"words": "a draft of mine"}))
    shown("{% field form.words %}", form=Telling({"words": "words of mine"}))
    assert macros._remembered.cache_info().currsize == 1


def test_text_that_is_safe_and_text_that_is_not_are_not_remembered_as_one() -> None:
    macros.render_blank("tag", {"text": mark_safe("<b>x</b>")})
    assert "&lt;b&gt;" in macros.render_blank("tag", {"text": "<b>x</b>"})


def test_a_field_the_look_cannot_show_is_refused_in_a_sentence() -> None:
    class Dates(forms.Form):
        day = forms.DateField(widget=forms.SelectDateWidget)

    with pytest.raises(TypeError, match="day uses SelectDateWidget, which the look does not show"):
        shown("{% field form.day %}", form=Dates())


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (dt.datetime(2026, 11, 22, 21, 29, tzinfo=dt.UTC), "Sunday 21:29"),
        (dt.datetime(2026, 11, 16, 0, 5, tzinfo=dt.UTC), "Monday 00:05"),
        (dt.datetime(2026, 11, 15, 9, 0, tzinfo=dt.UTC), "15 November, 09:00"),
        (dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC), "1 July, 09:00"),
        (dt.datetime(2025, 12, 31, 23, 59, tzinfo=dt.UTC), "31 December 2025, 23:59"),
    ],
)
def test_a_moment_is_said_as_people_in_london_say_it(moment: dt.datetime, said: str) -> None:
    with clocks.at(SUNDAY_NIGHT):
        assert said in shown("{% when moment %}", moment=moment)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "less than a minute ago"),
        (1, "1 minute ago"),
        (59.9, "59 minutes ago"),
        (60, "1 hour ago"),
        (47 * 60, "47 hours ago"),
        (48 * 60, "2 days ago"),
        (-11, "in 11 minutes"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_whole_unit(minutes: float, said: str) -> None:
    with clocks.at(SUNDAY_NIGHT):
        assert said in shown("{% ago moment %}", moment=SUNDAY_NIGHT - dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("due_in", "ended_in", "end", "words", "colour"),
    [
        (120, None, "", "due Sunday 23:40", "teal"),
        (40, None, "", "due in 40 minutes", "yellow"),
        (-120, None, "", "overdue by 2 hours", "red"),
        (40, -1, "", "done in time", "green"),
        (-1500, -60, "fulfilled", "done, 24 hours late", "orange"),
        (-60, -1, "not possible", "not possible", "grey"),
        (-60, -1, "waived", "waived", "grey"),
    ],
)
def test_a_clock_says_what_is_owed_and_a_late_one_stays_late(
    due_in: int, ended_in: int | None, end: str, words: str, colour: str
) -> None:
    with clocks.at(SUNDAY_NIGHT):
        due = SUNDAY_NIGHT + dt.timedelta(minutes=due_in)
        ended = None if ended_in is None else SUNDAY_NIGHT + dt.timedelta(minutes=ended_in)
        badge = shown("{% owed due ended=ended end=end %}", due=due, ended=ended, end=end)
    assert words in badge
    assert f"govuk-tag--{colour}" in badge
    assert ("data-due" in badge) is (ended is None)


def test_an_end_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="forgotten"):
        moments.badge(SUNDAY_NIGHT, end="forgotten")


PUBLIC = '{% extends "look/public.html" %}{% block content %}<h1>Tell us</h1>{% endblock %}'
ERROR = '{% extends "look/error.html" %}'


def page(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize("template", [PUBLIC, ERROR])
def test_every_public_page_has_the_way_out_the_numbers_and_a_title_that_says_nothing(template: str) -> None:
    text = page(template, leave_url="/leave", practice=True, footer_links=[Link("Your privacy", "/privacy")])
    assert "<title>Information</title>" in text
    assert text.count('href="/leave"') == 2  # one for those who see, one that a screen reader meets first
    assert 'href="tel:999"' in text
    assert 'href="tel:08001111"' in text
    assert "This is a practice site. No one reads what you write here." in text
    assert '<html lang="en-gb" dir="ltr">' in text
    assert 'content="no-referrer"' in text
    assert "alcyon" not in text
    assert "ingfisher" not in text


@pytest.mark.parametrize(
    "template", [PUBLIC, ERROR, '{% extends "look/desk.html" %}', '{% extends "look/desk_error.html" %}']
)
def test_no_page_holds_inline_script_or_style_or_another_hosts_address(template: str) -> None:
    who = Who("Sam", "Duty social worker", "Children's social care", "/out")
    text = page(template, practice=True, who=who, nav=[Link("Triage", "/", current=True, count=0)])
    text = text.replace(f"<style>{sheet.TEXT}</style>", "")  # the one that the door's policy allows, by its hash
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:|//|data:)", text)


def test_the_practice_banner_is_only_there_for_practice() -> None:
    assert "practice site" not in page(PUBLIC)


def test_the_desk_says_who_is_signed_in_and_signs_out_by_post() -> None:
    who = Who("Sam Okoro", "Duty social worker", "Children's social care", "/out")
    text = page('{% extends "look/desk.html" %}', who=who, nav=[Link("Triage", "/", current=True, count=3)])
    assert "Sam Okoro" in text
    assert "Duty social worker, Children&#x27;s social care" in text
    assert '<form class="look-bar-out" method="post" action="/out">' in text
    assert '<a href="/" aria-current="page">Triage <span class="look-count">3</span></a>' in text


def stylesheet(name: str) -> str:
    path = finders.find(f"look/{name}")
    assert isinstance(path, str)
    with open(path) as file:
        return file.read()


# Written by the macros, without a look of their own.
BARE = {
    "govuk-body", "govuk-js-exit-this-page-button", "govuk-form-group", "govuk-radios", "govuk-checkboxes",
    "govuk-error-summary__body", "govuk-table__head", "govuk-table__body", "govuk-table__row", "govuk-summary-list",
    "govuk-summary-card", "govuk-summary-card__title-wrapper", "govuk-summary-card__title",
    "govuk-summary-card__content", "govuk-panel--confirmation", "govuk-list", "govuk-table__caption--m",
    "govuk-notification-banner--success", "look-owed",
}  # fmt: skip


def test_the_public_sheet_knows_every_class_that_the_tags_write() -> None:
    """The public side has a small sheet of its own. Seen to fail with `.govuk-details__text` taken out of it."""
    form = Telling({})
    text = page(PUBLIC) + shown(
        "{% error_summary form %}{% for field in form %}{% field field %}{% endfor %}{% button 'a' 'secondary' %}"
        "{% button 'a' 'warning' %}{% inset %}a{% endinset %}{% warning %}a{% endwarning %}"
        "{% details 'a' %}a{% enddetails %}{% tag 'a' %}"
        "{% notification 'success' %}a{% endnotification %}{% panel 'a' %}a{% endpanel %}{% words 'a' %}"
        "{% summary_list rows title='a' %}{% table 'a' head cells %}{% owed due %}",
        form=form,
        rows=[Row("a", "b", (Action("c", "/"),))],
        head=["a", Cell("b", numeric=True)],
        cells=[["a", 1]],
        due=SUNDAY_NIGHT,
    )
    written = {name for names in re.findall(r'class="([^"]*)"', text) for name in names.split()}
    sheet = stylesheet("public.css")
    colours = {name for name in written if name.startswith("govuk-tag--")}
    assert {name for name in written - BARE - colours if not re.search(rf"\.{name}(?![\w-])", sheet)} == set()


@pytest.mark.parametrize("name", ["public.css", "public.js", "desk.css", "desk.js", "icon.svg"])
def test_no_file_of_the_look_reaches_for_another_host_or_stores_anything(name: str) -> None:
    text = stylesheet(name).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"https?://|url\(|@import|localStorage|sessionStorage|document\.cookie|indexedDB|sendBeacon", text
    )
