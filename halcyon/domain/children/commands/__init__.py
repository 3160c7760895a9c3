"""Every change to what is known of children, one file an act. Faces and the rooms above call these and nothing else."""

from halcyon.domain.children.commands.chronicling import add_event, happened
from halcyon.domain.children.commands.indexing import add_child, change_child, index_child
from halcyon.domain.children.commands.joining import join, part
from halcyon.domain.children.commands.looking import looked
from halcyon.domain.children.commands.recording import record_fact, take_back
from halcyon.domain.children.commands.stating import (
    keep_answers,
    keep_statement,
    name_in_statement,
    name_subject_in_statement,
    record_statement,
)

__all__ = [
    "add_child",
    "add_event",
    "change_child",
    "happened",
    "index_child",
    "join",
    "keep_answers",
    "keep_statement",
    "looked",
    "name_in_statement",
    "name_subject_in_statement",
    "part",
    "record_fact",
    "record_statement",
    "take_back",
]
