"""Every change to intelligence, one file an act. Faces call these and nothing else."""

from halcyon.domain.intelligence.commands.apart import let_in, set_apart
from halcyon.domain.intelligence.commands.concluding import conclude
from halcyon.domain.intelligence.commands.disseminating import disseminate
from halcyon.domain.intelligence.commands.grading import grade
from halcyon.domain.intelligence.commands.naming import name
from halcyon.domain.intelligence.commands.sanitising import sanitise
from halcyon.domain.intelligence.commands.submitting import submit

__all__ = ["conclude", "disseminate", "grade", "let_in", "name", "sanitise", "set_apart", "submit"]
