"""The public side when database, worker and desk are away: from memory, from the file beside the door, from printed files."""

import json
import os
import re
import subprocess
import sys
import types
import uuid
from pathlib import Path

import pytest
from django.db import OperationalError

from halcyon.faces.door import notices as noticeboard
from halcyon.faces.door import pictures
from halcyon.kernel.noticeboard import board
from halcyon.kernel.noticeboard import pictures as pinned_pictures
from tests.conftest import as_role
from tests.databases import FreshDatabase
from tests.domain.publishing_world import approved, begun, hangs, text
from tests.faces.visitor import Visitor, at_the_door, begin_again

STAND_IN = types.SimpleNamespace(close=lambda: None)


@pytest.fixture
def visitor(tmp_path, db):
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone


def away(*_: object) -> None:
    raise OperationalError("connection refused")


def the_database_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "read_all", away)
    monkeypatch.setattr(pinned_pictures, "read", away)
    for module in (noticeboard, pictures):
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
    assert list(folder.glob("static/**/*.css"))


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
    assert prints(fresh_database.state, folder) == 0
    assert "Our promise, as it was kept" in (folder / "promise" / "index.html").read_text()
    other = tmp_path / "letters"
    other.mkdir()
    (other / "dear.txt").write_text("Mine.")
    assert prints(fresh_database.state, other) == 1
    assert "choose a new folder" in capfd.readouterr().err
    assert (other / "dear.txt").read_text() == "Mine."


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
