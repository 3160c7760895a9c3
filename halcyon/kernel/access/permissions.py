"""Everything anyone may be allowed to do, once. Routes and commands are declared with these and nothing else."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a member, or a process, may do."""

    ACT = "record what was done for a child"
    ACKNOWLEDGE = "say that a contact was read"
    ADMINISTER = "look after members and the rota"
    ANSWER_ALERT = "answer what was raised to the top"
    APPROVE_DECISION = "be the second person of a decision"
    CONCERN = "name the children a contact concerns"
    DECIDE = "decide what happens for a child"
    GRADE_INTELLIGENCE = "grade, sanitise and share intelligence"
    HAND_OVER = "give what is owed to another owner"
    INSTALL = "load a partnership and its people"
    OPEN_SOURCE = "open who told, with a reason"
    RAISE_ALERT = "raise that something is bigger"
    READ_ALERTS = "read what was raised to the top"
    READ_CONTACT = "read a contact"
    READ_INTELLIGENCE = "read intelligence"
    READ_JOURNAL = "read who looked and who changed"
    READ_MEASURES = "read whether the promise was kept"
    READ_TRIAGE = "see what waits"
    RECEIVE = "take down what someone tells"
    RESTRICT = "close a contact to all but its owner"
    RUN_CLOCKS = "run the clocks of the promise"
    SUBMIT_INTELLIGENCE = "send what was seen or heard"
    TELL_BACK = "tell a person what happened"
    USE_DESK = "be at the desk"
    WAIVE = "be the second person of a waiver"
    WRITE = "write to someone through their mailbox"
