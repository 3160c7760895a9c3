"""What a member took up while writing becomes a mention of the record that their words are saved in."""

from collections.abc import Iterable
from uuid import UUID

from halcyon.domain.subjects.commands.naming import mention
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.rules import Incomplete
from halcyon.domain.subjects.taking import Taken, identity_called, standing_in
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.matching import identity_of
from halcyon.kernel.sources import commands as sources

NOT_THERE = "These words do not stand in this record as they are written here."
WHO_TOLD_US = "This may show who told us: it stands in the source register alone, and is not named."


@command(needs=Permission.NAME)
def name_words(
    *, record: Record, words: str, texts: Iterable[str], kind: str, by: Actor, statement: UUID | None = None
) -> Mention:
    """Names somebody or something that no machine spotted: ``words`` out of one of the ``texts`` that the record holds.

    Raises Incomplete where they do not stand there, or may show who told us.
    """
    written = words.strip()
    if not written or not any(written in text for text in texts):
        raise Incomplete(NOT_THERE)
    if sources.is_kept(record.pk) and sources.would_be(record_id=record.pk, written=written, by=by):
        raise Incomplete(WHO_TOLD_US)
    return mention(record=record, identity=identity_called(kind, written), written=written, statement=statement, by=by)


@command(needs=Permission.NAME)
def take_up(*, record: Record, words: str, taken: Iterable[Taken], by: Actor, statement: UUID | None = None) -> int:
    """Names what was taken up, as far as the saved ``words`` still name it; how many were left out.

    Who told us is left out, wherever the words carry them: they stand in the source register and nowhere else.
    """
    left = 0
    kept = sources.is_kept(record.pk)
    for one in standing_in(words, taken):
        if kept and sources.would_be(record_id=record.pk, written=one.written, by=by):
            left += 1
            continue
        mention(
            record=record, identity=identity_of(one.kind, one.written), written=one.written, statement=statement, by=by
        )
    return left
