"""Every change that this room makes: naming, judging, linking, doubting, concern, asking, watching, adding up."""

from halcyon.domain.subjects.commands.comparing import finish_next
from halcyon.domain.subjects.commands.concern import (
    change_subject,
    close_left_open,
    close_with,
    hand_over_subject,
    open_subject,
)
from halcyon.domain.subjects.commands.ending import answer_end, propose_end, seconds_of, to_let_in
from halcyon.domain.subjects.commands.judging import judge, take_back
from halcyon.domain.subjects.commands.linking import doubt, link, note_doubt, say_of_link
from halcyon.domain.subjects.commands.naming import concerns, mention
from halcyon.domain.subjects.commands.reviewing import answer_review
from halcyon.domain.subjects.commands.spotting import name_words, take_up
from halcyon.domain.subjects.commands.watching import end_watch, see_watch, watch
from halcyon.domain.subjects.commands.weighing import compare_some_again, keep_learned, switch_weights

__all__ = [
    "answer_end",
    "answer_review",
    "change_subject",
    "close_left_open",
    "close_with",
    "compare_some_again",
    "concerns",
    "doubt",
    "end_watch",
    "finish_next",
    "hand_over_subject",
    "judge",
    "keep_learned",
    "link",
    "mention",
    "name_words",
    "note_doubt",
    "open_subject",
    "propose_end",
    "say_of_link",
    "seconds_of",
    "see_watch",
    "switch_weights",
    "take_back",
    "take_up",
    "to_let_in",
    "watch",
]
