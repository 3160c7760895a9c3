"""What may be asked of the search, and the reason for which an auditor opens what someone asked. They decide nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from halcyon.faces.desk.acts.fields import Day, Long, OneOfMany, Short
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.partnership.models import Agency
from halcyon.kernel.search.kinds import KINDS

HINT = (
    "A word, a name however it is spelled, part of a number or a plate, a reference. “Two words” in quotation marks stand "
    "together; -word leaves out; or between words."
)


class Ask(forms.Form):
    """One box; what narrows it is folded away."""

    words = Short("What are you looking for?", missing="Type what to look for.", hint=HINT, most=300)
    kind = OneOfMany("Only this kind", ())
    agency = OneOfMany("Only from this agency", ())
    first = Day("From this day")
    last = Day("To this day")

    def __init__(self, typed: Any = None, *, by: Actor, agencies: list[Agency]) -> None:
        super().__init__(typed)
        open_to_them = [(kind.value, known.many) for kind, known in KINDS.items() if by.may(known.needs)]
        self.fields["kind"].choices = [("", "Everything I may see"), *open_to_them]  # type: ignore[attr-defined]
        named = [(str(agency.pk), agency.short) for agency in agencies]
        self.fields["agency"].choices = [("", "Any agency"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", "The last day comes before the first: change one of them.")
        return said

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words was given, so that it is not folded away."""
        return any(self.data.get(name) for name in ("kind", "agency", "first", "last"))

    def asked(self) -> dict[str, Any]:
        """As `search.find` takes it. Days are London's; the last one is searched to its end."""
        said = self.cleaned_data
        first, last = said["first"], said["last"]
        return {
            "kinds": (RecordKind(said["kind"]),) if said["kind"] else (),
            "agency": int(said["agency"]) if said["agency"] else None,
            "first": datetime.combine(first, time(), LONDON) if first else None,
            "last": datetime.combine(last + timedelta(days=1), time(), LONDON) if last else None,
        }


class Reason(forms.Form):
    """Why an auditor opens what someone searched for."""

    button = "Open what was searched for"
    reason = Long(
        "Why do you need to know what was searched for?", rows=3,
        missing="Say why you need to know what was searched for. The reason stays on record.",
        hint="It stays on record with your name.",
    )  # fmt: skip
