"""The test world: a real PostgreSQL, applied once as a template, copied for each worker; roles as they are in production.

Fixtures
  db            (pytest-django's marker or fixture) one transaction per test, rolled back. Test code runs as the *worker*
                unless it says otherwise: ``as_role("desk")``, ``as_role("door")``, ``as_role("owner")``.
  partnership   the demo pack installed; use ``tests.people`` to get members as actors: ``people.sam()``, ``people.ruth()``.
  fresh_database  a copy of the template of the test's own, with the three real logins, for processes and browsers:
                gives .url(role), .state (HALCYON_STATE with secrets), .name; nothing of it is rolled back.
Deferred constraint triggers (law 1) fire at commit; in a rolled-back test call ``commit_would_hold()`` to fire them now.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, expect
from xdist.scheduler import LoadFileScheduling

from tests import browser, databases
from tests.databases import FreshDatabase

expect.set_options(
    timeout=60_000
)  # milliseconds: what a browser waits for comes late on a machine that does other things
# Files are handed to the workers whole and in this order, so that no worker is left alone with a long one at the end.
LONGEST_FIRST = (
    "drills/", "journeys/", "properties/test_promise_machine", "guards/test_routes",
    "domain/test_demo", "kernel/test_look_in_browser", "faces/test_desk_subjects_in_browser", "guards/test_start",
    "properties/", "faces/test_door_process",
)  # fmt: skip


class WholeFiles(LoadFileScheduling):
    """A file goes to a worker whole, and all journeys go to one: their houses and their browser are made once."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/journeys" if nodeid.startswith("tests/journeys/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """How tests are dealt out, whatever the command line says."""
    return WholeFiles(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, everything else after them as it was found."""

    def place(item: pytest.Item) -> int:
        return next((place for place, part in enumerate(LONGEST_FIRST) if f"tests/{part}" in item.nodeid), 99)

    items.sort(key=place)


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Cluster]:
    """The PostgreSQL of this run, shared by the workers; the last one to leave stops it."""
    with databases.shared_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def django_db_setup(postgres: databases.Cluster, django_db_blocker: object, worker_id: str) -> Iterator[None]:
    """One copy of the template for this worker; the connection signs in as the test login and becomes a role."""
    name = postgres.copy(f"test_{worker_id}")
    entry = {key: value for key, value in postgres.entry(name).items() if key != "TEST"}
    settings.DATABASES["default"].update(entry)
    connection.settings_dict.update(entry)
    yield
    connection.close()
    postgres.drop(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The xdist worker's name, or ``main`` in one process."""
    given = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return str(given)


@pytest.fixture(autouse=True)
def _as_the_worker(request: pytest.FixtureRequest) -> Iterator[None]:
    """Database tests begin as the worker, and the caches of one test do not reach the next."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    with as_role("worker"):
        yield


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Be a database role until the block ends: door, desk, worker, or owner."""
    with connection.cursor() as cursor:
        to = "none" if role == "owner" else f"halcyon_{role}"
        cursor.execute("select current_user, set_config('role', %s, true)", [to])  # in this order, in one question
        former = cursor.fetchone()[0]
    yield
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(f'set local role "{former}"')


@pytest.fixture(name="as_role")
def _as_role() -> Callable[[str], AbstractContextManager[None]]:
    return as_role


@pytest.fixture
def commit_would_hold() -> Callable[[], None]:
    """Fires what PostgreSQL checks at commit, now."""

    def check() -> None:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")

    return check


@pytest.fixture(scope="module")
def desks_frame() -> Iterator[None]:
    """The desk's settings and routes stand, for as long as a module: with each change Django forgets routes and templates."""
    from tests.faces.sitting import around_the_desk

    with override_settings(**around_the_desk()):
        yield


@pytest.fixture(scope="session")
def to_be_drawn() -> Iterator[dict[str, bytes]]:
    """Pages that tests have made, by name: this worker draws them when its last test is over."""
    from tests.faces.drawn import drawn

    pages: dict[str, bytes] = {}
    yield pages
    if pages:
        drawn(pages)


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser, for as long as a module: its driver keeps an event loop in this thread, which nothing else may meet."""
    with browser.chromium(goes_back=bool(request.node.get_closest_marker("goes_back"))) as opened:
        yield opened


@pytest.fixture
def fresh_database(postgres: databases.Cluster, tmp_path: Path, worker_id: str) -> Iterator[FreshDatabase]:
    """A database of the test's own with the three logins: for processes, browsers, drills."""
    fresh = postgres.fresh(tmp_path, worker_id)
    yield fresh
    postgres.drop(fresh.name)


@pytest.fixture(scope="module")
def a_database_with_logins(
    postgres: databases.Cluster, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[FreshDatabase]:
    """The same for a whole module: for tests that are refused whatever they try, and change nothing."""
    fresh = postgres.fresh(tmp_path_factory.mktemp("logins"), worker_id)
    yield fresh
    postgres.drop(fresh.name)
