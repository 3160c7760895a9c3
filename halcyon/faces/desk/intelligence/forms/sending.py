"""The two-minute form for any professional (domain.md 2.2). Only what was seen and how it is known are needed.

People and things are plain fields, a row at a time: "one more" gives another row and keeps everything, without scripts.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from halcyon.domain.intelligence.commands.submitting import Piece, Sent
from halcyon.domain.intelligence.rules import (
    ASSESSMENTS,
    CLASSIFICATIONS,
    HOW_KNOWN,
    PRIORITIES,
    SOURCES,
    Assessment,
    Classification,
    Code,
    Grade,
    Handling,
    HowKnown,
    Priority,
    Source,
    assessed,
)
from halcyon.domain.intelligence.things import Thing, shared_out, thing
from halcyon.domain.subjects.taking import standing_in
from halcyon.faces.desk.acts.fields import Key, Long, Moment, OneOf, OneOfMany, Short
from halcyon.faces.desk.acts.spotting import Spotting
from halcyon.kernel.matching import identity_of
from halcyon.kernel.sources.identifying import fold

YES_NO = (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure"))
FROM_HOW = ("", "Taken from how you know it")
GRADES = [(one.value, f"{one.value}. {words}") for one, words in SOURCES.items()]
KNOWN = [FROM_HOW, *((one.value, f"{one.value}. {words}") for one, words in ASSESSMENTS.items())]
SHARING = (
    (Code.P.value, "It may be shared lawfully, once nothing shows who told us"),
    (Code.C.value, "Only with conditions: I write them below"),
)
MOST_ROWS = 12
WORDS = ("words", "words_2", "words_3")

Rows = dict[str, tuple[str, tuple[tuple[str, str, str], ...]]]
ROWS: Rows = {
    "people": ("People who may pose a risk, or may be at risk", (
        ("name", "Full name, as far as known", ""), ("alias", "Also called", "Nicknames, with commas between them."),
        ("born", "Date of birth or age", ""), ("about", "What they look and sound like", ""),
    )),
    "vehicles": ("Vehicles", (
        ("plate", "Registration, or part of it", "A question mark for what was not seen: AB12 ???"),
        ("about", "Make, model, colour", ""),
    )),
    "phones": ("Phone numbers", (("number", "Number", ""), ("about", "Whose, or how it is used", ""))),
    "online": ("Names online", (("name", "Name, address or link", ""), ("about", "Where it is used", ""))),
    "places": ("Places", (("address", "Address, shop, hotel, street", ""), ("postcode", "Postcode", ""))),
}  # fmt: skip


class SendForm(Spotting):
    """One page. ``sent`` is what it comes to."""

    spots = WORDS
    HERE: ClassVar = ("works_here", "concerns")
    WHEN: ClassVar = ("observed_from", "observed_words")
    ABOUT: ClassVar = ("come_back", "traceable", "child_aware", "others_told")
    SOURCE: ClassVar = ("source_name", "source_contact", "source_identifying")
    GRADE: ClassVar = ("source", "assessment", "reason", "code", "conditions", "priority", "classification")

    drop = Key()
    words = Long(
        "What was seen or heard?", missing="Write what was seen or heard. One sentence is enough.", rows=6,
        hint="Short and factual. About what an adult does, or a place is used for: never about how a child behaves. "
        "A hunch is welcome: say that it is one.",
    )  # fmt: skip
    how_known = OneOf("How do you know it?", [(one.value, words) for one, words in HOW_KNOWN.items()],
                      missing="Say how you know it: it decides what can be done with it.")  # fmt: skip
    observed_from = Moment("When was it, if you know?")
    observed_words = Short("Or when, in words", hint="Most Fridays; last week, after school.", most=200)
    works_here = OneOf(
        "Is it about somebody who works in the team, or in one of its agencies?", YES_NO,
        hint="If it is, or you are not sure, the team does not see it: only the strategic lead reads it. You still read here "
        "what comes of it.",
    )  # fmt: skip
    concerns = OneOfMany("Who, if they are in this list?", (), hint="They are never the one who reads it.")
    words_2 = Long("A second, separate thing", rows=3, hint="It is graded apart from the first.")
    words_3 = Long("A third, separate thing", rows=3)
    come_back = OneOf("May we come back to you?", YES_NO)
    traceable = OneOf("If this is acted on, could it be traced to you?", YES_NO)
    child_aware = OneOf("Does the child know that you tell us?", YES_NO)
    others_told = Short("Who else has been told?", hint="Other agencies, your own lead.")
    source_name = Short("Who told you?", hint="Only here: it goes to the source register, apart from everything else.")
    source_contact = Short("How can they be reached?")
    source_identifying = Short("What else would show who they are?", hint="An address, a job, a relative: with commas.")
    source = OneOfMany("How reliable is where it comes from?", GRADES, initial=Source.UNTESTED.value)
    assessment = OneOfMany("How is it known there?", KNOWN)
    reason = Long("If you suspect it to be false: why?", rows=2)
    code = OneOf("Who may have it?", SHARING, initial=Code.P.value)
    conditions = Long("The conditions", rows=2, hint="Only if you chose conditions: who may have it, and for what.")
    priority = OneOf("How soon must somebody look?", [(one.value, words) for one, words in PRIORITIES.items()],
                     initial=Priority.LOW.value)  # fmt: skip
    classification = OneOfMany("Security classification", [(one.value, words) for one, words in CLASSIFICATIONS.items()],
                               initial=Classification.OFFICIAL_SENSITIVE.value)  # fmt: skip

    def __init__(self, data: Any = None, *, people: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        self.fields["concerns"].choices = [("", "Nobody in this list"), *people]  # type: ignore[attr-defined]
        self.more = str(data.get("more", "")) if data else ""
        self.counts = {kind: self._rows(kind) for kind in ROWS}
        for kind, (_, fields) in ROWS.items():
            for number in range(self.counts[kind]):
                for name, label, hint in fields:
                    self.fields[f"{kind}-{number}-{name}"] = Short(label, hint=hint, most=400)

    def _rows(self, kind: str) -> int:
        """As many rows as were filled in, one at least, and another where it was asked for."""
        told = [
            int(found[1])
            for key in (self.data or {})
            if (found := re.fullmatch(rf"{kind}-(\d{{1,2}})-\w+", key)) and self.data[key].strip()
        ]
        return min(max([0, *told]) + 1 + (self.more == kind), MOST_ROWS)

    @property
    def wants_a_row(self) -> bool:
        """Whether "one more" was pressed: the page comes again with everything kept, and nothing is sent."""
        return self.more in ROWS

    def things(self) -> list[tuple[str, str, list[list[forms.BoundField]]]]:
        """For the page: of each kind its key, its heading and its rows of fields."""
        return [
            (kind, heading, [[self[f"{kind}-{number}-{name}"] for name, _, _ in fields] for number in range(self.counts[kind])])
            for kind, (heading, fields) in ROWS.items()
        ]  # fmt: skip

    def part(self, name: str) -> list[forms.BoundField]:
        """The fields of one part of the page."""
        return [self[field] for field in getattr(self, name)]

    def here(self) -> list[forms.BoundField]:
        return self.part("HERE")

    def when(self) -> list[forms.BoundField]:
        return self.part("WHEN")

    def about(self) -> list[forms.BoundField]:
        return self.part("ABOUT")

    def told_by(self) -> list[forms.BoundField]:
        return self.part("SOURCE")

    def grading(self) -> list[forms.BoundField]:
        return self.part("GRADE")

    def sent(self, statement: UUID | None = None) -> Sent:
        """What was filled in, as the command takes it. Raises GradeIncomplete."""
        given: dict[str, Any] = self.cleaned_data
        how = HowKnown(given["how_known"])
        code = Code(given["code"] or Code.P)
        conditions = (given["conditions"].replace("\n", " "),) if code is Code.C and given["conditions"] else ()
        grade = Grade(
            source=Source(given["source"] or Source.UNTESTED),
            assessment=Assessment(given["assessment"]) if given["assessment"] else assessed(how),
            handling=Handling(code, conditions), reason=given["reason"],
        )  # fmt: skip
        texts = [words for name in WORDS if (words := given[name]).strip()]
        named = shared_out(self._named(), texts)
        return Sent(
            pieces=tuple(Piece(text, grade, things) for text, things in zip(texts, named, strict=True)),
            how_known=how,
            priority=Priority(given["priority"] or Priority.LOW),
            classification=Classification(given["classification"] or Classification.OFFICIAL_SENSITIVE),
            observed_from=given["observed_from"], statement=statement,
            works_here=given["works_here"] in ("yes", "not_sure") or bool(given["concerns"]),
            concerns=int(given["concerns"]) if given["concerns"] else None,
            source={
                "name": given["source_name"], "contact": given["source_contact"],
                "identifying": given["source_identifying"],
            },
            **{name: given[name] for name in ("observed_words", "come_back", "traceable", "child_aware", "others_told")},
        )  # fmt: skip

    def _named(self) -> list[Thing]:
        found = [
            thing(kind, {name: self.cleaned_data[f"{kind}-{number}-{name}"] for name, _, _ in fields})
            for kind, (_, fields) in ROWS.items()
            for number in range(self.counts[kind])
        ]
        rows = [one for one in found if one is not None]
        return rows + [one for one in self._taken() if not any(fold(one.written) in fold(row.written) for row in rows)]

    def _taken(self) -> list[Thing]:
        """What was taken up while it was written, as far as the words still name it."""
        standing = standing_in(self.spotted_words(), self.taken)
        return [Thing(identity_of(one.kind, one.written), one.written) for one in standing]

    def place_of(self, field: str) -> str | None:
        """The field that a sentence of the command stands beside; the whole form where it has no such field."""
        if field == "people":
            return "people-0-name"
        return field if field in self.fields else None
