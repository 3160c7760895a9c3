"""A story is withdrawn by one person in one step, and is gone from everywhere on this machine: door, memory, file, printed copy."""

import json
import re
import uuid
from pathlib import Path

import pytest

from halcyon.domain.publishing import commands
from halcyon.domain.publishing.models import Kind, Revision
from halcyon.faces.door import printing
from halcyon.faces.worker import copying
from halcyon.kernel.noticeboard import board, copies, figures
from tests.conftest import as_role
from tests.domain.publishing_world import approved, begun, does, hangs, text
from tests.domain.test_publishing_pictures import a_photograph
from tests.faces.visitor import Visitor, at_the_door, begin_again

pytestmark = pytest.mark.django_db
NOTE = "::: note\nThis is about fear.\n:::\n\n"


@pytest.fixture
def visitor(tmp_path, db, settings):
    settings.STATE = tmp_path
    settings.KEPT_BOARD = copies.kept_board()
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone


def a_story() -> Revision:
    """A real teller's story hangs, with a picture."""
    told = begun("my-story", text(NOTE + "I was 13.", title="My story", agreement="In the safe, folder 4"), Kind.STORY)
    shown: Revision = does(
        "bea",
        commands.add_picture,
        piece=told.piece,
        language="en",
        key=uuid.uuid4(),
        file=a_photograph(),
        shows="A hand.",
    )
    approved(shown)
    hangs()
    begin_again()
    return shown


def the_worker_follows(worker: copying.Copies) -> None:
    with as_role("worker"):
        worker.follow()


def test_a_story_that_is_withdrawn_is_gone_from_the_door_its_memory_its_file_and_the_printed_copy(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: its picture stayed in a memory; and the printed folder followed nothing."""
    told, folder, worker = a_story(), tmp_path / "printed", copying.Copies()
    (picture,) = re.findall(r"/pictures/[\w-]+\.webp", told.body)
    assert visitor.get("/my-story").heading == "My story" and visitor.get(picture).status == 200
    printing.export(folder)
    printed = []

    def begins(asked: str) -> None:
        printed.append(asked)
        begin_again()
        printing.export(Path(asked))

    monkeypatch.setattr(copying, "_begin", begins)
    the_worker_follows(worker)
    assert printed == [], "nothing has changed"
    assert (folder / "my-story" / "index.html").is_file() and (folder / picture.lstrip("/")).is_file()
    assert "page/en/my-story" in json.loads(copies.kept_board().read_text())
    does("helen", commands.withdraw, piece=told.piece, why="Its teller asks for it.")
    hangs()
    the_worker_follows(worker)
    assert printed == [str(folder)]
    assert not (folder / "my-story").exists() and not (folder / picture.lstrip("/")).exists()
    assert "my-story" not in "".join(file.read_text() for file in folder.rglob("*.html"))
    assert "page/en/my-story" not in json.loads(copies.kept_board().read_text())
    assert visitor.get("/my-story").status == 404
    assert visitor.get(picture).status == 404, "what was shown once stays in no memory"


def test_a_file_that_the_door_keeps_forgets_what_was_taken_down_though_no_door_runs(settings, tmp_path: Path) -> None:
    """Seen to fail: the file kept the story."""
    settings.STATE = tmp_path
    file = copies.kept_board()
    file.parent.mkdir()
    with as_role("worker"):
        hung = board.read_all()
        file.write_text(json.dumps({**hung, "page/en/my-story": {"html": "I was 13."}}))
        copying.Copies().follow()
    assert json.loads(file.read_text()) == hung


def test_a_folder_that_is_somebody_else_s_or_gone_is_left_alone(settings, tmp_path: Path, monkeypatch) -> None:
    """Seen to fail: a folder of letters was to be printed into."""
    settings.STATE = tmp_path
    copies.remember(tmp_path / "letters")
    (tmp_path / "letters").mkdir()
    monkeypatch.setattr(copying, "_begin", lambda folder: pytest.fail(folder))
    the_worker_follows(copying.Copies())


def test_the_promise_page_tells_how_many_heard_and_why_some_did_not(visitor: Visitor) -> None:
    """Seen to fail: an old reason stood under new figures."""
    counts = dict.fromkeys(figures.COUNTS, 0) | {"received": 40, "decided": 40, "heard_in_time": 36, "heard_late": 6}
    pinned = {"first": "2026-07-01", "last": "2026-09-30", "drawn": "2026-10-15", "counts": counts}
    why = {"html": "<p>We had too few people at night.</p>", "reviewed": "2026-10-14"}
    hangs()
    with as_role("worker"):
        board.unpin(figures.KEY)
    begin_again()
    assert "We have not counted yet." in visitor.get("/promise").says
    with as_role("worker"):
        board.pin(figures.KEY, pinned)
        board.pin("page/en/why-late", why)
    begin_again()
    for path in ("/promise", "/promise-long"):
        page = visitor.get(path)
        assert "36 of 42 people heard back from us in time. 6 did not." in page.says
        assert "From 1 July 2026 to 30 September 2026" in page.says
        assert "We have not yet written here why some were late." in page.says and "at night" not in page.says
    with as_role("worker"):
        board.pin("page/en/why-late", {**why, "reviewed": "2026-10-20"})
    begin_again()
    assert "Why some were late We had too few people at night." in visitor.get("/promise").says
    assert visitor.get("/why-late").status == 404
