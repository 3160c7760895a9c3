"""The page of one act: which contact it is about, what it does, and what must not be forgotten while doing it."""

from dataclasses import dataclass

from django.urls import reverse

from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.queries import ContactView
from halcyon.faces.desk.contacts.pages import words
from halcyon.kernel.look.parts import Row


@dataclass(frozen=True, slots=True)
class ActPage:
    """``hush`` and ``said`` stand beside the form when the act needs the words that were told."""

    reference: str
    title: str
    lead: tuple[str, ...] = ()
    hush: tuple[str, ...] = ()
    said: tuple[words.Said, ...] = ()
    thread: tuple[words.Message, ...] = ()
    facts: tuple[Row, ...] = ()

    @property
    def address(self) -> str:
        """Where the contact itself is."""
        return reverse("contacts:contact", args=[self.reference])


def plain(contact: Contact, title: str, *lead: str, facts: tuple[Row, ...] = ()) -> ActPage:
    """The page of an act that needs none of the words."""
    return ActPage(reference=contact.record.reference, title=title, lead=lead, facts=facts)


def beside_words(
    view: ContactView, title: str, *lead: str, names: dict[int, str], facts: tuple[Row, ...] = ()
) -> ActPage:
    """The page of an act that is done with the words in sight."""
    first, later = words.split(view.statements)
    children: dict[object, str] = {one.child.pk: one.child.known_as for one in view.children}
    return ActPage(
        reference=view.reference, title=title, lead=lead, facts=facts,
        hush=tuple(statement.words for statement in view.must_not_know),
        said=words.answers(first),
        thread=tuple(words.thread(later, view.told, names=names, children=children)),
    )  # fmt: skip
