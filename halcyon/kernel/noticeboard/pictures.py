"""Pictures that hang beside the pages that show them. Apart from the notices, which are read whole every few seconds."""

from uuid import UUID

from django.db import connection


def pin(key: UUID, data: bytes) -> None:
    """Hang a picture (WebP). For the worker; the door may not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into noticeboard.picture (id, data) values (%s, %s) on conflict (id) do nothing", [key, data]
        )


def unpin(key: UUID) -> None:
    """Take a picture down."""
    with connection.cursor() as cursor:
        cursor.execute("delete from noticeboard.picture where id = %s", [key])


def keys() -> set[UUID]:
    """Every picture that hangs."""
    with connection.cursor() as cursor:
        cursor.execute("select id from noticeboard.picture")
        return {key for (key,) in cursor.fetchall()}


def read(key: UUID) -> bytes | None:
    """One picture, or None when none hangs under that key."""
    with connection.cursor() as cursor:
        cursor.execute("select data from noticeboard.picture where id = %s", [key])
        row = cursor.fetchone()
    return None if row is None else bytes(row[0])
