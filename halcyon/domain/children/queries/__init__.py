"""Every read of children that a face needs, journalled, as plain values. Nothing here changes anything but the journal."""

from halcyon.domain.children.queries.finding import Found, Preview, search
from halcyon.domain.children.queries.page import ChildView, child, find
from halcyon.domain.children.queries.story import Chronology, Line, chronology

__all__ = ["ChildView", "Chronology", "Found", "Line", "Preview", "child", "chronology", "find", "search"]
