"""What the door seals, only the worker opens; what was stored opens after every upgrade; what is damaged never opens."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from halcyon.kernel.sealing import (
    BUCKETS,
    Damaged,
    KeyUnusable,
    Misshapen,
    SealError,
    TooLong,
    UnknownKey,
    UnknownSuite,
    blind_key,
    is_signed,
    new_signing_pair,
    open_envelope,
    open_source,
    pad,
    seal,
    seal_source,
    sign,
    unpad,
)
from halcyon.kernel.sealing.keys import PrivateKey, PublicKey
from halcyon.kernel.sealing.suites import OVERHEAD, SuiteId, new_pair, open_with, seal_to

STORED = json.loads((Path(__file__).parent / "fixtures" / "sealing" / "sealed.json").read_text())
"""One envelope, reply and source per suite, sealed with cryptography 50.0.2. They stay as they are: they must open for ever."""

DROP = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")


class Ring:
    """A ring of one key, or none."""

    def __init__(self, *keys: PrivateKey) -> None:
        self.keys = {key.id: key for key in keys}

    def find(self, key_id: bytes) -> PrivateKey | None:
        return self.keys.get(key_id)


def keys(suite: SuiteId, key_id: bytes = b"8 bytes.") -> tuple[PublicKey, Ring]:
    pair, start = new_pair(suite), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    public = PublicKey(key_id, start, start + dt.timedelta(days=45), pair.public)
    return public, Ring(PrivateKey(key_id, pair.private))


@pytest.mark.parametrize("suite", ["hybrid", "curve"])
def test_an_envelope_sealed_long_ago_still_opens(suite: str) -> None:
    stored = STORED[suite]
    key_id = bytes.fromhex(stored["key_id"])
    ring = Ring(PrivateKey(key_id, base64.b64decode(stored["private"])))
    envelope = base64.b64decode(stored["envelope"])
    padded = open_envelope(envelope, ring, drop_id=UUID(stored["drop_id"]), channel=stored["channel"])
    assert unpad(padded).decode() == stored["words"]
    source = open_source(base64.b64decode(stored["source"]), base64.b64decode(stored["mailbox_private"]))
    assert json.loads(source) == {"name": "Invented Person"}


@pytest.mark.parametrize("suite", SuiteId)
@pytest.mark.parametrize("bucket", BUCKETS)
def test_an_envelope_opens_byte_for_byte_and_its_size_says_only_its_bucket(suite: SuiteId, bucket: int) -> None:
    public, ring = keys(suite)
    for padded in (pad(b"", (bucket,)), pad(b"x" * (bucket - 4), (bucket,))):
        envelope = seal(padded, public, drop_id=DROP, channel="web")
        assert len(envelope) == 10 + bucket + OVERHEAD[suite]
        assert open_envelope(envelope, ring, drop_id=DROP, channel="web") == padded


def test_the_same_words_are_never_sealed_alike() -> None:
    public, _ = keys(SuiteId.HYBRID)
    assert len({seal(pad(b"help"), public, drop_id=DROP, channel="web") for _ in range(5)}) == 5


@pytest.mark.parametrize("suite", SuiteId)
def test_an_envelope_opens_nowhere_but_in_its_place(suite: SuiteId) -> None:
    public, ring = keys(suite)
    envelope = seal(pad(b"help"), public, drop_id=DROP, channel="web")
    for place in (
        {"drop_id": uuid4(), "channel": "web"},
        {"drop_id": DROP, "channel": "mailbox"},
        {"drop_id": DROP, "channel": "web", "purpose": "reply"},
    ):
        with pytest.raises(Damaged):
            open_envelope(envelope, ring, **place)  # type: ignore[arg-type]


@pytest.mark.parametrize("suite", SuiteId)
def test_a_damaged_envelope_never_opens_and_says_nothing(suite: SuiteId) -> None:
    public, ring = keys(suite)
    whole = seal(pad(b"canary words"), public, drop_id=DROP, channel="web")
    other = seal(pad(b"canary words"), public, drop_id=uuid4(), channel="web")
    places = {0, 1, 2, 9, 10, 11, len(whole) // 2, len(whole) - 1, *range(10, len(whole), 97)}
    damaged = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    damaged += [whole[:size] for size in (0, 1, 9, 10, 11, 41, 1200, len(whole) - 1)]
    damaged += [whole + b"\0", bytes(len(whole)), whole[:2000] + other[2000:], whole[:10] + other[10:]]
    for envelope in damaged:
        with pytest.raises(SealError) as raised:
            open_envelope(envelope, ring, drop_id=DROP, channel="web")
        assert raised.value.code in ("damaged", "unknown-key", "unknown-suite")
        assert raised.value.__cause__ is None
        assert "canary" not in str(raised.value)


def test_an_envelope_to_a_key_we_do_not_hold_is_told_apart_from_damage() -> None:
    public, _ = keys(SuiteId.HYBRID)
    envelope = seal(pad(b"help"), public, drop_id=DROP, channel="web")
    with pytest.raises(UnknownKey):
        open_envelope(envelope, Ring(), drop_id=DROP, channel="web")
    for unknown in (bytes([9]) + envelope[1:], envelope[:1] + bytes([9]) + envelope[2:]):
        with pytest.raises(UnknownSuite):
            open_envelope(unknown, Ring(), drop_id=DROP, channel="web")


def test_another_key_of_the_same_name_opens_nothing() -> None:
    public, _ = keys(SuiteId.HYBRID)
    envelope = seal(pad(b"help"), public, drop_id=DROP, channel="web")
    for suite in SuiteId:
        with pytest.raises(Damaged):
            open_envelope(envelope, keys(suite)[1], drop_id=DROP, channel="web")


@pytest.mark.parametrize(
    "bad", [b"", b"\x01", b"\x07" + bytes(32), b"\x02" + bytes(32), b"\x02" + bytes(33), b"\x01" + bytes(1216)]
)
def test_a_malformed_or_weak_public_key_is_never_sealed_to(bad: bytes) -> None:
    with pytest.raises(KeyUnusable):
        seal_to(bad, b"help", b"here")


def test_a_cut_private_key_opens_nothing() -> None:
    with pytest.raises(KeyUnusable):
        open_with(new_pair().private[:-1], b"", b"")


# Padding


def test_twenty_thousand_emoji_fit() -> None:
    words = json.dumps({"words": "😀" * 20_000}, ensure_ascii=False).encode()
    assert len(pad(words)) == 128 * 1024
    assert unpad(pad(words)) == words


def test_what_does_not_fit_is_refused_not_cut() -> None:
    assert len(pad(b"x" * (128 * 1024 - 4))) == 128 * 1024
    with pytest.raises(TooLong):
        pad(b"x" * (128 * 1024 - 3))


@pytest.mark.parametrize(
    "bad", [b"", b"\0", b"\0\0\0", b"\0\0\0\1", b"\0\0\0\1ab", b"\xff\xff\xff\xff" + bytes(100), b"\0\0\0\0\0\1"]
)
def test_what_was_not_padded_by_us_is_noticed(bad: bytes) -> None:
    with pytest.raises(Misshapen):
        unpad(bad)


# Sources


def test_who_told_us_opens_with_the_registers_key_alone() -> None:
    register, other = new_pair(), new_pair()
    sealed = seal_source(b"Invented Person, 07700 900123", register.public)
    assert b"Invented" not in sealed
    assert open_source(sealed, register.private) == b"Invented Person, 07700 900123"
    for wrong in (sealed[:-1], sealed[:50] + b"x" + sealed[51:], b""):
        with pytest.raises(Damaged):
            open_source(wrong, register.private)
    with pytest.raises(Damaged):
        open_source(sealed, other.private)


def test_the_length_of_an_identity_does_not_show() -> None:
    register = new_pair()
    assert len({len(seal_source(b"x" * size, register.public)) for size in (0, 5, 900, 4_000)}) == 1


def test_blind_keys_join_equal_values_of_one_kind_only() -> None:
    known = blind_key(b"b" * 32, "phone", "07700900123")
    assert known.hex() == "44a7c5064bacf430b3ac41a5b82d8a369bcb6af89d77622a129ae7deab537262"
    assert known == blind_key(b"b" * 32, "phone", "07700900123")
    others = {blind_key(b"b" * 32, "email", "07700900123"), blind_key(b"c" * 32, "phone", "07700900123")}
    assert len({known, *others, blind_key(b"b" * 32, "phone", "07700900124")}) == 4


# Signing


def test_a_signature_holds_for_its_message_key_and_purpose() -> None:
    private, public = new_signing_pair()
    signature = sign(private, b"checkpoint 7", purpose="journal")
    assert len(signature) == 64
    assert is_signed(public, b"checkpoint 7", signature, purpose="journal")
    for message, key, given, purpose in (
        (b"checkpoint 8", public, signature, "journal"),
        (b"checkpoint 7", new_signing_pair()[1], signature, "journal"),
        (b"checkpoint 7", public, signature[:-1], "journal"),
        (b"checkpoint 7", public, b"", "journal"),
        (b"checkpoint 7", b"short", signature, "journal"),
        (b"checkpoint 7", public, signature, "intake-key"),
    ):
        assert not is_signed(key, message, given, purpose=purpose)
