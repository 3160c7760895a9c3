"""Someone sits at the desk, in this process: the desk's own layers and routes, every request as the desk's database role.

`desk` (a fixture; import it into the test module) gives a function: ``desk("sam")`` is Sam signed in with one click,
``desk()`` is a browser in which nobody is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from halcyon.settings import desk_frame
from tests.conftest import as_role

# The edges of the transaction, which every page has alike, and what stands for them in a test.
EDGES = "savepoint|release savepoint|rollback to|set local role|reset role|select current_user|select current_setting"
NOT_THE_PAGE = re.compile(f"^({EDGES})", re.IGNORECASE)


class Sitting:
    """A browser at the desk."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self._ask("get", address, headers=headers)

    def post(self, address: str, said: dict[str, Any] | None = None) -> HttpResponse:
        return self._ask("post", address, data=said or {})

    def statements(self, address: str) -> list[str]:
        """What is asked of the database for one page: who asks, what is shown, and the journal's lines."""
        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if not NOT_THE_PAGE.match(sql.strip()):
                asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            assert self.get(address).status_code == 200
        return asked

    def _ask(self, how: str, address: str, **about: Any) -> HttpResponse:
        with as_role("desk"):
            return getattr(self.client, how)(address, **about)


Seats = Callable[..., Sitting]


@pytest.fixture
def desk(db: None, desks_frame: None) -> Seats:
    """A seat at the desk for a member of the practice county, or an empty one."""
    cache.clear()

    def seat(key: str = "") -> Sitting:
        sitting = Sitting()
        if key:
            assert sitting.post("/sign-in-as", {"key": key}).status_code == 302
        return sitting

    return seat


def around_the_desk() -> dict[str, Any]:
    """The desk's frame, to stand in place of the tests' own, without what serves files."""
    frame = {
        name: getattr(desk_frame, name)
        for name in dir(desk_frame)
        if name.isupper() and name not in ("INSTALLED_APPS", "NONCE", "NONE", "SELF", "SHARED_TEMPLATES", "EVERYTHING")
    }
    return frame | {
        "MIDDLEWARE": [layer for layer in desk_frame.MIDDLEWARE if "whitenoise" not in layer],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "ALLOWED_HOSTS": ["testserver"],
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "a test"}},
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True,
    }


def read(answer: HttpResponse) -> str:
    """The words of a page, without its marks."""
    inside = re.sub(r"<(script|style|template).*?</\1>", " ", answer.content.decode(), flags=re.S)
    joined = re.sub(r"</?(time|strong|span|a|b)\b[^>]*>", "", inside)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", joined))).strip()


@contextmanager
def lines_written() -> Iterator[list[tuple[str, str, int]]]:
    """The journal's lines (kind, event, actor) written until the block ends."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from journal.line")
        before = cursor.fetchone()[0]
    found: list[tuple[str, str, int]] = []
    yield found
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select kind, event, actor from journal.line where id > %s order by id", [before])
        found.extend(cursor.fetchall())
