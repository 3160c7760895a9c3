"""Which kinds of record are searched, what they are called, and what someone needs to hold to search them. Closed by default."""

from dataclasses import dataclass

from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail, RecordKind


@dataclass(frozen=True, slots=True)
class Kind:
    """``needs`` is what opening such a record needs: searching needs no less."""

    needs: Permission
    many: str


KINDS: dict[RecordKind, Kind] = {
    RecordKind.ALERT: Kind(Permission.READ_ALERTS, "what was raised to the top"),
    RecordKind.CHILD: Kind(Permission.READ_CHILD, "children"),
    RecordKind.CONTACT: Kind(Permission.READ_CONTACT, "contacts"),
    RecordKind.INTELLIGENCE: Kind(Permission.READ_INTELLIGENCE, "intelligence reports"),
    RecordKind.INTELLIGENCE_ITEM: Kind(Permission.READ_INTELLIGENCE, "intelligence items"),
    RecordKind.LISTED: Kind(Permission.READ_LISTS, "rows of agencies' lists"),
    RecordKind.SUBJECT: Kind(Permission.READ_SUBJECT, "people and places of concern"),
}
BY_ITSELF = frozenset({RecordKind.LISTED})
"""Searched only where it is asked for by name (decision 0054): a school's list would stand before everything that was told."""
DETAILS_OF_CHILDREN: dict[Detail, str] = {
    Detail.CARE: "professionals' views",
    Detail.HEALTH: "health in full",
    Detail.HEALTH_SUMMARY: "health in short",
    Detail.POLICE: "police detail",
    Detail.STORY: "the story and what was said",
}
"""What is found only by who reads it (access/rules.py)."""
NEVER = frozenset({RecordKind.ASK, RecordKind.REVIEW, RecordKind.WATCH})
"""Kinds that hold no words of their own to find: they are worked through, each in its list."""
