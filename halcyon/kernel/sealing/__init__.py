"""Everything cryptographic, and the six words: a pure library that opens, seals, derives and signs.

No Django, no database, no clock of its own: callers say what time it is. Nothing here logs, and nothing secret shows
in a repr or an error. Which process holds which key is in `folder`.
"""

from halcyon.kernel.sealing.codes import Code, Unreadable, code_from_token, read_code
from halcyon.kernel.sealing.envelopes import UnknownKey, open_envelope, seal
from halcyon.kernel.sealing.files import SecretMissing
from halcyon.kernel.sealing.folder import DeskSecrets, DoorSecrets, WorkerSecrets
from halcyon.kernel.sealing.keys import KeyFault, KeyFolder, PrivateFolder, PublicFolder
from halcyon.kernel.sealing.mailboxes import (
    MailboxSecrets,
    Pepper,
    derive,
    derive_each,
    new_mailbox_keys,
    open_reply,
    rewrap_private,
    seal_reply,
    unwrap_private,
    wrap_private,
)
from halcyon.kernel.sealing.padding import BUCKETS, REPLY_LIMIT, Misshapen, TooLong, pad, unpad
from halcyon.kernel.sealing.pasted_codes import contains_code, mask_code
from halcyon.kernel.sealing.signing import is_signed, new_signing_pair, sign
from halcyon.kernel.sealing.sources import blind_key, open_source, seal_source
from halcyon.kernel.sealing.suites import Damaged, KeyPair, KeyUnusable, SealError, UnknownSuite
from halcyon.kernel.sealing.terms import open_terms, seal_terms
from halcyon.kernel.sealing.text import visible

__all__ = [
    "BUCKETS",
    "REPLY_LIMIT",
    "Code",
    "Damaged",
    "DeskSecrets",
    "DoorSecrets",
    "KeyFault",
    "KeyFolder",
    "KeyPair",
    "KeyUnusable",
    "MailboxSecrets",
    "Misshapen",
    "Pepper",
    "PrivateFolder",
    "PublicFolder",
    "SealError",
    "SecretMissing",
    "TooLong",
    "UnknownKey",
    "UnknownSuite",
    "Unreadable",
    "WorkerSecrets",
    "blind_key",
    "code_from_token",
    "contains_code",
    "derive",
    "derive_each",
    "is_signed",
    "mask_code",
    "new_mailbox_keys",
    "new_signing_pair",
    "open_envelope",
    "open_reply",
    "open_source",
    "open_terms",
    "pad",
    "read_code",
    "rewrap_private",
    "seal",
    "seal_reply",
    "seal_source",
    "seal_terms",
    "sign",
    "unpad",
    "unwrap_private",
    "visible",
    "wrap_private",
]
