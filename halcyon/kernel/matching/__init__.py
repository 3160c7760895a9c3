"""Who and what may be the same: a pure library that makes identities comparable, files them under keys, and weighs pairs.

No Django, no database, no clock, no network. It proposes with reasons; it never merges, closes or decides. One identity is made
`canonical` once; `keys` find candidates; `score` weighs each and explains itself; `spot` finds what free text names.
"""

from halcyon.kernel.matching.canonicals import Canonical, UnknownVersion, canonical
from halcyon.kernel.matching.identities import Identity, Kind, Name
from halcyon.kernel.matching.keying import Sort, exact_keys, keys, sort_of
from halcyon.kernel.matching.model import Model, UnreadableModel
from halcyon.kernel.matching.ranking import CANDIDATES, CAP
from halcyon.kernel.matching.scoring import Part, Score, score
from halcyon.kernel.matching.spotting import Spot, identity_of, spot

__all__ = [
    "CANDIDATES",
    "CAP",
    "Canonical",
    "Identity",
    "Kind",
    "Model",
    "Name",
    "Part",
    "Score",
    "Sort",
    "Spot",
    "UnknownVersion",
    "UnreadableModel",
    "canonical",
    "exact_keys",
    "identity_of",
    "keys",
    "score",
    "sort_of",
    "spot",
]
