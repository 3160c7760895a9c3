"""A record names someone or something: the mention is kept, and compared with everything in the same transaction."""

from uuid import UUID

from halcyon.domain.subjects import matcher
from halcyon.domain.subjects.commands.comparing import compare, leave_to_the_worker
from halcyon.domain.subjects.models import CONCERNED, Judgement, Link, LinkType, Mention, MentionKind, Same
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.matching.identities import Identity

NAMED, SELF, WITH_PERSON = "named", "self", "with person"
ITS_OWN_WORDS = "The record says that it is about them."
HELD_BY = {
    MentionKind.PHONE: LinkType.USES,
    MentionKind.ACCOUNT: LinkType.USES,
    MentionKind.VEHICLE: LinkType.DRIVES,
    MentionKind.PLACE: LinkType.SEEN_AT,
}


@command(needs=Permission.NAME)
def mention(
    *, record: Record, identity: Identity, written: str, by: Actor, statement: UUID | None = None, sort: str = NAMED
) -> Mention:
    """Keeps that ``record`` names someone or something, and what it may be the same as.

    ``written`` is how it stands in the record; ``sort`` is *self* where the record is about this very one (a child's own
    record, a subject's). A person's phones, vehicles, accounts and addresses are named with them and linked to them.
    The same again in the same record adds nothing. If comparing fails, the mention stands all the same and is compared later.
    """
    named, new = _keep(record, identity, written, by=by, statement=statement, sort=sort)
    if not new:
        return named
    for thing, words in matcher.things_of(identity):
        held, fresh = _keep(record, thing, words, by=by, statement=statement, sort=WITH_PERSON)
        _link(record, named, held, by)
        if fresh:
            compare(mention=held, by=by)
    compare(mention=named, by=by)
    return named


@command(needs=Permission.NAME)
def concerns(*, record: Record, about: Record, written: str, by: Actor) -> Mention:
    """Keeps that ``record`` is about someone who has a record of their own, a child of the index: the two are one from then on.

    It is a judgement like any other, said by whoever says so, and can be taken back. Nothing is compared for it: what is
    known of them stands in their own record and is compared there. Call it once for each of them.
    """
    own = Mention.objects.filter(record=about, kind=MentionKind.PERSON, sort=SELF).order_by("-made_at").first()
    own = own or _unnamed(about, written, sort=SELF, by=by)
    named = _unnamed(record, own.written, sort=CONCERNED, by=by, like=own)
    first, second = sorted((named, own), key=lambda mention: mention.pk)
    judged = Judgement(
        record_id=first.record_id, other_id=second.record_id, a=first, b=second, answer=Same.SAME,
        reason=ITS_OWN_WORDS, by=by.principal, at=now(),
    )  # fmt: skip
    judged.save(force_insert=True)
    journal.change(Event.JUDGED, judged.record_id, judged.other_id, by=by, detail=Same.SAME)
    leave_to_the_worker(named)
    return named


def _unnamed(record: Record, written: str, *, sort: str, by: Actor, like: Mention | None = None) -> Mention:
    """A mention that is compared with nothing."""
    identity = Identity.from_json(like.identity) if like else Identity()
    kept = Mention(
        record=record, kind=MentionKind.PERSON, sort=sort, written=written, identity=identity.to_json(),
        canonical=bytes(like.canonical) if like else matcher.comparable(identity).form, made_by=by.principal,
        made_at=now(),
    )  # fmt: skip
    kept.save(force_insert=True)
    journal.change(Event.MENTIONED, record, by=by, detail=MentionKind.PERSON.value)
    return kept


def _keep(
    record: Record, identity: Identity, written: str, *, by: Actor, statement: UUID | None, sort: str
) -> tuple[Mention, bool]:
    form = matcher.comparable(identity).form
    same = Mention.objects.filter(record=record, kind=identity.kind.value, canonical=form)
    found = (
        same.first() if sort == WITH_PERSON else same.filter(statement=statement, written=written, sort=sort).first()
    )
    if found is not None:
        return found, False
    kept = Mention(
        record=record, kind=identity.kind.value, sort=sort, statement=statement, written=written,
        identity=identity.to_json(), canonical=form, made_by=by.principal, made_at=now(),
    )  # fmt: skip
    kept.save(force_insert=True)
    journal.change(Event.MENTIONED, record, by=by, detail=identity.kind.value)
    return kept, True


def _link(record: Record, person: Mention, held: Mention, by: Actor) -> None:
    if Link.objects.filter(record=record, a=person, b=held).exists():
        return
    link = Link(
        record=record, other=record, third=record, a=person, b=held, type=HELD_BY[MentionKind(held.kind)],
        by=by.principal, at=now(),
    )  # fmt: skip
    link.save(force_insert=True)
    journal.change(Event.LINKED, record, by=by)
