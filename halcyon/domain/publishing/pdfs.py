"""Writes a PDF anew: its pages, and how they are read aloud; nothing that it said of its makers, nothing that could act.

What would do something (a script, a form, another file inside) is refused in one sentence, never quietly taken out: whoever
made the file should know. Pure.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

MOST_BYTES = 2 * 1024 * 1024
MOST_PAGES = 80
MOST_PARTS = 60_000  # objects: a report of eighty pages has some thousands
NOT_A_PDF = "This file is not a PDF that can be read. Open it, print it to a new PDF, and take that one."

_CATALOG = ("/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang", "/Dests", "/PageLabels", "/Outlines")
_OF_READERS = ("/NM", "/M", "/T", "/RC", "/Popup")  # who wrote a remark, and when
_LEFT_OUT = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF", "/OPI")
_ACTIONS = ("/URI", "/GoTo")
_MEANS = {
    "/JS": "a script", "/XFA": "a form", "/EF": "another file inside", "/RichMediaContent": "a film", "/3DD": "a model",
}  # fmt: skip
_ANNOTATIONS = {"/Widget": "a form", "/FileAttachment": "another file inside", "/Movie": "a film", "/Screen": "a film",
                "/Sound": "a sound", "/RichMedia": "a film", "/3D": "a model"}  # fmt: skip

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its warnings quote the file


@dataclass(frozen=True, slots=True)
class Clean:
    """A PDF as it is kept."""

    data: bytes
    pages: int
    words: str  # that a machine can read in it


class _Refused(ValueError):
    """Why a file is not taken, in a sentence."""


def written_anew(file: bytes, title: str) -> Clean:
    """The PDF, with this title alone to say what it is. Raises ValueError with a sentence."""
    try:
        return _written(file, title)
    except _Refused:
        raise
    except Exception:  # a broken file breaks its reader in any way at all
        raise ValueError(NOT_A_PDF) from None


def _written(file: bytes, title: str) -> Clean:
    reader = PdfReader(io.BytesIO(file), strict=False)
    if reader.is_encrypted:
        raise _Refused("This PDF is locked with a password. Take one that anybody can open.")
    pages = len(reader.pages)
    if not 0 < pages <= MOST_PAGES:
        raise _Refused(f"This PDF has {pages} pages, and {MOST_PAGES} are the most. Take a part of it.")
    writer = PdfWriter(clone_from=reader)
    root = writer.root_object
    if root.get("/AcroForm") is not None:
        raise _acts("a form")
    for part in _parts(root):
        _look(part)
    _bare_catalog(root)
    for page in writer.pages:
        _only_links(page)
    writer.metadata = {"/Title": title}
    writer._ID = None  # it names the file that this was made of
    writer.compress_identical_objects()  # what nothing leads to any more is not written
    out = io.BytesIO()
    writer.write(out)
    if out.tell() > MOST_BYTES:
        raise _Refused(
            f"This PDF has {out.tell() / 1024 / 1024:.1f} MB, and {MOST_BYTES // 1024 // 1024} MB are the most. Save it smaller:"
            " most often its pictures are too large."
        )
    words = " ".join(page.extract_text() for page in reader.pages)
    return Clean(out.getvalue(), pages, words)


def _acts(what: str) -> _Refused:
    return _Refused(f"This PDF holds {what}. Print it to a new PDF, which holds pages alone, and take that one.")


def _parts(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that the file leads to, each once."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    count = 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in seen:
                continue
            seen.add(part.idnum)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            count += 1
            if count > MOST_PARTS:
                raise _Refused("This PDF has too many parts. Print it to a new PDF and take that one.")
            yield part
            waiting += [part.raw_get(key) for key in part]
        elif isinstance(part, ArrayObject):
            waiting += list(part)


def _look(part: DictionaryObject) -> None:
    """Refuses what acts; takes out what speaks of whoever made it."""
    for key, what in _MEANS.items():
        if key in part:
            raise _acts(what)
    if part.get("/Type") == "/EmbeddedFile":
        raise _acts("another file inside")
    _look_at_action(part.get("/A"))
    for key in _LEFT_OUT:
        part.pop(NameObject(key), None)
    if isinstance(part, StreamObject):
        _look_at_stream(part)


def _look_at_action(action: object) -> None:
    if isinstance(action, DictionaryObject) and "/S" in action:
        if str(action["/S"]) not in _ACTIONS or "/Next" in action:
            raise _acts("something that happens by a press")
        if str(action["/S"]) == "/URI" and not str(action.get("/URI", "")).startswith(("https://", "http://")):
            raise _Refused("A link of this PDF leads to something that is no web page. Take the link out of it.")


def _look_at_stream(stream: StreamObject) -> None:
    """A photograph in the file may say where it was taken."""
    kinds = stream.get("/Filter")
    kinds = list(kinds) if isinstance(kinds, ArrayObject) else [kinds]
    if "/JPXDecode" in kinds:
        raise _Refused("A picture of this PDF is a JPEG 2000, which may say where it was taken. Print it to a new PDF.")
    if kinds == ["/DCTDecode"]:
        stream._data = without_remarks(stream._data)
    elif "/DCTDecode" in kinds:
        raise _Refused("A picture of this PDF is packed twice, and may say where it was taken. Print it to a new PDF.")


def without_remarks(jpeg: bytes) -> bytes:
    """A JPEG without what stands beside its points: place, time, camera, comments. Its colours stay as they were meant."""
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError(NOT_A_PDF)
    kept, at = [jpeg[:2]], 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:  # up to where the points begin
        sort, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if sort in (0xE0, 0xEE) or not (0xE1 <= sort <= 0xEF or sort == 0xFE):
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    if jpeg[at : at + 2] != b"\xff\xda":
        raise ValueError(NOT_A_PDF)
    return b"".join((*kept, jpeg[at:]))


def _bare_catalog(root: DictionaryObject) -> None:
    names = root.get("/Names")
    places = names.get("/Dests") if isinstance(names, DictionaryObject) else None
    for key in [key for key in root if key not in _CATALOG]:
        del root[key]
    if places is not None:
        root[NameObject("/Names")] = DictionaryObject({NameObject("/Dests"): places})


def _only_links(page: DictionaryObject) -> None:
    """Of what lies on a page only its links stay; what would act is refused, and remarks of readers go."""
    links = ArrayObject()
    for found in page.get("/Annots") or ():
        note = found.get_object()
        if what := _ANNOTATIONS.get(str(note.get("/Subtype"))):
            raise _acts(what)
        if note.get("/Subtype") == "/Link":
            for key in _OF_READERS:
                note.pop(NameObject(key), None)
            links.append(found)
    if "/Annots" in page:
        page[NameObject("/Annots")] = links
