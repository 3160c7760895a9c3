"""The register's keys in this process: the worker holds what seals, the desk also what opens. Read once, from settings."""

from functools import cache

from django.conf import settings

from halcyon.kernel.sealing import DeskSecrets, WorkerSecrets, blind_key, open_source, seal_source


@cache
def _held() -> DeskSecrets | WorkerSecrets:
    kept: DeskSecrets | WorkerSecrets = settings.KEYS.load(settings.SECRETS)
    return kept


def seal(identity: bytes) -> bytes:
    """Seals an identity to the register's public key."""
    return seal_source(identity, _held().sources_public)


def open_sealed(sealed: bytes) -> bytes:
    """Opens it again; only the desk can."""
    held = _held()
    if not isinstance(held, DeskSecrets):
        raise RuntimeError("only the desk opens the source register")
    return open_source(sealed, held.sources_private)


def blind_keys(identity: dict[str, str]) -> list[bytes]:
    """A keyed fingerprint of each identifier that was given: contact and phone. A name alone joins nothing up."""
    secret = _held().blind_secret
    return [
        blind_key(secret, "reach", "".join(identity[name].split()).casefold())
        for name in ("contact", "phone")
        if identity.get(name, "").strip()
    ]
