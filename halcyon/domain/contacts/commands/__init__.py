"""Every change to a contact, one file an act. Faces call these and nothing else."""

from halcyon.domain.contacts.commands.acting import add_action, finish_action
from halcyon.domain.contacts.commands.deciding import agree, answer_question, decide, decline
from halcyon.domain.contacts.commands.ending import end
from halcyon.domain.contacts.commands.naming import name_child
from halcyon.domain.contacts.commands.quarantining import put_in_quarantine
from halcyon.domain.contacts.commands.raising import answer_alert, climb_to_the_chair, raise_alert
from halcyon.domain.contacts.commands.reading import acknowledge
from halcyon.domain.contacts.commands.receiving import receive, receive_later
from halcyon.domain.contacts.commands.restricting import restrict
from halcyon.domain.contacts.commands.taking_down import take_down
from halcyon.domain.contacts.commands.telling_back import (
    agree_waiver,
    answer_wish,
    ask_waiver,
    not_possible,
    tell_child,
    tell_teller,
)
from halcyon.domain.contacts.commands.way_back import mailbox_changed
from halcyon.domain.contacts.commands.wording import note_wording
from halcyon.domain.contacts.commands.writing import write

__all__ = [
    "acknowledge",
    "add_action",
    "agree",
    "agree_waiver",
    "answer_alert",
    "answer_question",
    "answer_wish",
    "ask_waiver",
    "climb_to_the_chair",
    "decide",
    "decline",
    "end",
    "finish_action",
    "mailbox_changed",
    "name_child",
    "not_possible",
    "note_wording",
    "put_in_quarantine",
    "raise_alert",
    "receive",
    "receive_later",
    "restrict",
    "take_down",
    "tell_child",
    "tell_teller",
    "write",
]  # fmt: skip
