"""A member fills in a form of the desk: opens it, keeps what it carries unseen, types, sends. Someone rings. Rows are read."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse

from halcyon.domain.children.models import Child
from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Concern, Contact, Decision
from halcyon.domain.promise.models import Obligation
from halcyon.faces.desk.tellings.views import codes
from halcyon.kernel import clocks
from halcyon.kernel.letterbox.telling import Channel
from tests import people
from tests.conftest import as_role
from tests.faces.sitting import Sitting, read

Row = TypeVar("Row", bound=Model)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


def carried(answer: HttpResponse) -> dict[str, str]:
    """What the forms of a page carry unseen: keys, versions, what was seen."""
    found = {name: html.unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}
    return {name: value for name, value in found.items() if name not in ("csrfmiddlewaretoken", "language_shown")}


def fill(seat: Sitting, address: str, **typed: Any) -> HttpResponse:
    """Opens a page, types into its form and sends it once."""
    opened = seat.get(address)
    assert opened.status_code == 200, opened.content.decode()[:2000]
    return seat.post(address, {**carried(opened), **typed})


def someone_calls(words: str = "Someone gives me lifts and I am scared to say no.", **said: Any) -> Contact:
    """A telling taken down by Sam: the caller has six words, so there is a way back."""
    with as_role("desk"):
        return commands.take_down(
            telling=people.a_telling(words, **{"channel": Channel.PHONE} | said), drop=uuid.uuid4(), codes=codes(),
            by=people.member("sam"),
        ).contact  # fmt: skip


def held(rows: QuerySet[Row]) -> list[Row]:
    """The rows that there are, whoever may see them."""
    with as_role("owner"):
        return list(rows)


def one(rows: QuerySet[Row]) -> Row:
    """The only row that there is."""
    (found,) = held(rows)
    return found


def anew(row: Row) -> Row:
    """A row as it stands now."""
    with as_role("owner"):
        row.refresh_from_db()
    return row


# What a member decides, and what is owed

LATER = f"{clocks.today() + dt.timedelta(days=8):%Y-%m-%dT17:00}"
ANSWERED = {
    "offence": "Crime number pending.", "works_with_children": "No.", "trafficked_due": LATER[:10],
    "other_children": "A younger brother.", "teller_a_child": "Yes: she asks for her nurse.",
}  # fmt: skip
TOLD_BY = {"tell_child": "by", "tell_child_by": LATER}


def page_of(contact: Contact) -> str:
    return f"/contacts/{contact.record.reference}/"


def owed(contact: Contact, **narrowed: Any) -> list[Obligation]:
    return held(Obligation.objects.filter(record=contact.record, end="", **narrowed))


def only_child(contact: Contact) -> Child:
    return one(
        Child.objects.select_related("record").filter(pk=one(Concern.objects.filter(record=contact.record)).child)
    )


def decides(seat: Sitting, contact: Contact, *outcomes: str, **more: Any) -> Decision:
    """A member decides for the one child of a contact, through the page."""
    address = f"{page_of(contact)}decide/{only_child(contact).pk}/"
    said = {"outcomes": outcomes, "reasons": "An adult gives her lifts and presents.", **ANSWERED, **TOLD_BY, **more}
    answer = fill(seat, address, **said)
    assert answer.status_code == 302, read(answer)
    return one(Decision.objects.filter(pk=answer["Location"].rstrip("/").split("/")[-1]))
