"""What was typed is personal: it is sealed to the auditors' key before it is kept, and opened for an auditor with a reason."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings

from halcyon.kernel import journal
from halcyon.kernel.journal import Event
from halcyon.kernel.sealing import DeskSecrets, open_terms, seal_terms

if TYPE_CHECKING:
    from halcyon.kernel.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Typed:
    """What one search asked for."""

    words: str
    kinds: tuple[str, ...] = ()
    agency: int | None = None
    first: str = ""
    last: str = ""


@cache
def _held() -> DeskSecrets:
    kept: DeskSecrets = settings.KEYS.load(settings.SECRETS)
    return kept


def keep(event: Event, shown: Iterable[UUID], typed: Typed, *, asks: bool, by: "Actor") -> None:
    """One journal line of a search, with the ids that were shown; what was typed stands beside it, sealed under an id of its
    own. Every way of searching keeps it so. ``asks``: closed records were asked about too."""
    search = uuid4()
    journal.searched(event, shown, by=by, search=search, sealed=seal(typed, search), asks=asks)


def seal(typed: Typed, search: UUID) -> bytes:
    """Seals what was typed, for this search alone."""
    return seal_terms(json.dumps(asdict(typed), ensure_ascii=False).encode(), _held().audit_public, search=search)


def open_sealed(sealed: bytes, search: UUID) -> Typed:
    """What was typed. Raises Damaged."""
    said = json.loads(open_terms(sealed, _held().audit_private, search=search))
    return Typed(**{**said, "kinds": tuple(said["kinds"])})
