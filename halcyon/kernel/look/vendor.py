"""Copies the design system's files from `node_modules` into a folder of static files, without what is not ours to use.

Beside them it unpacks the typeface in which papers in Urdu are printed: no page sends it, a telephone has its own.

The crown, the crest and the typeface GDS Transport belong to gov.uk, and this is not gov.uk. Uses the standard library
alone, for `run.py` calls it; it must never fetch anything.
"""

import re
import shutil
import struct
import zlib
from pathlib import Path

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
STYLES = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
SCRIPTS = (Path("cytoscape/dist/cytoscape.min.js"), GOVUK / "govuk-frontend.min.js", MOJ / "moj-frontend.min.js")
ICONS = MOJ / "assets" / "images"
URDU = Path("@fontsource/noto-nastaliq-urdu")
WEIGHTS = ("400", "700")

FONT_FACE = re.compile(r"(?:/\*!(?:(?!\*/).)*?not commercially available\.\s*\*/)?@font-face\{[^}]*\}", re.DOTALL)
SOURCE_MAP = re.compile(r"\s*(?:/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")
CREST = "url(/assets/images/govuk-crest.svg)"
NOT_OURS = ("@font-face", "GDS Transport", "govuk-crest", "/assets/")


def copy(node_modules: Path, to: Path) -> None:
    """Copy styles, scripts and icons below `to`/vendor, whole or not at all.

    Raises ValueError when a newer release of the design system brings in something that is not ours to use.
    """
    unfinished, place = to / "vendor.new", to / "vendor"
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "images").mkdir(parents=True)
    for style in STYLES:
        (unfinished / style.name).write_text(restyled(_text(node_modules / style)))
    for script in SCRIPTS:
        (unfinished / script.name).write_text(_text(node_modules / script))
    for icon in sorted((node_modules / ICONS).glob("icon-*.svg")):
        shutil.copy(icon, unfinished / "images")
    _every_icon_is_there(unfinished)
    shutil.rmtree(place, ignore_errors=True)
    unfinished.rename(place)


def copy_typefaces(node_modules: Path, to: Path) -> None:
    """Unpack the printed typefaces into `to`, with their licence. Raises ValueError for a file that is none."""
    to.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        packed = node_modules / URDU / "files" / f"{URDU.name}-arabic-{weight}-normal.woff"
        (to / f"{URDU.name}-{weight}.ttf").write_bytes(unpacked(packed.read_bytes()))
    shutil.copy(node_modules / URDU / "LICENSE", to / f"{URDU.name}.LICENSE")


def unpacked(woff: bytes) -> bytes:
    """A web font (WOFF 1.0) as the font that it holds: the same tables, not squeezed."""
    mark, kind, _, count, _, whole = struct.unpack(">4sIIHHI", woff[:20])
    if mark != b"wOFF":
        raise ValueError("This is no web font: see halcyon/kernel/look/vendor.py.")
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", kind, count, 16 << power, power, 16 * count - (16 << power))
    listed, tables = b"", b""
    for place in range(44, 44 + 20 * count, 20):
        tag, begins, held, length, check = struct.unpack(">4sIIII", woff[place : place + 20])
        table = woff[begins : begins + held]
        table = zlib.decompress(table) if held < length else table
        if len(table) != length:
            raise ValueError("This web font is not whole: see halcyon/kernel/look/vendor.py.")
        listed += struct.pack(">4sIII", tag, check, 12 + 16 * count + len(tables), length)
        tables += table + bytes(-len(table) % 4)
    font = head + listed + tables
    if len(font) != whole:
        raise ValueError("This web font is not whole: see halcyon/kernel/look/vendor.py.")
    return font


def restyled(css: str) -> str:
    """The stylesheet with an open stack of typefaces, no crest, and icons from the folder beside it."""
    css = FONT_FACE.sub("", css).replace("GDS Transport,", "").replace(CREST, "none")
    css = css.replace("url(/assets/images/", "url(images/")
    left = [name for name in NOT_OURS if name in css]
    if left:
        raise ValueError(
            f"The design system's stylesheet still holds {', '.join(left)}: see halcyon/kernel/look/vendor.py."
        )
    return css


def _text(file: Path) -> str:
    """The file without the address of its source map, which is not served."""
    return SOURCE_MAP.sub("\n", file.read_text())


def _every_icon_is_there(folder: Path) -> None:
    for style in folder.glob("*.css"):
        for name in re.findall(r"url\((images/[^)]+)\)", style.read_text()):
            if not (folder / name).is_file():
                raise ValueError(f"{style.name} names {name}, which the design system does not bring.")
