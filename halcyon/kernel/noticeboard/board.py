"""Pin notices where the public side can read them, and read them.

A notice is a key and a JSON body. Nothing personal may be pinned: whatever hangs here, the internet may read. In use:

- ``partnership``: name, county, team, promised_by (list), practice (true on a practice site)
- ``page/<language>/<slug>``: title, html (made safe before it is pinned), reviewed and next_review (ISO dates);
  ``{readers}`` in html is filled in when it is shown; draft (a translation nobody has confirmed: practice alone shows it)
- ``readers``: text, one or two sentences saying who reads now and who reads next, pinned whenever the rota turns
- ``contact-point``, ``national-lines``: as the pack has them
- ``figures``: the promise in figures (`figures`)
- ``paper/<name>``: file (base64), sort (pdf or jpg). Papers are large: they are read one at a time and never with the rest
- ``papers``: of what each printed paper was made, by its key
"""

import json
from collections.abc import Mapping

from django.db import connection

Body = Mapping[str, object]
"""What a notice says, as JSON."""


def pin(key: str, body: Body) -> None:
    """Hang a notice, in place of the one with the same key. For the owner and the worker; the door may not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into noticeboard.notice (key, body, pinned_at) values (%s, %s::jsonb, clock_timestamp())"
            " on conflict (key) do update set body = excluded.body, pinned_at = excluded.pinned_at"
            " where noticeboard.notice.body is distinct from excluded.body",
            [key, json.dumps(dict(body), ensure_ascii=False)],
        )


def unpin(key: str) -> None:
    """Take a notice down."""
    with connection.cursor() as cursor:
        cursor.execute("delete from noticeboard.notice where key = %s", [key])


def read(key: str) -> Body | None:
    """The body of one notice, or None when nothing hangs under that key."""
    with connection.cursor() as cursor:
        cursor.execute("select body from noticeboard.notice where key = %s", [key])
        row = cursor.fetchone()
    return None if row is None else _decoded(row[0])


def read_all(prefix: str = "") -> dict[str, Body]:
    """Every notice whose key begins with `prefix`, by key; papers only when they are asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, body from noticeboard.notice where left(key, length(%s)) = %s"
            " and (left(key, 6) <> 'paper/' or left(%s, 6) = 'paper/') order by key",
            [prefix, prefix, prefix],
        )
        return {key: _decoded(body) for key, body in cursor.fetchall()}


def keys(prefix: str) -> list[str]:
    """Which notices hang whose key begins with `prefix`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from noticeboard.notice where left(key, length(%s)) = %s order by key", [prefix, prefix]
        )
        return [key for (key,) in cursor.fetchall()]


def _decoded(body: object) -> Body:
    found = json.loads(body) if isinstance(body, str) else body
    assert isinstance(found, dict)
    return found
