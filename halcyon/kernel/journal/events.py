"""The closed list of what the journal can say. A new act gets a new word here, sorted within its room."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of line it is. Law 1 looks for ``change``."""

    CHANGE = "change"
    EXPORT = "export"
    LIST = "list"
    READ = "read"
    REFUSAL = "refusal"
    SEARCH = "search"
    SIGN_IN = "sign-in"


class Event(StrEnum):
    """What happened, in one code. Words only, so that a line can never carry content."""

    # access
    ASKED_FOR = "access.asked-for"
    CHANGED_VERSION = "access.changed-version"
    ENDED_GRANT = "access.ended-grant"
    GRANTED = "access.granted"
    MADE_RECORD = "access.made-record"
    NOT_THERE = "access.not-there"
    REFUSED = "access.refused"
    RESTRICTED = "access.restricted"
    SIGNED_IN = "access.signed-in"
    SIGNED_IN_AS = "access.signed-in-as"
    SIGN_IN_FAILED = "access.sign-in-failed"
    # children
    ADDED_CHILD = "children.added"
    CHANGED_CHILD = "children.changed"
    OPENED_CHILD = "children.opened"
    RECORDED_STATEMENT = "children.recorded-statement"
    # contacts
    ACKNOWLEDGED = "contacts.acknowledged"
    ADDED_ACTION = "contacts.added-action"
    AGREED_DECISION = "contacts.agreed-decision"
    AGREED_WAIVER = "contacts.agreed-waiver"
    ANSWERED_ALERT = "contacts.answered-alert"
    ANSWERED_QUESTION = "contacts.answered-question"
    ASKED_WAIVER = "contacts.asked-waiver"
    ALERT_CLIMBED = "contacts.alert-climbed"
    CHANGED_CONTACT = "contacts.changed"
    DECIDED = "contacts.decided"
    DECLINED_DECISION = "contacts.declined-decision"
    ENDED_CONTACT = "contacts.ended"
    FINISHED_ACTION = "contacts.finished-action"
    LANGUAGE_CHECKED = "contacts.language-checked"
    LINKED_CHILD = "contacts.linked-child"
    LISTED_ALERTS = "contacts.listed-alerts"
    LISTED_TRIAGE = "contacts.listed-triage"
    MAILBOX_CHANGED = "contacts.mailbox-changed"
    OPENED_ALERT = "contacts.opened-alert"
    OPENED_CONTACT = "contacts.opened"
    PROPOSED_DECISION = "contacts.proposed-decision"
    QUARANTINED = "contacts.quarantined"
    RAISED_ALERT = "contacts.raised-alert"
    RECEIVED = "contacts.received"
    RECEIVED_LATER = "contacts.received-later"
    REOPENED = "contacts.reopened"
    TOLD_BACK = "contacts.told-back"
    WROTE = "contacts.wrote"
    # intelligence
    CONCLUDED_REPORT = "intelligence.concluded"
    DISSEMINATED_ITEM = "intelligence.disseminated"
    GRADED_ITEM = "intelligence.graded"
    LISTED_INTELLIGENCE = "intelligence.listed"
    LISTED_SUBMISSIONS = "intelligence.listed-submissions"
    NAMED_IN_ITEM = "intelligence.named"
    OPENED_ITEM = "intelligence.opened-item"
    OPENED_REPORT = "intelligence.opened-report"
    SANITISED_ITEM = "intelligence.sanitised"
    SUBMITTED_REPORT = "intelligence.submitted"
    # letterbox
    EXPIRED_MAILBOXES = "letterbox.expired-mailboxes"
    # measures
    READ_MEASURES = "board.read-measures"
    # notices
    NOTICE_NOT_SENT = "notices.not-sent"
    QUEUED_NOTICE = "notices.queued"
    SENT_NOTICE = "notices.sent"
    # partnership
    CHANGED_ROTA = "partnership.changed-rota"
    INSTALLED_PARTNERSHIP = "partnership.installed"
    LEFT = "partnership.left"
    PINNED = "partnership.pinned"
    ADDED_MEMBER = "partnership.added-member"
    # promise
    CHANGED_OWNER = "promise.changed-owner"
    ESCALATED = "promise.escalated"
    FULFILLED = "promise.fulfilled"
    NOT_POSSIBLE = "promise.not-possible"
    OPENED_LEDGER = "promise.opened-ledger"
    OWED = "promise.owed"
    WAIVED = "promise.waived"
    # sources
    COMPARED_SOURCE = "sources.compared"
    KEPT_SOURCE = "sources.kept"
    OPENED_SOURCE = "sources.opened"
