"""The language check when a member saves a note (domain.md 3.6): it says why, offers other words, and never blocks.

It reads only what a member wrote themselves. Words that were told are never given to it, and quotations are left alone.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Model

from halcyon.domain.contacts.commands import note_wording
from halcyon.faces.desk.acts.spotting import Spotting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.partnership import language
from halcyon.kernel.partnership.queries import pack

KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Remarked:
    """Words of a note that a member may want to change, where they stand, why, and what to write instead."""

    label: str
    anchor: str
    words: str
    why: str
    alternatives: tuple[str, ...]

    @property
    def link(self) -> str:
        """Where the note stands on the page: what was typed is there still."""
        return f"#{self.anchor}"


class Act(Spotting):
    """A form of one act. ``checked`` names the fields that hold a member's own words about a child."""

    button: ClassVar[str] = "Save"
    checked: ClassVar[tuple[str, ...]] = ()
    remarked: tuple[Remarked, ...] = ()

    def remarks(self) -> tuple[Remarked, ...]:
        """What the partnership's list of words has to say about the notes in this form."""
        rules = pack().language
        return tuple(
            Remarked(str(self[name].label), str(self[name].auto_id), found.words, found.why, found.alternatives)
            for name in self.checked
            for found in language.check(self.cleaned_data.get(name) or "", rules)
        )


def settled(form: Act, *, about: Model, by: Actor) -> bool:
    """Whether a valid form may be saved now: no remarks, or the member has chosen to save it as it is.

    What was shown, kept and changed is counted in the journal, without a word of the note.
    """
    found = form.remarks()
    if found and form.data.get("language") != KEEP:
        note_wording(about=about, what="shown", by=by)
        form.remarked = found
        return False
    if found:
        note_wording(about=about, what="kept", by=by)
    elif form.data.get("language_shown"):
        note_wording(about=about, what="changed", by=by)
    return True
