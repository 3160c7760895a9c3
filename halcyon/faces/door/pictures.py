"""Pictures of pages, as they hang: asked for once by each process and kept, so that a page stays whole when the database goes.

One is shown while a page that hangs shows it, and no longer: what was withdrawn is not kept in a memory.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db import Error as DatabaseAway
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse

from halcyon.faces.door import keeping
from halcyon.faces.door.notices import notices
from halcyon.faces.door.pages import reading
from halcyon.kernel.noticeboard import pictures

MOST_KEPT = 64  # of some 20 KB each


class _NotThere(Exception):
    """Nothing hangs under this key. An exception, so that the answer is not kept."""


@lru_cache(MOST_KEPT)
def _read(key: UUID) -> bytes:
    found = pictures.read(key)
    if found is None:
        raise _NotThere
    return found


def forget() -> None:
    """Begin again as a new process would."""
    _read.cache_clear()


@reading
def picture(request: HttpRequest, *, key: UUID) -> HttpResponse:
    """One picture, or what was kept of it; where it cannot be had, the page shows its alternative text."""
    if not notices.now().shows(str(key)):
        raise Http404
    try:
        found = _read(key)
    except _NotThere:
        raise Http404 from None
    except DatabaseAway:
        connection.close()
        found = keeping.kept_beside(notices.now().notices, f"pictures/{key}.webp") or b""
    if not found:
        raise Http404
    return HttpResponse(found, "image/webp")
