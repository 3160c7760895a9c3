"""One box over everything a member may see: one table of entries, one access predicate, and honest answers.

Rooms call `index` inside the command that saves, and faces call `find`. Nothing here knows what a contact or a child
is; who told us, and what the source register holds, never reaches an entry.
"""

from halcyon.kernel.search.asking import NothingToSearch
from halcyon.kernel.search.entries import Entry
from halcyon.kernel.search.finding import find
from halcyon.kernel.search.found import Ask, Found, Hit, Piece, SearchFailed
from halcyon.kernel.search.indexing import index

__all__ = ["Ask", "Entry", "Found", "Hit", "NothingToSearch", "Piece", "SearchFailed", "find", "index"]
