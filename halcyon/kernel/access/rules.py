"""Who may see a record by default: one table, read by PostgreSQL (design.md 3). Pure; nothing else decides an audience."""

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record on the spine is."""

    ALERT = "alert"
    ASK = "ask"
    CHILD = "child"
    CONTACT = "contact"
    INTELLIGENCE = "intelligence"
    INTELLIGENCE_ITEM = "intelligence_item"
    LISTED = "listed"
    REVIEW = "review"
    SUBJECT = "subject"
    WATCH = "watch"


class Lock(StrEnum):
    """How a record answers those who may not see it."""

    OPEN = "open"  # the ordinary case: the team of the record
    ASK = "ask"  # "a record exists: ask X"
    SILENT = "silent"  # exactly as if nothing existed


class Detail(StrEnum):
    """What of a child's record only some duties read (domain.md 3.2). What has no detail is read by whoever sees the record."""

    CARE = "care"  # what professionals make of it: of the full record
    HEALTH = "health"  # health in full
    HEALTH_SUMMARY = "health_summary"  # health in short: what whoever leads the work needs
    POLICE = "police"  # what police and intelligence recorded
    STORY = "story"  # what happened, and what was said: everything but the safety plan and missing episodes


class Part(StrEnum):
    """The principals of a record that can be in its audience."""

    OFFICERS = "officers"
    OWNER = "owner"
    TEAM = "team"


# Principals that stand for a duty, not for somebody: no row names them, roles carry them (roles.py, domain.md 3.2).
# PostgreSQL's access.audience_of knows the same numbers.
OFFICERS = -2  # who grades intelligence and reads it as it came
READERS = -3  # who may read intelligence that may lawfully be shared, without being named
DETAILS: dict[Detail, int] = {
    Detail.CARE: -11,
    Detail.HEALTH: -12,
    Detail.HEALTH_SUMMARY: -13,
    Detail.POLICE: -14,
    Detail.STORY: -15,
}
"""Who reads each detail of a child's record. PostgreSQL has them in access.detail_rule, filled from here."""


AUDIENCE: dict[tuple[RecordKind, Lock], frozenset[Part]] = {
    (RecordKind.ALERT, Lock.OPEN): frozenset({Part.OWNER, Part.TEAM}),
    (RecordKind.ALERT, Lock.SILENT): frozenset({Part.OWNER}),
    # An ask: who asked; whom it is asked of sees it by a grant.
    (RecordKind.ASK, Lock.OPEN): frozenset({Part.OWNER}),
    (RecordKind.CHILD, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.CHILD, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.CHILD, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.CONTACT, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.CONTACT, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.CONTACT, Lock.SILENT): frozenset({Part.OWNER}),
    # A report as it came: who sent it, and the officers. To everyone else it answers as if nothing existed.
    (RecordKind.INTELLIGENCE, Lock.OPEN): frozenset({Part.OWNER, Part.OFFICERS}),
    # About somebody who works here: who holds it, and by a grant who sent it. To everyone else there is nothing.
    (RecordKind.INTELLIGENCE, Lock.SILENT): frozenset({Part.OWNER}),
    # An item: its officers; its readers by a grant, once it may lawfully be shared (P) and is sanitised. Others ask its owner.
    (RecordKind.INTELLIGENCE_ITEM, Lock.OPEN): frozenset({Part.OWNER, Part.OFFICERS}),
    (RecordKind.INTELLIGENCE_ITEM, Lock.ASK): frozenset({Part.OWNER, Part.OFFICERS}),
    (RecordKind.INTELLIGENCE_ITEM, Lock.SILENT): frozenset({Part.OWNER}),
    # A row of an agency's list: the team, which compares it.
    (RecordKind.LISTED, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.LISTED, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.LISTED, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.REVIEW, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.REVIEW, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.SUBJECT, Lock.OPEN): frozenset({Part.TEAM}),
    (RecordKind.SUBJECT, Lock.ASK): frozenset({Part.OWNER}),
    (RecordKind.SUBJECT, Lock.SILENT): frozenset({Part.OWNER}),
    (RecordKind.WATCH, Lock.SILENT): frozenset({Part.OWNER}),
}
