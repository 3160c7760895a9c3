"""Fixtures of the journeys: a house for each time of the week, a browser, and the people in front of it.

Houses and browsers are made when somebody first needs them and last until the last journey is over: the browser's driver
keeps an event loop in this thread, which nothing else may meet.
"""

import datetime as dt
import fcntl
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from halcyon.faces.door.pages import NEUTRAL_PAGE
from halcyon.running.installing import collect_static
from tests import browser
from tests.databases import STATE, Cluster
from tests.journeys.cast import Cast
from tests.journeys.house import House, monday_morning, opened, sunday_night, the_model_county
from tests.journeys.looking import pictures_are_taken
from tests.journeys.neutral_site import neutral_site


@pytest.fixture(scope="package")
def styles() -> None:
    """Styles, scripts and icons are gathered, by one worker of the run."""
    STATE.mkdir(parents=True, exist_ok=True)
    with open(STATE / "styles", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static()


@pytest.fixture(scope="package")
def on_sunday_night(
    postgres: Cluster, styles: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[House]:
    """Sunday, 21:40. Priya is on; the Lapwing Team is at home."""
    with opened(House(postgres.fresh(tmp_path_factory.mktemp("sunday"), worker_id), sunday_night())) as house:
        yield house


@pytest.fixture(scope="package")
def on_monday_morning(
    postgres: Cluster, styles: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[House]:
    """Monday, 08:40. Sam is on, and everyone else is at their desk."""
    house = House(postgres.fresh(tmp_path_factory.mktemp("monday"), worker_id), monday_morning())
    if pictures_are_taken():
        house.begins_with_the_demo()
    with opened(house):
        yield house


@pytest.fixture(scope="package")
def in_oxfordshire(
    postgres: Cluster, styles: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[House]:
    """The model county, now: nothing here is practice, and the desk is empty."""
    database = the_model_county(postgres, tmp_path_factory.mktemp("oxfordshire"), worker_id)
    with opened(House(database, dt.datetime.now(dt.UTC), "oxfordshire")) as house:
        yield house


@pytest.fixture(scope="package")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bool], Browser]]:
    """The browsers of the journeys, in which no name leads out of this machine."""
    host = NEUTRAL_PAGE.split("/")[2]
    with neutral_site(host, tmp_path_factory.mktemp("weather")) as port:
        names = f"MAP {host}:443 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        with browser.browsers(f"--host-resolver-rules={names}") as opens:
            yield opens


@pytest.fixture
def chromium(request: pytest.FixtureRequest, browsers: Callable[[bool], Browser]) -> Browser:
    """The one that this journey needs."""
    return browsers(bool(request.node.get_closest_marker("goes_back")))


@pytest.fixture
def cast(chromium: Browser) -> Iterator[Cast]:
    """Whoever is needed: ``cast.child(house)``, ``cast.member("sam", house)``. What must hold for all is asked at the end."""
    cast = Cast(chromium)
    yield cast
    cast.leaves()
