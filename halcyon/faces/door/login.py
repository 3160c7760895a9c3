"""The door does not serve with a database login that could do more than the door may, or on another version's database."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from halcyon.database.starting import refuse_a_wrong_start

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
    refuse_a_wrong_start(connection.connection.cursor())
    connection_created.disconnect(dispatch_uid=_NAME)
