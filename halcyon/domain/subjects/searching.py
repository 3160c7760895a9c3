"""What of a person or place of concern is searched: its names and numbers, why, and what was considered.

Where other records name it, their own words are searched. What was said of anyone's ethnicity or nationality never is.
"""

from collections.abc import Iterator

from halcyon.domain.subjects.models import Subject
from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.matching.identities import Identity
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.search import Entry


def index_subject(subject: Subject, *, by: Actor) -> None:
    """Call inside the command that opened or changed it."""
    search.index(record=subject.record, entries=of_subject(subject.record), by=by)


def of_subject(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one subject's own record."""
    subject = Subject.objects.select_related("mention").get(pk=record.pk)
    names, codes = names_and_codes(Identity.from_json(subject.mention.identity))
    opener = Member.objects.filter(principal_id=subject.opened_by).values_list("agency_id", flat=True).first()
    yield Entry(
        source=record.pk, kind="concern", at=subject.opened_at, agency=opener, names=names, codes=codes,
        words="\n".join([subject.mention.written, subject.why, subject.considered]),
    )  # fmt: skip


def names_and_codes(identity: Identity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How someone or something is called, and its numbers and addresses, as they were written."""
    names = tuple(name.whole or f"{name.given} {name.family}".strip() for name in identity.names)
    codes = (
        *identity.phones, *identity.vehicles, *identity.postcodes, *identity.addresses, *identity.handles,
        *identity.emails,
    )  # fmt: skip
    return tuple(filter(None, names)), codes
