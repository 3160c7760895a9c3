"""Turns a bound form field into the parameters of the design system's component: label, hint, error, what was typed.

What was typed comes back byte for byte. Nothing limits length in the browser: a browser cuts a long text without a
word, the form says so in a sentence instead.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from halcyon.kernel.look.macros import Params

# Said elsewhere, or by the form's own sentences.
_PLACED = {
    "class",
    "rows",
    "cols",
    "maxlength",
    "minlength",
    "required",
    "size",
    "id",
}


def component(field: BoundField) -> str:
    """Which component shows this field. Raises TypeError for a widget that the look does not know."""
    match field.field.widget:
        case forms.Textarea():
            return "textarea"
        case forms.CheckboxInput() | forms.CheckboxSelectMultiple():
            return "checkboxes"
        case forms.RadioSelect():
            return "radios"
        case forms.SelectMultiple():
            return "checkboxes"
        case forms.Select():
            return "select"
        case forms.FileInput():
            return "file-upload"
        case forms.widgets.Input():
            return "input"
    raise TypeError(
        f"{field.name} uses {type(field.field.widget).__name__}, which the look does not show. "
        "Use a text, choice, checkbox or file widget."
    )


def identity(field: BoundField) -> str:
    """The id of the field's first control: where an error summary's link leads."""
    return str(field.auto_id or field.html_name)


def params(
    field: BoundField, *, label: str, hint: str, size: str, heading: bool, rows: int, classes: str, inline: bool
) -> Params:
    """The parameters of the field's component. `label` and `hint` replace the form's own words when given."""
    kind = component(field)
    shared = _shared(field, hint=hint)
    words = label or str(field.label or "")
    if kind in ("radios", "checkboxes"):
        return shared | _choices(
            field, kind=kind, words=words, size=size, heading=heading, classes=classes, inline=inline
        )
    shared |= {
        "id": identity(field),
        "label": {"text": words, "classes": f"govuk-label--{size}" if size else "", "isPageHeading": heading},
        "classes": " ".join(part for part in (field.field.widget.attrs.get("class", ""), classes) if part),
        "attributes": _attributes(field),
    }
    if kind == "select":
        return shared | {"items": _options(field)}
    if kind == "file-upload":
        return shared  # no browser takes a file's name back
    words_typed = typed(field)
    if kind == "textarea":
        # An HTML parser drops one line break after <textarea>: this one, never the first that the person typed.
        return shared | {"value": "\n" + words_typed, "rows": rows or field.field.widget.attrs.get("rows", 6)}
    return shared | {"type": getattr(field.field.widget, "input_type", "text"), "value": words_typed}


def _shared(field: BoundField, *, hint: str) -> dict[str, Any]:
    shared: dict[str, Any] = {"name": field.html_name}
    if words := hint or str(field.help_text or ""):
        shared["hint"] = {"text": words}
    if field.errors:
        shared["errorMessage"] = {"text": " ".join(map(str, field.errors)), "visuallyHiddenText": gettext("Error")}
    return shared


def _attributes(field: BoundField) -> dict[str, str]:
    """The widget's own attributes, with completion and spell-checking off: both may carry words off the device."""
    attributes = (
        {"autocomplete": "off", "spellcheck": "false"} if not isinstance(field.field.widget, forms.Select) else {}
    )
    for name, value in field.field.widget.attrs.items():
        if name not in _PLACED and value not in (None, False):
            attributes[name] = "" if value is True else str(value)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def typed(field: BoundField) -> str:
    """What the field holds now, as its control writes it; never a password."""
    widget = field.field.widget
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        return ""
    value = widget.format_value(field.value())
    return "" if value is None else str(value)


def _options(field: BoundField) -> list[dict[str, Any]]:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        ticked = widget.check_test(field.value())
        return [{"value": "on", "text": str(field.label or ""), "checked": ticked, "selected": ticked}]
    assert isinstance(widget, forms.widgets.ChoiceWidget)
    return [
        {
            "value": str(option["value"]),
            "text": option["label"],
            "checked": option["selected"],
            "selected": option["selected"],
        }
        for _, options, _ in widget.optgroups(field.html_name, _chosen(field))
        for option in options
    ]


def _chosen(field: BoundField) -> list[str]:
    widget = field.field.widget
    assert isinstance(widget, forms.widgets.ChoiceWidget)
    return [str(value) for value in widget.format_value(field.value())]


def _choices(
    field: BoundField, *, kind: str, words: str, size: str, heading: bool, classes: str, inline: bool
) -> dict[str, Any]:
    items = _options(field)
    chosen: dict[str, Any] = {"idPrefix": identity(field), "items": items}
    chosen["classes"] = " ".join(part for part in (f"govuk-{kind}--inline" if inline else "", classes) if part)
    if isinstance(field.field.widget, forms.CheckboxInput):
        items[0]["text"] = words
        return chosen
    chosen["fieldset"] = {
        "legend": {
            "text": words,
            "classes": f"govuk-fieldset__legend--{size}" if size else "",
            "isPageHeading": heading,
        }
    }
    return chosen
