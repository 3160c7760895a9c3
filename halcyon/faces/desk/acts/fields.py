"""The fields that the forms of the desk are made of. They keep what was typed; what must be said is said in a sentence.

A time is typed and shown in London. Nothing typed is refused for its characters: what cannot be stored is made visible.
"""

import uuid
from collections.abc import Iterable

from django import forms

from halcyon.kernel.sealing import visible

YES_NO_NOT_KNOWN = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
KNOWN = {"yes": True, "no": False}
KNOWN_AS = {True: "yes", False: "no", None: ""}


def _kept(value: object) -> str:
    """Text as it was typed, with the line ends of the web made plain and NUL made visible."""
    return visible(str(value or "").replace("\r\n", "\n"))


class Short(forms.CharField):
    """One line of text; required when ``missing`` says what to write."""

    def __init__(self, label: str, *, missing: str = "", hint: str = "", most: int = 2_000, initial: str = "") -> None:
        super().__init__(
            label=label, help_text=hint, required=bool(missing), initial=initial,
            error_messages={"required": missing} if missing else {},
        )  # fmt: skip
        self.most = most

    def to_python(self, value: object) -> str:
        return _kept(value).strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(
                f"This has {len(value):,} characters and {self.most:,} fit. Nothing is lost: it is all still here."
            )


class Long(Short):
    """Several lines of text, in the words of a member."""

    def __init__(
        self, label: str, *, missing: str = "", hint: str = "", most: int = 10_000, rows: int = 4, initial: str = ""
    ) -> None:
        super().__init__(label, missing=missing, hint=hint, most=most, initial=initial)
        self.widget = forms.Textarea(attrs={"rows": rows})
        self.widget.is_required = self.required


class AsSaid(Long):
    """What somebody said, taken down: every space at its edges is kept too."""

    def to_python(self, value: object) -> str:
        return _kept(value)

    def validate(self, value: str) -> None:
        super().validate(value if value.strip() else "")


class OneFile(forms.FileField):
    """A file from the member's own disk. A browser never brings it twice: it is chosen anew when something is wrong."""

    def __init__(self, label: str, *, missing: str, kinds: str, hint: str) -> None:
        # An empty file is no PDF and no picture either: whoever reads it says so.
        super().__init__(
            label=label, help_text=hint, allow_empty_file=True, error_messages={"required": missing},
            widget=forms.FileInput(attrs={"accept": kinds}),
        )  # fmt: skip


class Day(forms.DateField):
    """A date in London."""

    def __init__(self, label: str, *, missing: str = "", hint: str = "") -> None:
        super().__init__(
            label=label, help_text=hint, required=bool(missing),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}),
            error_messages={"required": missing, "invalid": "Write a date, for example 2026-11-23."},
        )  # fmt: skip


class Moment(forms.DateTimeField):
    """A date and a time in London."""

    def __init__(self, label: str, *, missing: str = "", hint: str = "") -> None:
        super().__init__(
            label=label, help_text=hint, required=bool(missing),
            widget=forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "govuk-input--width-20"}
            ),
            error_messages={"required": missing, "invalid": "Write a date and a time, for example 2026-11-23T17:00."},
        )  # fmt: skip


class OneOf(forms.ChoiceField):
    """One of a few choices, all of them to be seen."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]], *, missing: str = "", hint: str = "",
        initial: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label, choices=tuple(choices), widget=forms.RadioSelect, required=bool(missing), help_text=hint,
            initial=initial, error_messages={"required": missing},
        )  # fmt: skip


class OneOfMany(forms.ChoiceField):
    """One of many choices, in a list that opens."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]], *, missing: str = "", hint: str = "",
        initial: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label, choices=tuple(choices), required=bool(missing), help_text=hint, initial=initial,
            error_messages={"required": missing},
        )  # fmt: skip


class YesNoNotKnown(forms.TypedChoiceField):
    """Yes, no, or not known, which is never "no"."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(
            label=label, help_text=hint, choices=YES_NO_NOT_KNOWN, widget=forms.RadioSelect, required=False, initial="",
            coerce=KNOWN.get, empty_value=None,
        )  # fmt: skip


class Key(forms.UUIDField):
    """The key of what the form makes, carried by the form: sent twice, it is kept once."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4)
