"""The typeface of papers is unpacked from the web font that npm brings: whole, or not at all."""

import struct
import zlib
from pathlib import Path

import pytest

from halcyon.kernel.look import vendor

TABLES = {b"cmap": b"letters " * 40, b"head": b"odd"}


def web_font(tables: dict[bytes, bytes] = TABLES) -> bytes:
    """A web font that holds these tables, squeezed where that makes them smaller."""
    listed, held, begins = b"", b"", 44 + 20 * len(tables)
    for tag, table in tables.items():
        packed = min(zlib.compress(table), table, key=len)
        listed += struct.pack(">4sIIII", tag, begins + len(held), len(packed), len(table), 7)
        held += packed
    whole = 12 + sum(16 + len(table) + -len(table) % 4 for table in tables.values())
    return struct.pack(">4sIIHHI", b"wOFF", 0x00010000, 0, len(tables), 0, whole) + bytes(24) + listed + held


def test_a_web_font_is_unpacked_into_the_font_that_it_holds(tmp_path: Path) -> None:
    """Seen to fail: with a table left squeezed, and without room to the next multiple of four."""
    package = tmp_path / vendor.URDU
    (package / "files").mkdir(parents=True)
    (package / "LICENSE").write_text("Open Font Licence")
    for weight in vendor.WEIGHTS:
        (package / "files" / f"{vendor.URDU.name}-arabic-{weight}-normal.woff").write_bytes(web_font())
    vendor.copy_typefaces(tmp_path, tmp_path / "fonts")
    assert {file.name for file in (tmp_path / "fonts").iterdir()} == {
        "noto-nastaliq-urdu-400.ttf", "noto-nastaliq-urdu-700.ttf", "noto-nastaliq-urdu.LICENSE",
    }  # fmt: skip
    font = (tmp_path / "fonts" / "noto-nastaliq-urdu-400.ttf").read_bytes()
    for place, (tag, table) in enumerate(TABLES.items()):
        named, check, begins, length = struct.unpack(">4sIII", font[12 + 16 * place : 28 + 16 * place])
        assert (named, check, font[begins : begins + length]) == (tag, 7, table)
        assert begins % 4 == 0


@pytest.mark.parametrize("broken", [b"OTTO" + web_font()[4:], web_font()[:-1]])
def test_what_is_no_web_font_or_not_whole_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="web font"):
        vendor.unpacked(broken)
