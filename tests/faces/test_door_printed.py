"""The public side when database, worker and desk are away: from memory, from the file beside the door, from printed files."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import types
import uuid
from pathlib import Path

import pytest
from django.db import OperationalError

from halcyon.faces.door import fetching as fetching_thread
from halcyon.faces.door import keeping, pages, paper, pictures, warming
from halcyon.faces.door import notices as noticeboard
from halcyon.faces.door.fetching import Fetching
from halcyon.faces.worker import copying
from halcyon.kernel.noticeboard import board, copies
from halcyon.kernel.noticeboard import pictures as pinned_pictures
from tests.conftest import as_role
from tests.databases import FreshDatabase
from tests.domain.publishing_world import approved, begun, hangs, text
from tests.faces.visitor import Visitor, begin_again

STAND_IN = types.SimpleNamespace(close=lambda: None)


def away(*_: object) -> None:
    raise OperationalError("connection refused")


def the_database_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "read_all", away)
    monkeypatch.setattr(board, "read", away)
    monkeypatch.setattr(pinned_pictures, "read", away)
    for module in (noticeboard, pages, pictures):
        monkeypatch.setattr(module, "connection", STAND_IN)


def test_a_door_that_starts_without_its_database_shows_what_an_earlier_one_last_read(
    visitor: Visitor, settings, monkeypatch, tmp_path: Path
) -> None:
    """Guards against: a restart during an outage left seven built-in pages, however much had hung there."""
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    approved(begun(written=text(title="Awareness day, as it hung")))
    hangs()
    begin_again()
    assert visitor.get("/promise").status == 200
    the_database_goes(monkeypatch)
    begin_again()
    assert visitor.get("/open-evening").heading == "Awareness day, as it hung"
    settings.KEPT_BOARD.write_text("{half a")
    begin_again()
    page = visitor.get("/promise")
    assert page.heading == "Our promise to you" and "0800 1111" in page.says


def test_every_page_is_drawn_before_anybody_comes_and_without_a_line_to_the_database(
    visitor: Visitor, settings, monkeypatch, tmp_path: Path
) -> None:
    """Seen to fail while the board was read as for any visitor: the database was asked before the fork."""
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    approved(begun(written=text(title="Awareness day, as it hung")))
    hangs()
    begin_again()
    assert visitor.get("/promise").status == 200
    begin_again()
    with monkeypatch.context() as before:
        before.setattr(board, "read_all", lambda: pytest.fail("the database was asked"))
        warming.warm(visitor.door)
    monkeypatch.setattr(paper, "_html", lambda name, *_: pytest.fail(f"{name} is drawn anew"))
    for path in ("/", "/open-evening", "/tell?about=friend", "/back", "/all-pages"):
        assert visitor.get(path).status == 200, path


def test_a_disk_that_is_full_keeps_no_page_from_being_shown(visitor: Visitor, settings, tmp_path: Path) -> None:
    (tmp_path / "door").write_text("a file where the folder should be")
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    begin_again()
    assert visitor.get("/promise").status == 200


def test_only_what_hangs_is_served_and_a_withdrawn_page_is_gone(visitor: Visitor, monkeypatch) -> None:
    written = begun()
    hangs()
    begin_again()
    assert visitor.get("/open-evening").status == 404
    approved(written)
    hangs()
    begin_again()
    assert visitor.get("/open-evening").heading == "Awareness day"
    assert visitor.get("/pictures/00000000-0000-0000-0000-000000000005.webp").status == 404


def test_the_public_side_is_printed_and_helps_without_anything_of_ours_running(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    """Guards against: files whose links lead to a server, or a tell page that looks as if something could be sent."""
    folder = tmp_path / "printed"
    assert prints(fresh_database.state, folder) == 0
    pages = {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*.html")}
    assert {
        "index.html",
        "promise/index.html",
        "who-can-i-tell/index.html",
        "tell/index.html",
        "back/index.html",
        "404.html",
    } <= set(pages)
    for name, page in pages.items():
        if name != "leave/index.html":
            assert 'href="tel:999"' in page and 'href="tel:08001111"' in page, name
        assert "<form" not in page, name
        if name == "404.html":
            continue  # a server shows it at any depth
        for kind, link in re.findall(r'(href|src)="([^"]+)"', page):
            target = link.partition("#")[0]
            if not target or re.match(r"(tel|https|mailto):", target):
                continue
            assert not target.startswith("/"), (name, kind, link)
            assert ((folder / name).parent / target).resolve().is_file(), (name, link)
    assert "not take your message" in pages["tell/index.html"] or "cannot take" in pages["tell/index.html"]
    assert 'dir="rtl"' in pages["ur/tell/index.html"] and "0800" in pages["ur/tell/index.html"]
    assert not any("<form" in pages[f"{before}tell/index.html"] for before in ("", "pl/", "ur/"))
    assert list(folder.glob("static/**/*.js")) and all(
        "<style>" in page for name, page in pages.items() if "leave" not in name
    )


def test_printing_needs_no_database_and_never_touches_a_folder_that_is_not_its_own(
    fresh_database: FreshDatabase, tmp_path: Path, capfd
) -> None:
    folder, login = tmp_path / "printed", fresh_database.state / "secrets" / "door.database"
    assert prints(fresh_database.state, folder) == 0
    login.write_text("postgresql://halcyon_door@127.0.0.1:1/nowhere")
    kept = fresh_database.state / "door" / "noticeboard.json"
    held = json.loads(kept.read_text())
    held["page/en/promise"]["title"] = "Our promise, as it was kept"
    kept.write_text(json.dumps(held))
    shutil.rmtree(folder)
    assert prints(fresh_database.state, folder) == 0
    for name in ("poster.pdf", "ur/promise.pdf"):
        assert (folder / name).read_bytes().startswith(b"%PDF"), "papers come from what was kept too"
    assert "Our promise, as it was kept" in (folder / "promise" / "index.html").read_text()
    other = tmp_path / "letters"
    other.mkdir()
    (other / "dear.txt").write_text("Mine.")
    assert prints(fresh_database.state, other) == 1
    assert "choose a new folder" in capfd.readouterr().err
    assert (other / "dear.txt").read_text() == "Mine."


def what_is_beside(visitor: Visitor) -> dict[str, bytes]:
    """A poster, a file and a picture hang, and pages that lead to them; what each is, by its address."""
    file, shown = uuid.uuid4(), uuid.uuid4()
    poster, letter = (
        {"file": base64.b64encode(body).decode(), "sort": "pdf"} for body in (b"%PDF poster", b"%PDF letter")
    )
    leads = f'<a href="/{file}.pdf">Read it</a><img src="/pictures/{shown}.webp" alt="A hand">'
    with as_role("worker"):
        board.pin("page/en/poster", {"title": "Poster", "html": leads, "paper": "poster"})
        board.pin("papers", {"paper/poster": "1" * 64})
        board.pin("paper/poster", poster)
        board.pin(f"paper/{file}", letter)
        pinned_pictures.pin(shown, b"RIFFpicture")
    begin_again()
    assert visitor.get("/promise").status == 200, "somebody reads something: what hangs beside it is kept with it"
    return {"/poster.pdf": b"%PDF poster", f"/{file}.pdf": b"%PDF letter", f"/pictures/{shown}.webp": b"RIFFpicture"}


def test_papers_files_and_pictures_still_come_while_the_database_is_away_until_they_are_withdrawn(
    visitor: Visitor, settings, monkeypatch, tmp_path: Path
) -> None:
    """Seen to fail: a poster asked for while the database was away was a page that said sorry."""
    settings.STATE = tmp_path
    settings.KEPT_BOARD = copies.kept_board()
    hung = what_is_beside(visitor)
    pictures.forget()
    with monkeypatch.context() as outage:
        the_database_goes(outage)
        begin_again()
        for address, body in hung.items():
            answer = visitor.get(address)
            assert (answer.status, answer.body) == (200, body), address
        assert visitor.get("/cards.pdf").status == 503
    with as_role("worker"):
        board.unpin("page/en/poster")
        copying.Copies().follow()
    kept = copies.beside_of(settings.KEPT_BOARD)
    assert not list(kept.iterdir()), "what was taken down is gone from the machine"
    the_database_goes(monkeypatch)
    pictures.forget()
    begin_again()
    assert not {200} & {visitor.get(address).status for address in hung}


def test_what_is_kept_of_papers_is_fetched_once_and_not_without_end(
    visitor: Visitor, settings, monkeypatch, tmp_path: Path
) -> None:
    """Seen to fail with the old poster left beside the new one, and with room for everything."""
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    hung = what_is_beside(visitor)
    kept = copies.beside_of(settings.KEPT_BOARD)
    assert len(list(kept.iterdir())) == len(hung)
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    monkeypatch.setattr(noticeboard, "KEPT_SECONDS", 0)
    (kept / "half.pdf.999999999").write_bytes(b"somebody was writing this when the machine stopped")
    with as_role("worker"):
        board.pin("papers", {"paper/poster": "2" * 64})
    visitor.get("/promise")
    assert len(list(kept.iterdir())) == len(hung) - 1, "the old one is gone, and for the new one there is no room"


class Slow:
    """A library that comes when it is let go; `lines` are the lines to the database that were closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go, self.began, self.threads, self.closed = threading.Event(), threading.Event(), set(), set()
        monkeypatch.setattr(keeping, "hung", self.hung)
        monkeypatch.setattr(fetching_thread, "connection", types.SimpleNamespace(close=self.close))

    def hung(self, one: copies.Beside) -> bytes:
        self.threads.add(threading.get_ident())
        self.began.set()
        assert self.go.wait(20)
        return b"x"

    def close(self) -> None:
        self.closed.add(threading.get_ident())


FOUND = {"page/en/poster": {"html": ""}, "papers": {"paper/poster": "1" * 64}}


def test_no_page_waits_for_what_hangs_beside_the_board_and_one_thread_alone_fetches_it(
    tmp_path: Path, settings, monkeypatch
) -> None:
    """Seen to fail while it was fetched by whoever asked for a page, with two threads, and with a line left open."""
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    slow, beside = Slow(monkeypatch), Fetching()
    beside.follow(FOUND)  # as each reading of the board does, in somebody's request
    assert slow.began.wait(20)
    beside.follow(FOUND | {"page/en/cards": {"html": ""}})
    assert slow.threads == {beside._thread.ident} != {threading.get_ident()}
    assert beside._thread.daemon, "a server that ends waits for no library"
    slow.go.set()
    beside.wait()
    assert slow.closed == slow.threads
    assert [file.name for file in copies.beside_of(settings.KEPT_BOARD).iterdir()] == [f"poster.{'1' * 32}.pdf"]
    ended = beside._thread
    beside.follow(FOUND)
    assert beside._thread is ended, "it is all there"


def test_a_full_disk_or_a_database_that_went_breaks_nothing_and_is_tried_again_later(
    tmp_path: Path, settings, monkeypatch
) -> None:
    """Seen to fail: what was not there at the first reading was never fetched again."""
    settings.KEPT_BOARD = tmp_path / "door" / "noticeboard.json"
    slow, beside = Slow(monkeypatch), Fetching()
    slow.go.set()
    with monkeypatch.context() as outage:
        outage.setattr(keeping, "hung", away)
        beside.follow(FOUND)
        beside.wait()
    failed = beside._thread
    beside.follow(FOUND)
    assert beside._thread is failed, "not at once"
    monkeypatch.setattr(beside, "_not_before", 0.0)
    beside.follow(FOUND)
    beside.wait()
    assert copies.beside_of(settings.KEPT_BOARD).is_dir()


def prints(state: Path, folder: Path) -> int:
    command = [sys.executable, "-m", "halcyon.faces.cli.main", "publish", "export", str(folder)]
    return subprocess.call(command, env={**os.environ, "HALCYON_STATE": str(state)})


def test_a_picture_that_was_shown_once_stays_while_the_database_is_away(visitor: Visitor, monkeypatch) -> None:
    key = uuid.uuid4()
    with as_role("worker"):
        pinned_pictures.pin(key, b"RIFFpicture")
        board.pin("page/en/shown", {"title": "Shown", "html": f'<img src="/pictures/{key}.webp" alt="A hand">'})
    begin_again()
    assert visitor.get(f"/pictures/{key}.webp").body == b"RIFFpicture"
    the_database_goes(monkeypatch)
    assert visitor.get(f"/pictures/{key}.webp").body == b"RIFFpicture"
    assert visitor.get(f"/pictures/{uuid.uuid4()}.webp").status == 404
