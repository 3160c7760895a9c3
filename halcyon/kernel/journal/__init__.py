"""The append-only record of reads, writes, refusals, searches and exports.

It holds event codes, actors and record ids; never a name, a word told, or a search term.
If a line cannot be written, the thing it describes does not happen.
"""

from halcyon.kernel.journal.events import Event, Kind
from halcyon.kernel.journal.lines import change, export, listed, read, refusal, searched, signed_in

__all__ = ["Event", "Kind", "change", "export", "listed", "read", "refusal", "searched", "signed_in"]
