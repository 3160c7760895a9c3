"""Who may see a record by default: one table, read by PostgreSQL (design.md 3). Pure; nothing else decides an audience."""

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record on the spine is."""

    ALERT = "alert"
    CHILD = "child"
    CONTACT = "contact"


class Lock(StrEnum):
    """How a record answers those who may not see it."""

    OPEN = "open"  # the ordinary case: the team of the record
    ASK = "ask"  # "a record exists: ask X"
    SILENT = "silent"  # exactly as if nothing existed


class Part(StrEnum):
    """The principals of a record that can be in its audience."""

    OWNER = "owner"
    TEAM = "team"


AUDIENCE: dict[tuple[RecordKind, Lock], frozenset[Part]] = {
    (RecordKind.ALERT, Lock.OPEN): frozenset({Part.OWNER, Part.TEAM}),
    (RecordKind.ALERT, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.CHILD, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.CHILD, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.CHILD, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.CONTACT, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.CONTACT, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.CONTACT, Lock.SILENT): frozenset({Part.OWNER}),
}
