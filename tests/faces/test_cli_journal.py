"""`halcyon journal`: a copy that proves nothing is not called whole, and no half of one stands where a copy is expected."""

import json
from pathlib import Path

import pytest

from halcyon.faces.cli import journal, main
from halcyon.kernel.journal.chain import FIRST, Line, link
from halcyon.kernel.sealing import new_signing_pair


def rows() -> list[str]:
    """Three sealed lines of a journal, as a copy holds them."""
    lines = [Line(number, number, 1_000, "change", "x.y", "system", 0, (), "") for number in (1, 2, 3)]
    before, seals = FIRST, []
    for seq, line in enumerate(lines, 1):
        before = link(before, seq, line)
        seals.append({"row": "seal", "seq": seq, "line": line.id, "hash": before.hex()})
    written = [{"row": "line"} | {name: getattr(line, name) for name in Line.__slots__} for line in lines]
    return [json.dumps(row) for row in (*written, *seals)]


def verified(folder: Path, kept: list[str]) -> int:
    (folder / "key").write_bytes(new_signing_pair()[1])
    (folder / "copy").write_text("".join(f"{row}\n" for row in kept))
    return main.main(["journal", "verify", str(folder / "copy"), "--key", str(folder / "key")])


def test_a_sealed_copy_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(tmp_path, rows()) == 0
    assert "Whole: 3 lines sealed" in capsys.readouterr().out


@pytest.mark.parametrize("kept", [[], rows()[:3]])
def test_a_copy_without_a_seal_proves_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: list[str]
) -> None:
    """Seen to fail: an empty file was called whole."""
    assert verified(tmp_path, kept) == 1
    said = capsys.readouterr()
    assert "Nothing is sealed" in said.err and f"{len(kept)} lines" in said.err and "Whole" not in said.out


def test_a_copy_that_breaks_off_leaves_the_one_before_as_it_was(tmp_path: Path) -> None:
    """Seen to fail: with the file opened under its own name."""
    file = tmp_path / "journal.copy"
    with journal._whole(file) as out:
        out.write("whole")
    with pytest.raises(UnicodeEncodeError), journal._whole(file) as out:
        out.write("hal\ud800")
    assert [each.name for each in tmp_path.iterdir()] == ["journal.copy"] and file.read_text() == "whole"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_copy_goes_into_no_device(tmp_path: Path) -> None:
    """Guards against a rename over /dev/stdout."""
    with pytest.raises(ValueError, match="not a file"), journal._whole(Path("/dev/null")):
        pass
