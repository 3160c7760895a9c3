"""Roles are the rows of domain.md 3.2, as far as they are built: who reads records, who told us, and the figures."""

import pytest

from halcyon.kernel.access.permissions import Permission as P
from halcyon.kernel.access.roles import ROLES, Role

READS, SOURCE, FIGURES = P.READ_CONTACT, P.OPEN_SOURCE, P.READ_MEASURES
MATRIX = {
    Role.ADMINISTRATOR: set(),
    Role.ANALYST: {FIGURES},
    Role.AUDITOR: {FIGURES},
    Role.BOARD_CHAIR: {FIGURES},
    Role.COMMUNICATIONS: set(),
    Role.INTELLIGENCE_OFFICER: {READS, SOURCE, FIGURES},
    Role.MISSING_COORDINATOR: {READS},
    Role.NURSE: {READS, SOURCE},
    Role.OUT_OF_HOURS: {READS, SOURCE},
    Role.PARTNER_SUBMITTER: set(),
    Role.POLICE_OFFICER: {READS, SOURCE, FIGURES},
    Role.SOCIAL_WORKER: {READS, SOURCE},
    Role.STRATEGIC_LEAD: {READS, SOURCE, FIGURES},
    Role.TEAM_MANAGER: {READS, SOURCE, FIGURES},
}
"""Who told us is opened by whoever must ring them back: wider than the matrix, which is about intelligence sources, and
said so in docs/security.md."""


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_the_matrix_says_and_no_more(role: Role) -> None:
    """Seen to fail: a detective could not read the figures of their own team."""
    assert ROLES[role] & {READS, SOURCE, FIGURES} == MATRIX[role]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_raise_something_can_read_the_answer(role: Role) -> None:
    """Seen to fail: an analyst was promised an answer on a page that no analyst may open."""
    assert P.RAISE_ALERT not in ROLES[role] or {P.READ_ALERTS, P.READ_CONTACT} & ROLES[role]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_told_whom_to_ask_may_ask(role: Role) -> None:
    """Seen to fail: an analyst was told that a record exists, and had no way to ask for it."""
    assert P.READ_MATCHES not in ROLES[role] or P.ASK in ROLES[role]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_changes_a_contact_may_read_it(role: Role) -> None:
    """Seen to fail: an analyst was given the right to write."""
    changing = {
        P.ACT,
        P.ACKNOWLEDGE,
        P.APPROVE_DECISION,
        P.CONCERN,
        P.DECIDE,
        P.HAND_OVER,
        P.TELL_BACK,
        P.WAIVE,
        P.WRITE,
    }
    assert not changing & ROLES[role] or P.READ_CONTACT in ROLES[role]


def test_whoever_looks_after_the_machines_reads_nothing_and_changes_nothing_of_a_child() -> None:
    """Seen to fail: with a child's page opened to them."""
    assert not ROLES[Role.ADMINISTRATOR] & (ROLES[Role.TEAM_MANAGER] - {P.USE_DESK, P.SUBMIT_INTELLIGENCE, P.NAME})
