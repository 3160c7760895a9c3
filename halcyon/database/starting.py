"""What every process asks of its database login before it serves anyone: it is neither mighty nor stale."""

import json
from typing import Protocol

from halcyon.database.version import digest


class Cursor(Protocol):
    def execute(self, query: str, /) -> object: ...
    def fetchone(self) -> tuple[object, ...] | None: ...


MIGHTY = """
select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb
       or exists (select from pg_auth_members m where m.member = r.oid)
       or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relowner = r.oid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                     and n.nspname not like 'pg_temp%')
  from pg_roles r where r.rolname = session_user
"""


class WrongLogin(SystemExit):
    """The process must not start; the message is one sentence for whoever started it."""


def refuse_a_wrong_start(cursor: Cursor) -> None:
    """Raises WrongLogin for a superuser, an owner, a member of another role, or a database of another version."""
    cursor.execute(MIGHTY)
    row = cursor.fetchone()
    if row is None or row[0]:
        raise WrongLogin("This process will not start as a superuser, an owner or a member of another database role.")
    cursor.execute("select body from noticeboard.notice where key = 'applied'")
    found = cursor.fetchone()
    body = found[0] if found else None
    applied = json.loads(body) if isinstance(body, str) else body
    if not isinstance(applied, dict) or applied.get("digest") != digest():
        raise WrongLogin("The database is of another version: run `halcyon database apply`, then start again.")
