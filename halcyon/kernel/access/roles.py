"""Roles as declared sets of permissions (domain.md 3.2). A member may hold several; a role is never a property of a screen."""

from enum import StrEnum

from halcyon.kernel.access.permissions import Permission as P


class Role(StrEnum):
    """What a member is in the team. The values stand in partnership packs."""

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    BOARD_CHAIR = "board_chair"
    COMMUNICATIONS = "communications"
    INTELLIGENCE_OFFICER = "intelligence_officer"
    MISSING_COORDINATOR = "missing_coordinator"
    NURSE = "nurse"
    OUT_OF_HOURS = "out_of_hours"
    PARTNER_SUBMITTER = "partner_submitter"
    POLICE_OFFICER = "police_officer"
    SOCIAL_WORKER = "social_worker"
    STRATEGIC_LEAD = "strategic_lead"
    TEAM_MANAGER = "team_manager"


_EVERYONE = frozenset({P.USE_DESK})
_PRACTITIONER = _EVERYONE | {
    P.ACT, P.ACKNOWLEDGE, P.APPROVE_DECISION, P.CONCERN, P.DECIDE, P.HAND_OVER, P.OPEN_SOURCE, P.RAISE_ALERT,
    P.READ_ALERTS, P.READ_CONTACT, P.READ_TRIAGE, P.RECEIVE, P.RESTRICT, P.TELL_BACK, P.WRITE,
}  # fmt: skip

ROLES: dict[Role, frozenset[P]] = {
    Role.ADMINISTRATOR: _EVERYONE | {P.ADMINISTER},
    Role.ANALYST: _EVERYONE | {P.READ_MEASURES, P.RAISE_ALERT},
    Role.AUDITOR: _EVERYONE | {P.READ_JOURNAL, P.READ_MEASURES},
    Role.BOARD_CHAIR: _EVERYONE | {P.READ_MEASURES},
    Role.COMMUNICATIONS: _EVERYONE,
    Role.INTELLIGENCE_OFFICER: _PRACTITIONER,
    Role.MISSING_COORDINATOR: _EVERYONE | {P.READ_CONTACT, P.READ_TRIAGE, P.RECEIVE, P.RAISE_ALERT},
    Role.NURSE: _PRACTITIONER,
    Role.OUT_OF_HOURS: _PRACTITIONER,
    Role.PARTNER_SUBMITTER: _EVERYONE,
    Role.POLICE_OFFICER: _PRACTITIONER,
    Role.SOCIAL_WORKER: _PRACTITIONER,
    Role.STRATEGIC_LEAD: _PRACTITIONER | {P.ANSWER_ALERT, P.READ_MEASURES, P.WAIVE},
    Role.TEAM_MANAGER: _PRACTITIONER | {P.READ_MEASURES, P.WAIVE},
}

# What the worker and the installer do, they do without a member: only these, whatever they call.
SYSTEM = frozenset({P.INSTALL, P.RECEIVE, P.RUN_CLOCKS})


def permissions_of(roles: frozenset[Role]) -> frozenset[P]:
    """Everything the given roles allow together."""
    return frozenset().union(*(ROLES[role] for role in roles))
