"""The plain values that layouts and tags show: links, rows, cells, who is signed in.

Pages build these; templates only place them. Nothing here touches a database or a request.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a navigation or footer. `count` shows as a number behind it (0 is shown, None is not)."""

    text: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, in words, for the head of the desk. `sign_out` is the address that the sign-out button posts
    to."""

    name: str
    role: str
    agency: str
    sign_out: str


@dataclass(frozen=True, slots=True)
class Action:
    """A link at the end of a row; `about` completes it for a screen reader ("Change" + "the date")."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list."""

    key: str
    value: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; numbers stand at the end of theirs."""

    text: str
    numeric: bool = False
    classes: str = ""
