"""The tags of the look: the design system's components with typed parameters. `{% load look %}`, then

    {% button "Send this now" %}                     {% field form.words size="m" rows=8 %}
    {% error_summary form %}                         {% tag "danger" "red" %}
    {% inset %}…{% endinset %}                       {% warning %}…{% endwarning %}
    {% details "Why we ask" %}…{% enddetails %}      {% notification "success" %}…{% endnotification %}
    {% panel "We have your message" %}…{% endpanel %}  {% exit_this_page %}
    {% summary_list rows %}                          {% table "By agency" head rows %}
    {% when moment %}  {% ago moment %}  {% owed due ended=moment end="waived" %}
    {% words text %}   (a person's own words, exactly as told)   {% this_moment %}   (for the script: what time it is)
    {% public_style %}   (the style sheet of the public side, as it stands in each page)

Every text is escaped; the inside of a block is template output. No tag reads a table or knows who is looking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from halcyon.kernel import clocks
from halcyon.kernel.look import fields, moments, sheet
from halcyon.kernel.look.macros import render, render_blank
from halcyon.kernel.look.parts import Cell, Row

register = template.Library()

_BUTTONS = {"": "", "secondary": "govuk-button--secondary", "warning": "govuk-button--warning"}
_COLOURS = {"", "grey", "green", "teal", "purple", "magenta", "red", "orange", "yellow"}


@register.simple_tag
def button(
    text: str,
    kind: str = "",
    *,
    href: str = "",
    name: str = "",
    value: str = "",
    formaction: str = "",
    classes: str = "",
    id: str = "",
) -> SafeString:
    """A button that submits its form, or a link that looks like one when `href` is given.

    `kind` is "", "secondary" or "warning"; `formaction` sends this button's form to another address. A second
    press within a second is ignored where JavaScript runs; the receiving command must hold without that.
    """
    return render(
        "button",
        {
            "text": text,
            "href": href,
            "name": name,
            "value": value,
            "id": id,
            "classes": f"{_BUTTONS[kind]} {classes}".strip(),
            "preventDoubleClick": None if href else True,
            "attributes": {"formaction": formaction} if formaction else None,
        },
    )


@register.simple_tag
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    size: str = "s",
    heading: bool = False,
    rows: int = 0,
    classes: str = "",
    inline: bool = False,
) -> SafeString:
    """A form field: label, hint, its error beside it, and what was typed before, byte for byte.

    `size` is the label's ("", "s", "m", "l"); `heading` makes the label the page's h1; `rows` is for a text area;
    `inline` puts few short choices side by side. Widgets: any input, text area, select, radios, checkboxes, one file.
    Completion and spell-checking are off unless the widget's attrs say otherwise; a hidden field is only its input.
    Raises TypeError for other widgets.
    """
    if bound.is_hidden:
        return format_html(
            '<input type="hidden" name="{}" value="{}" id="{}">',
            bound.html_name,
            fields.typed(bound),
            fields.identity(bound),
        )
    params = fields.params(
        bound, label=label, hint=hint, size=size, heading=heading, rows=rows, classes=classes, inline=inline
    )
    blank = not bound.form.is_bound and bound.initial in (None, "", [])
    return (render_blank if blank else render)(fields.component(bound), params)


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """What has to be put right, on top of the page, each with a link to its field; nothing when nothing is wrong.

    Takes the focus when the page opens, so that a screen reader starts here.
    """
    errors: list[dict[str, str]] = []
    for form in forms:
        errors += [{"text": str(error)} for error in form.non_field_errors()]
        errors += [
            {"text": str(error), "href": f"#{fields.identity(bound)}"} for bound in form for error in bound.errors
        ]
    if not errors:
        return SafeString("")
    return render(
        "error-summary",
        {"titleText": gettext("There is a problem"), "errorList": errors, "attributes": {"tabindex": "-1"}},
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A paragraph set apart from the text around it."""
    return render("inset-text", {"html": content})


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Something with consequences, in strong type beside a mark; a screen reader hears "Warning" first."""
    return render("warning-text", {"html": content.strip(), "iconFallbackText": gettext("Warning")})


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False, id: str = "") -> SafeString:
    """More, for those who want it, behind one line. Opens without JavaScript."""
    return render("details", {"summaryText": summary, "html": content, "open": open, "id": id})


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A short state in a coloured box; the words must say it without the colour.

    Colours: grey, green, teal, purple, magenta, red, orange, yellow. Raises ValueError for another.
    """
    if colour not in _COLOURS:
        raise ValueError(f"{colour!r} is not a colour of a tag: use one of {', '.join(sorted(_COLOURS - {''}))}.")
    return render("tag", {"text": text, "classes": f"govuk-tag--{colour}" if colour else ""})


@register.simple_tag
def summary_list(rows: Iterable[Row | tuple[str, str]], *, title: str = "") -> SafeString:
    """Facts as key and value, with actions where a Row has them; as a card when `title` is given."""
    lines = [row if isinstance(row, Row) else Row(*row) for row in rows]
    params: dict[str, Any] = {"rows": [_line(row) for row in lines]}
    if title:
        params["card"] = {"title": {"text": title}}
    return render("summary-list", params)


def _line(row: Row) -> dict[str, Any]:
    actions = [{"text": action.text, "href": action.href, "visuallyHiddenText": action.about} for action in row.actions]
    return {"key": {"text": row.key}, "value": {"text": row.value}, "actions": {"items": actions}}


@register.simple_block_tag
def notification(content: str, kind: str = "", *, title: str = "", id: str = "") -> SafeString:
    """News about the page or what was just done. `kind` "success" is announced at once. Several need an `id` each."""
    if kind not in ("", "success"):
        raise ValueError(f"{kind!r} is not a kind of notification: leave it empty or use 'success'.")
    heading = title or (gettext("Done") if kind else gettext("Please read"))
    return render("notification-banner", {"html": content, "type": kind, "titleText": heading, "titleId": id})


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """What has happened, first and largest on its page: the title is the page's h1."""
    return render("panel", {"titleText": title, "html": content.strip()})


@register.simple_tag(takes_context=True)
def exit_this_page(context: Context) -> SafeString:
    """The red button that leaves at once: a plain link to `leave_url` of the context ("/leave" when not given),
    quicker with JavaScript.

    The layouts place it on every page of the door: pages need not.
    """
    hidden = format_html(
        '<span class="govuk-visually-hidden">{} </span>{}', gettext("Emergency:"), gettext("Exit this page")
    )
    return render(
        "exit-this-page",
        {
            "html": hidden,
            "redirectUrl": context.get("leave_url", "/leave"),
            "activatedText": gettext("Loading."),
            "timedOutText": gettext("Exit this page expired."),
            "pressTwoMoreTimesText": gettext("Shift, press 2 more times to exit."),
            "pressOneMoreTimeText": gettext("Shift, press 1 more time to exit."),
        },
    )


@register.simple_tag
def table(
    caption: str,
    head: Sequence[str | Cell],
    rows: Iterable[Sequence[str | int | Cell]],
    *,
    size: str = "m",
    first_is_header: bool = True,
) -> SafeString:
    """A table with its caption, which scrolls on a narrow screen instead of breaking.

    `head` is a sequence of texts or Cells, `rows` of sequences of texts, whole numbers (set at the end) or Cells. The
    first cell of each row is its header unless `first_is_header` is false.
    """
    params = {
        "caption": caption,
        "captionClasses": f"govuk-table__caption--{size}",
        "firstCellIsHeader": first_is_header,
        "head": [_cell(cell) for cell in head],
        "rows": [[_cell(cell) for cell in row] for row in rows],
    }
    return format_html(
        '<div class="look-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', caption, render("table", params)
    )


def _cell(cell: str | int | Cell) -> dict[str, str]:
    if isinstance(cell, int):
        cell = Cell(str(cell), numeric=True)
    elif not isinstance(cell, Cell):
        cell = Cell(cell)
    return {"text": cell.text, "format": "numeric" if cell.numeric else "", "classes": cell.classes}


@register.simple_tag
def when(moment: dt.datetime | None) -> SafeString:
    """A moment in London: "Sunday 21:40" within six days, "1 March, 09:05" beyond. Nothing for None."""
    if moment is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), moments.said(moment))


@register.simple_tag
def this_moment() -> str:
    """What time it is for whoever made the page: clocks on an open page go on from here, whatever the browser thinks."""
    return clocks.now().isoformat(timespec="milliseconds")


@register.simple_tag
def ago(moment: dt.datetime | None) -> SafeString:
    """How long ago: "11 minutes ago". On an open desk page the words go on as time passes. Nothing for None."""
    if moment is None:
        return SafeString("")
    return format_html(
        '<time datetime="{}" data-ago>{}</time>', moment.isoformat(timespec="seconds"), moments.since(moment)
    )


@register.simple_tag
def owed(due: dt.datetime, *, ended: dt.datetime | None = None, end: str = "") -> SafeString:
    """The clock of something owed: "due Monday 17:00", "due in 40 minutes", "overdue by 2 hours", "done in time",
    "done, 1 day late".

    `ended` is when it ended, `end` how ("fulfilled", "not possible", "waived"). On an open desk page a running clock
    goes on.
    """
    badge = moments.badge(due, ended=ended, end=end)
    running = {"data-due": due.isoformat(timespec="seconds")} if badge.running else None
    return render_blank(
        "tag", {"text": badge.words, "classes": f"govuk-tag--{badge.colour} look-owed", "attributes": running}
    )


@register.simple_tag
def words(text: str) -> SafeString:
    """A person's own words exactly as they were told: every character and line break, never translated."""
    return format_html('<blockquote class="look-words" dir="auto" translate="no" data-private>{}</blockquote>', text)


@register.simple_tag
def public_style() -> SafeString:
    """The style sheet of the public side: what stands in the page's `style`, and nothing else may."""
    return SafeString(sheet.TEXT)
