"""Form tokens: what makes one press of "send" one telling, however often it is pressed.

A token is 16 random bytes and the second it was issued, under a key of the door. It carries nothing about who asked
for it, and an expired one is told apart from a forged one, so that the page can come again with the words kept.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import os
from dataclasses import dataclass, field

MAX_AGE = dt.timedelta(hours=2)
_AHEAD = dt.timedelta(minutes=5)  # another machine's clock may be a little ahead
_RAW, _ISSUED, _MAC = 16, 8, 16
_SIZE = _RAW + _ISSUED + _MAC


@dataclass(frozen=True, slots=True)
class Token:
    """A token we issued, in time. `raw` makes the code; store `token_hash(raw)` only."""

    raw: bytes = field(repr=False)
    age: dt.timedelta


@dataclass(frozen=True, slots=True)
class Expired:
    """A token we issued, too long ago: show the page again, keep the words."""

    raw: bytes = field(repr=False)
    age: dt.timedelta


@dataclass(frozen=True, slots=True)
class Forged:
    """Nothing we issued for this form: cut, changed or made up."""


def issue(key: bytes, now: dt.datetime, form: str = "telling") -> str:
    """A new token for one page of `form`: 54 letters, digits, '-' and '_'."""
    body = os.urandom(_RAW) + int(now.timestamp()).to_bytes(_ISSUED, "big")
    return base64.urlsafe_b64encode(body + _mac(key, body, form)).decode().rstrip("=")


def read(key: bytes, text: str, now: dt.datetime, form: str = "telling") -> Token | Expired | Forged:
    """What `text`, as it came back with a form, is worth at `now`."""
    try:
        whole = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return Forged()
    body, mac = whole[: _RAW + _ISSUED], whole[_RAW + _ISSUED :]
    if len(whole) != _SIZE or not hmac.compare_digest(mac, _mac(key, body, form)):
        return Forged()
    age = now - dt.datetime.fromtimestamp(int.from_bytes(body[_RAW:], "big"), dt.UTC)
    if age > MAX_AGE:
        return Expired(body[:_RAW], age)
    return Token(body[:_RAW], max(age, dt.timedelta())) if age > -_AHEAD else Forged()


def token_hash(raw: bytes) -> bytes:
    """What the list of spent tokens keeps (32 bytes): no code can be made from it."""
    return hashlib.sha256(b"halcyon/token/1|" + raw).digest()


def _mac(key: bytes, body: bytes, form: str) -> bytes:
    return hmac.digest(key, f"halcyon/form/{form}/1|".encode() + body, "sha256")[:_MAC]
