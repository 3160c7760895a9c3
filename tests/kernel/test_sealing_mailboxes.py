"""Mailboxes: six words find and open them, nothing else does, and an empty answer weighs what a full one does."""

from __future__ import annotations

import base64
import time
from uuid import UUID, uuid4

import pytest

from halcyon.kernel.sealing import (
    REPLY_LIMIT,
    Code,
    Damaged,
    MailboxSecrets,
    Pepper,
    TooLong,
    code_from_token,
    derive,
    derive_each,
    new_mailbox_keys,
    open_reply,
    rewrap_private,
    seal_reply,
    unwrap_private,
    wrap_private,
)
from tests.kernel.test_sealing_envelopes import STORED

SALT, PEPPER = bytes(range(32)), Pepper(1, bytes(range(64)))
CODE = Code(("mainland", "covering", "birch", "settee", "looping", "klaxon"))
MAILBOX = UUID("5f0c2d3e-0000-4000-8000-0000000000b1")
WRAPPED = (
    "DeJOdO5qKEL98iYzUUyK/BcI8fOOLHcgJcKqwt0AL0mn2qrOs6zBBbuK4jpeJKCuUkLOr8gOVZUZPfLpoFLY32x9HFyMxgTh3NDtle6SJbZF+yR3XHP1"
    "u3YaoZq1e77X6JB+OoV9nGTgzoWFtoebGZMx7giFEEs1GOwP3rk="
)


@pytest.fixture(scope="module")
def derived() -> MailboxSecrets:
    return derive(CODE, SALT, PEPPER)


def test_words_given_out_long_ago_still_find_and_open_their_mailbox(derived: MailboxSecrets) -> None:
    """Known answers: a change here would close every mailbox there is."""
    assert derived.locator.hex() == "a93ce5f801e8a09ed9b9f70a44d696355ea972c7572df9b3556261a1cd3b3d0b"
    assert derived.wrap_key.hex() == "ca2fc5816223a7a8e58378133d3dae14d8e642a67da3a685d7e8127ef7910034"
    assert unwrap_private(base64.b64decode(WRAPPED), derived.wrap_key, mailbox=MAILBOX) == b"p" * 97


@pytest.mark.parametrize("suite", ["hybrid", "curve"])
def test_a_message_sealed_long_ago_still_opens(suite: str) -> None:
    stored = STORED[suite]
    sealed, private = base64.b64decode(stored["reply"]), base64.b64decode(stored["mailbox_private"])
    assert open_reply(sealed, private, mailbox=UUID(stored["mailbox"])) == "We are here."


def test_other_words_salt_or_pepper_lead_elsewhere(derived: MailboxSecrets) -> None:
    others = [
        derive(Code(CODE.words[::-1]), SALT, PEPPER),
        derive(CODE, bytes(32), PEPPER),
        *derive_each(CODE, SALT, [Pepper(2, bytes(64)), Pepper(3, bytes(reversed(range(64))))]),
    ]
    assert len({derived.locator, *(other.locator for other in others)}) == 5
    assert len({derived.wrap_key, *(other.wrap_key for other in others)}) == 5


def test_half_a_pepper_is_not_enough(derived: MailboxSecrets) -> None:
    """Who learns the half for locators finds a mailbox, and still cannot open it."""
    half = derive(CODE, SALT, Pepper(1, PEPPER.secret[:32] + bytes(32)))
    assert half.locator == derived.locator
    assert half.wrap_key != derived.wrap_key


def test_words_older_than_the_newest_pepper_are_found_at_the_price_of_one(derived: MailboxSecrets) -> None:
    began = time.process_time()
    newest, older = derive_each(CODE, SALT, [Pepper(2, bytes(64)), PEPPER])
    both = time.process_time() - began
    assert older == derived
    assert newest.pepper == 2
    began = time.process_time()
    derive(CODE, SALT, PEPPER)
    assert both < 1.8 * (time.process_time() - began) + 0.02


def test_neither_words_nor_keys_show_in_a_repr(derived: MailboxSecrets) -> None:
    assert derived.wrap_key.hex()[:8] not in repr(derived)
    assert "wrap_key" not in repr(derived)
    assert "secret" not in repr(PEPPER)
    assert "private" not in repr(new_mailbox_keys())


def test_the_key_of_a_mailbox_opens_under_its_own_words_in_its_own_place(derived: MailboxSecrets) -> None:
    keys, mailbox = new_mailbox_keys(), uuid4()
    wrapped = wrap_private(keys.private, derived.wrap_key, mailbox=mailbox)
    assert unwrap_private(wrapped, derived.wrap_key, mailbox=mailbox) == keys.private
    for damaged in (b"", wrapped[:11], wrapped[:-1], wrapped[:20] + b"x" + wrapped[21:]):
        with pytest.raises(Damaged):
            unwrap_private(damaged, derived.wrap_key, mailbox=mailbox)
    with pytest.raises(Damaged):
        unwrap_private(wrapped, bytes(32), mailbox=mailbox)
    with pytest.raises(Damaged):
        unwrap_private(wrapped, derived.wrap_key, mailbox=uuid4())


def test_new_words_open_what_the_old_words_no_longer_do(derived: MailboxSecrets) -> None:
    keys, mailbox = new_mailbox_keys(), uuid4()
    new = derive(code_from_token(b"k" * 32, b"new words"), SALT, PEPPER)
    sealed = seal_reply("We are here.", keys.public, mailbox=mailbox)
    old = wrap_private(keys.private, derived.wrap_key, mailbox=mailbox)
    wrapped = rewrap_private(old, derived.wrap_key, new.wrap_key, mailbox=mailbox)
    assert open_reply(sealed, unwrap_private(wrapped, new.wrap_key, mailbox=mailbox), mailbox=mailbox) == "We are here."
    with pytest.raises(Damaged):
        unwrap_private(wrapped, derived.wrap_key, mailbox=mailbox)
    assert len(wrapped) == len(old)


def test_every_message_has_one_size_and_the_longest_fits() -> None:
    keys, mailbox = new_mailbox_keys(), uuid4()
    texts = ["", "Yes.", "😀" * REPLY_LIMIT, "é" * REPLY_LIMIT]
    sealed = [seal_reply(text, keys.public, mailbox=mailbox) for text in texts]
    assert len({len(one) for one in sealed}) == 1
    assert [open_reply(one, keys.private, mailbox=mailbox) for one in sealed] == texts
    with pytest.raises(TooLong):
        seal_reply("😀" * (REPLY_LIMIT + 100), keys.public, mailbox=mailbox)


def test_a_message_opens_in_its_own_mailbox_only() -> None:
    keys, mailbox = new_mailbox_keys(), uuid4()
    sealed = seal_reply("We are here.", keys.public, mailbox=mailbox)
    for damaged in (b"", sealed[:-1], sealed[:9] + b"x" + sealed[10:]):
        with pytest.raises(Damaged):
            open_reply(damaged, keys.private, mailbox=mailbox)
    with pytest.raises(Damaged):
        open_reply(sealed, keys.private, mailbox=uuid4())
    with pytest.raises(Damaged):
        open_reply(sealed, new_mailbox_keys().private, mailbox=mailbox)
