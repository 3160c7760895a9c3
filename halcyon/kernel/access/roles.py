"""Roles as declared sets of permissions (domain.md 3.2). A member may hold several; a role is never a property of a screen."""

from enum import StrEnum

from halcyon.kernel.access.permissions import Permission as P
from halcyon.kernel.access.rules import DETAILS, OFFICERS, READERS, Detail


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


_EVERYONE = frozenset({P.NAME, P.SUBMIT_INTELLIGENCE, P.USE_DESK})
_CHILDREN = {P.FIND_CHILD, P.JOIN_CHILDREN, P.READ_CHILD, P.RECORD_CHILD}
_SUBJECTS = {P.JUDGE, P.KEEP_SUBJECT, P.LINK, P.READ_MATCHES, P.READ_SUBJECT, P.REVIEW, P.WATCH}
_PRACTITIONER = _EVERYONE | _CHILDREN | _SUBJECTS | {
    P.ACT, P.ACKNOWLEDGE, P.APPROVE_DECISION, P.ASK, P.CONCERN, P.DECIDE, P.HAND_OVER, P.OPEN_SOURCE, P.RAISE_ALERT,
    P.READ_ALERTS, P.READ_CONTACT, P.READ_INTELLIGENCE, P.READ_LISTS, P.READ_TRIAGE, P.RECEIVE, P.RESTRICT, P.SEARCH,
    P.SHARE,
    P.TELL_BACK, P.WRITE,
}  # fmt: skip
_MISSING = {
    P.ASK,
    P.FIND_CHILD,
    P.READ_CHILD,
    P.READ_CONTACT,
    P.READ_INTELLIGENCE,
    P.READ_TRIAGE,
    P.RECEIVE,
    P.RAISE_ALERT,
    P.SEARCH,
}

ROLES: dict[Role, frozenset[P]] = {
    Role.ADMINISTRATOR: _EVERYONE | {P.ADMINISTER},
    Role.ANALYST: _EVERYONE | _SUBJECTS | {P.ASK, P.READ_INTELLIGENCE, P.READ_MEASURES, P.SEARCH, P.SWITCH_WEIGHTS},
    Role.AUDITOR: _EVERYONE | {P.OPEN_SEARCH, P.READ_JOURNAL, P.READ_MEASURES},
    Role.BOARD_CHAIR: _EVERYONE | {P.READ_MEASURES},
    Role.COMMUNICATIONS: _EVERYONE | {P.PUBLISH},
    Role.INTELLIGENCE_OFFICER: _PRACTITIONER | {P.GRADE_INTELLIGENCE, P.READ_MEASURES},
    Role.MISSING_COORDINATOR: _EVERYONE | _MISSING,
    Role.NURSE: _PRACTITIONER,
    Role.OUT_OF_HOURS: _PRACTITIONER,
    Role.PARTNER_SUBMITTER: _EVERYONE,
    Role.POLICE_OFFICER: _PRACTITIONER | {P.READ_MEASURES},
    Role.SOCIAL_WORKER: _PRACTITIONER,
    Role.STRATEGIC_LEAD: _PRACTITIONER | {
        P.ANSWER_ALERT, P.END_CONCERN, P.NAME_OWNER, P.PUBLISH, P.READ_MEASURES, P.READ_WATCHES, P.WAIVE,
    },
    Role.TEAM_MANAGER: _PRACTITIONER | {
        P.END_CONCERN, P.NAME_OWNER, P.READ_MEASURES, P.READ_WATCHES, P.SWITCH_WEIGHTS, P.WAIVE,
    },
}  # fmt: skip

# What the worker and the installer do, they do without a member: only these, whatever they call.
SYSTEM = frozenset({P.INSTALL, P.NAME, P.READ_MEASURES, P.RECEIVE, P.RECEIVE_LIST, P.RUN_CLOCKS, P.TRAIN_WEIGHTS})

# What of a child's record each role reads beyond who they are and the safety plan (domain.md 3.2, decision 0030). Whoever
# recorded something reads it too.
_FULL = frozenset({Detail.CARE, Detail.HEALTH_SUMMARY, Detail.POLICE, Detail.STORY})
READS: dict[Role, frozenset[Detail]] = {
    Role.INTELLIGENCE_OFFICER: frozenset({Detail.POLICE, Detail.STORY}),
    Role.NURSE: frozenset({Detail.HEALTH, Detail.HEALTH_SUMMARY, Detail.STORY}),
    Role.OUT_OF_HOURS: _FULL,
    Role.POLICE_OFFICER: frozenset({Detail.POLICE, Detail.STORY}),
    Role.SOCIAL_WORKER: _FULL,
    Role.STRATEGIC_LEAD: _FULL,
    Role.TEAM_MANAGER: _FULL,
}
KEEPS: dict[Detail, Role] = {
    Detail.CARE: Role.SOCIAL_WORKER,
    Detail.HEALTH: Role.NURSE,
    Detail.HEALTH_SUMMARY: Role.NURSE,
    Detail.POLICE: Role.INTELLIGENCE_OFFICER,
    Detail.STORY: Role.SOCIAL_WORKER,
}
"""Whom to ask about what one's own role does not read."""

# The duties whose records a role sees without being named in them (domain.md 3.2). Of intelligence a nurse and the
# missing co-ordinator read what was shared with them by name, and nothing else.
_INTELLIGENCE: dict[Role, frozenset[int]] = {
    Role.ANALYST: frozenset({READERS}),
    Role.INTELLIGENCE_OFFICER: frozenset({OFFICERS, READERS}),
    Role.OUT_OF_HOURS: frozenset({READERS}),
    Role.POLICE_OFFICER: frozenset({READERS}),
    Role.SOCIAL_WORKER: frozenset({READERS}),
    Role.STRATEGIC_LEAD: frozenset({READERS}),
    Role.TEAM_MANAGER: frozenset({READERS}),
}
STANDING: dict[Role, frozenset[int]] = {
    role: _INTELLIGENCE.get(role, frozenset()) | {DETAILS[detail] for detail in READS.get(role, ())} for role in Role
}


def standing_of(roles: frozenset[Role]) -> tuple[int, ...]:
    """The principals of the duties that the given roles carry."""
    return tuple(sorted(frozenset().union(*(STANDING[role] for role in roles))))


def permissions_of(roles: frozenset[Role]) -> frozenset[P]:
    """Everything the given roles allow together."""
    return frozenset().union(*(ROLES[role] for role in roles))
