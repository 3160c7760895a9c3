"""The door does not serve with a database login that could do more than the door may, or on another version's database."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from halcyon.database.starting import WrongLogin, refuse_a_wrong_start

ROLE = "halcyon_door"
_NAME = "door-login"


def look_at_the_login() -> None:
    """Look now, or as soon as the database answers. Raises WrongLogin, which ends the process with one sentence."""
    connection_created.connect(_look, dispatch_uid=_NAME)
    try:
        connection.ensure_connection()
    except OperationalError:
        return  # the pages stand without a database
    finally:
        connection.close()


def _look(sender: object, connection: Any, **_: object) -> None:
    cursor = connection.connection.cursor()
    refuse_a_wrong_start(cursor)
    (name,) = cursor.execute("select session_user").fetchone()
    if name != ROLE:
        raise WrongLogin(f"The door will not start as {name}: it signs in as {ROLE} and no other.")
    connection_created.disconnect(dispatch_uid=_NAME)
