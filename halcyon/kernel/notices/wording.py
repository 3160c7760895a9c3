"""The only words a notice can have. They are fixed: no name, no reference and no place can reach them. Pure."""

from dataclasses import dataclass

URGENT = frozenset({"danger", "quarantine"})
"""Kinds that cannot wait until someone next looks at their mail."""


@dataclass(frozen=True)
class Wording:
    """A mail without its addresses."""

    subject: str
    body: str


def wording(kind: str, desk: str) -> Wording:
    """What to send for a kind of notice. `desk` is the address at which one signs in, the same for everyone."""
    now = kind in URGENT
    return Wording(
        subject="Something waits for you now" if now else "Something waits for you",
        body=(
            f"Something waits for you at the desk{', and it should be read now' if now else ''}.\n\n"
            f"Sign in to see what waits: {desk}\n\n"
            "This message never says what it is about. Please do not answer it.\n"
        ),
    )
