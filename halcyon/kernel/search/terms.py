"""What was typed is personal: it is sealed to the auditors' key before it is kept, and opened for an auditor with a reason."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from uuid import UUID

from django.conf import settings

from halcyon.kernel.sealing import DeskSecrets, open_terms, seal_terms


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


def seal(typed: Typed, search: UUID) -> bytes:
    """Seals what was typed, for this search alone."""
    return seal_terms(json.dumps(asdict(typed), ensure_ascii=False).encode(), _held().audit_public, search=search)


def open_sealed(sealed: bytes, search: UUID) -> Typed:
    """What was typed. Raises Damaged."""
    said = json.loads(open_terms(sealed, _held().audit_private, search=search))
    return Typed(**{**said, "kinds": tuple(said["kinds"])})
