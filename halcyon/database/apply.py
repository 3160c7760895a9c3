"""``halcyon database apply``: brings a database to the state that this version of the code describes.

Order: roles, migrations, functions, guards on every guarded table, append-only tables, grants, the digest. It may be
run again at any time; functions, policies, triggers and grants are re-applied whole. The only code that runs as owner.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from halcyon.database.version import CODE, HERE, digest

LOGINS = ("door", "desk", "worker")
KEEPERS = ("halcyon_keeper", "halcyon_search", "halcyon_journal", "halcyon_letterbox")

# Behaviour, in the order in which one file may name what another made.
BEHAVIOUR = (
    "kernel/access/functions.sql",
    "kernel/journal/functions.sql",
    "kernel/noticeboard/functions.sql",
    "kernel/letterbox/functions.sql",
    "database/laws.sql",
)
AFTER_GUARDS = (
    "domain/children/functions.sql",
    "domain/intelligence/functions.sql",
    "domain/promise/functions.sql",
    "kernel/search/functions.sql",
    "kernel/matching/ranking.sql",
    "domain/subjects/functions.sql",
    "domain/sharing/functions.sql",
)
GRANTS = (
    "database/roles/public.sql",
    "database/roles/door.sql",
    "database/roles/desk.sql",
    "database/roles/worker.sql",
)


def apply(owner_url: str, secrets_folder: Path) -> None:
    """Applies everything to the database of ``owner_url`` and writes the three login files (mode 0600)."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute((HERE / "roles/provision.sql").read_bytes())
        _write_logins(owner, owner_url, secrets_folder)
        if _stands_already(owner):
            return
        with _as_keepers(owner):
            _migrate(owner_url)
            with owner.transaction():
                for name in BEHAVIOUR:
                    owner.execute((CODE / name).read_bytes())
                _fill_closed_lists(owner)
                _guard(owner)
                for name in (*AFTER_GUARDS, *GRANTS):
                    owner.execute((CODE / name).read_bytes())
                owner.execute(
                    "insert into noticeboard.notice (key, body) values ('applied', %s) "
                    "on conflict (key) do update set body = excluded.body, pinned_at = now()",
                    [json.dumps({"digest": digest()})],
                )


def _stands_already(owner: psycopg.Connection[Any]) -> bool:
    """Whether this very version has been applied: then there is nothing to do but the logins."""
    row = owner.execute("select to_regclass('noticeboard.notice') is not null").fetchone()
    if not row or not row[0]:
        return False
    found = owner.execute("select body->>'digest' from noticeboard.notice where key = 'applied'").fetchone()
    return bool(found and found[0] == digest())


@contextmanager
def _as_keepers(owner: psycopg.Connection[Any]) -> Iterator[None]:
    """The owner is a member of the keepers while it works, and of none of them afterwards."""
    for keeper in KEEPERS:
        owner.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(keeper)))
        owner.execute(sql.SQL("grant create on database {} to {}").format(
            sql.Identifier(owner.info.dbname), sql.Identifier(keeper)))  # fmt: skip
    try:
        yield
    finally:
        for keeper in KEEPERS:
            owner.execute(sql.SQL("revoke create on database {} from {}").format(
                sql.Identifier(owner.info.dbname), sql.Identifier(keeper)))  # fmt: skip
            owner.execute(sql.SQL("revoke {} from current_user").format(sql.Identifier(keeper)))


def _migrate(owner_url: str) -> None:
    os.environ["DATABASE_URL"] = owner_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.owner")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def _fill_closed_lists(owner: psycopg.Connection[Any]) -> None:
    """The journal's events and the audience rules, from the code that declares them."""
    from halcyon.kernel.access.rules import AUDIENCE, DETAILS
    from halcyon.kernel.journal import Event

    with owner.cursor() as cursor:
        cursor.executemany(
            "insert into journal.event (name) values (%s) on conflict do nothing", [(event.value,) for event in Event]
        )
        cursor.execute("delete from access.audience_rule")
        cursor.executemany(
            "insert into access.audience_rule (kind, lock, part) values (%s, %s, %s)",
            [(kind.value, lock.value, part.value) for (kind, lock), parts in AUDIENCE.items() for part in parts],
        )
        cursor.execute("delete from access.detail_rule")
        cursor.executemany(
            "insert into access.detail_rule (detail, principal) values (%s, %s)",
            [(detail.value, principal) for detail, principal in DETAILS.items()],
        )


def guarded_tables() -> dict[str, str]:
    """Every table whose model declares itself guarded, with the sort of guard."""
    from django.apps import apps

    return {model._meta.db_table: model.guarded for model in apps.get_models() if hasattr(model, "guarded")}


def authors() -> dict[str, tuple[str, str]]:
    """Every table whose rows may carry a detail, with the columns that say who recorded them, and of which child."""
    from django.apps import apps

    return {
        model._meta.db_table: (model.author, model.whose)
        for model in apps.get_models()
        if hasattr(model, "author") and hasattr(model, "whose")
    }


def append_only_tables() -> list[str]:
    """Every table whose model declares ``append_only = True``."""
    from django.apps import apps

    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def _guard(owner: psycopg.Connection[Any]) -> None:
    who = authors()
    for table, sort in guarded_tables().items():
        owner.execute("select database.guard(%s, %s, %s, %s)", [table, sort, *who.get(table, ("", "record_id"))])
    for table in append_only_tables():
        owner.execute("select database.append_only(%s)", [table])


def _write_logins(owner: psycopg.Connection[Any], owner_url: str, folder: Path) -> None:
    """A scram password for each process, kept in a file that only that process needs to read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in LOGINS:
        file = folder / f"{name}.database"
        password = _password_in(file) or secrets.token_urlsafe(24)
        owner.execute(
            sql.SQL("alter role {} password {}").format(sql.Identifier(f"halcyon_{name}"), sql.Literal(password))
        )
        file.touch(mode=0o600)
        file.write_text(login_url(owner_url, f"halcyon_{name}", password) + "\n")


def login_url(owner_url: str, role: str, password: str, database: str | None = None) -> str:
    """The owner's address with another login, and another database where one is given."""
    parts = urlsplit(owner_url)
    place = f":{parts.port}" if parts.port else ""
    where = f"{quote(role)}:{quote(password)}@{parts.hostname or ''}{place}"
    return urlunsplit((parts.scheme, where, f"/{database}" if database else parts.path, parts.query, ""))


def _password_in(file: Path) -> str | None:
    return urlsplit(file.read_text().strip()).password if file.is_file() else None
