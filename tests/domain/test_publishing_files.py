"""Files of the library: written anew, without what they say of their makers; what could act is refused in a sentence."""

import base64
import io
import uuid

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from halcyon.domain.publishing import commands
from halcyon.domain.publishing.faults import NotReady, WrongCampaign
from halcyon.domain.publishing.models import File, Kind, Revision
from halcyon.domain.publishing.pdfs import MOST_PAGES, written_anew
from halcyon.kernel import clocks
from halcyon.kernel.noticeboard import board
from tests.conftest import as_role
from tests.domain.publishing_world import approved, at_the_door, begun, does, hangs, text, writes
from tests.domain.test_publishing_pictures import MAKER, a_photograph

LONG = (
    "It says that two girls told six adults, and that nobody put it together. It asks us to listen to each child. " * 2
)


def a_pdf(words: str = "A made-up report.") -> bytes:
    """A report as an office writes it: tagged, with its maker's name."""
    source = (
        f'#set document(title: "Report", author: "{MAKER}")\n= Report\n#link("https://example.org")[A link] {words}'
    )
    return bytes(typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True))


def with_more(add: object) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf()))), io.BytesIO()
    add(writer)  # type: ignore[operator]
    writer.write(out)
    return out.getvalue()


def _act(**said: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): NameObject(what) for name, what in said.items()})


def _scripted(writer: PdfWriter) -> None:
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = script


def _starts(writer: PdfWriter) -> None:
    note = Link(rect=(0, 0, 9, 9), url="https://example.org")
    note[NameObject("/A")] = _act(S="/Launch", F="/calc")
    writer.add_annotation(0, note)


def _form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject()})


def _remarked(writer: PdfWriter) -> None:
    note = FreeText(text="Ask Gwen", rect=(0, 0, 9, 9))
    note[NameObject("/T")] = TextStringObject(MAKER)
    writer.add_annotation(0, note)


def test_a_pdf_is_kept_with_its_pages_and_how_it_is_read_aloud_and_nothing_of_who_made_it():
    """Seen to fail: a reader's remark, with their name, stayed on the page."""
    file = with_more(_remarked)
    assert MAKER.encode() in file
    kept = written_anew(file, "The report")
    assert MAKER.encode() not in kept.data and b"Gwen" not in kept.data and b"xmpmeta" not in kept.data
    again = PdfReader(io.BytesIO(kept.data))
    assert dict(again.metadata or {}) == {"/Title": "The report"}
    assert "/StructTreeRoot" in again.root_object and again.root_object["/Lang"] == "en"
    assert "made-up report" in again.pages[0].extract_text() and "made-up report" in kept.words
    assert [note.get_object()["/Subtype"] for note in again.pages[0]["/Annots"]] == ["/Link"]


def _photographed(writer: PdfWriter) -> None:
    """With a picture as a telephone took it: place and camera in it."""
    picture = StreamObject()
    picture._data = a_photograph()
    size = {"/Width": 640, "/Height": 480, "/BitsPerComponent": 8}
    picture.update({NameObject(name): NumberObject(number) for name, number in size.items()})
    picture.update(_act(Type="/XObject", Subtype="/Image", ColorSpace="/DeviceRGB", Filter="/DCTDecode"))
    shown = DictionaryObject({NameObject("/Photograph"): writer._add_object(picture)})
    writer.pages[0]["/Resources"][NameObject("/XObject")] = shown  # type: ignore[index]


def test_a_photograph_in_a_pdf_loses_its_place_and_camera_and_keeps_its_points():
    """Seen to fail: with the picture as it came."""
    file = with_more(_photographed)
    assert MAKER.encode() in file
    kept = written_anew(file, "A photograph")
    assert MAKER.encode() not in kept.data
    (shown,) = PdfReader(io.BytesIO(kept.data)).pages[0].images
    assert shown.image is not None and shown.image.size == (640, 480)


@pytest.mark.parametrize(
    ("add", "says"),
    [
        (_scripted, "holds a script"), (_starts, "happens by a press"), (_form, "holds a form"),
        (lambda writer: writer.add_attachment("a.txt", b"x"), "another file inside"),
        (lambda writer: writer.encrypt("x"), "locked with a password"),
        (lambda writer: [writer.add_blank_page(9, 9) for _ in range(MOST_PAGES)], "are the most"),
    ],
)  # fmt: skip
def test_what_could_act_or_cannot_be_opened_is_refused_in_a_sentence(add: object, says: str):
    """Seen to fail: a script was let through."""
    with pytest.raises(ValueError, match=says):
        written_anew(with_more(add), "A report")


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7 half", a_pdf()[:400], b"MZ" + bytes(50)])
def test_what_is_no_pdf_is_refused_in_a_sentence(file: bytes):
    with pytest.raises(ValueError, match="not a PDF that can be read"):
        written_anew(file, "A report")


def adds(revision: Revision, file: bytes, named: str = "The report") -> Revision:
    found: Revision = does(
        "bea", commands.add_file, piece=revision.piece, language="en", key=uuid.uuid4(), file=file, named=named
    )
    return found


@pytest.mark.django_db
def test_a_document_hangs_with_its_file_after_a_second_person_and_both_come_down_together():
    first = begun("a-review", text(LONG, title="A review"), kind=Kind.DOCUMENT)
    with pytest.raises(NotReady, match="Add the file first"):
        does("bea", commands.submit, revision=first)
    written = adds(first, a_pdf())
    key = File.objects.get().pk
    assert f"[The report (PDF, {round(len(File.objects.get().data) / 1024)} KB)](/{key}.pdf)" in written.body
    hangs()
    with as_role("door"):
        assert board.read(f"paper/{key}") is None
    approved(written)
    hangs()
    with as_role("door"):
        held = board.read(f"paper/{key}")
        page = board.read("page/en/a-review")
    assert held and held["sort"] == "pdf" and base64.b64decode(str(held["file"])).startswith(b"%PDF")
    assert page and page["under"] == "learning"
    does("bea", commands.withdraw, piece=first.piece, why="There is a newer one.")
    hangs()
    with as_role("door"):
        assert board.read(f"paper/{key}") is None
    assert at_the_door("a-review") is None


@pytest.mark.django_db
def test_a_picture_to_print_is_drawn_anew_and_large_enough():
    first = begun("a-poster", text(LONG), kind=Kind.DOCUMENT)
    adds(first, a_photograph(1600, 1200))
    kept = File.objects.get()
    assert kept.sort == "jpg" and MAKER.encode() not in bytes(kept.data)
    assert Image.open(io.BytesIO(bytes(kept.data))).width == 1600


@pytest.mark.django_db
def test_an_event_belongs_to_a_campaign_and_what_a_campaign_gives_away_has_no_number_to_ring():
    """Seen to fail: a leaflet with a number was taken."""
    with pytest.raises(WrongCampaign):
        begun("talk", text(day=clocks.today()), kind=Kind.EVENT)
    campaign = begun("march").piece
    event = begun("talk", text(day=clocks.today()), kind=Kind.EVENT, campaign=campaign)
    with pytest.raises(WrongCampaign):
        begun("news-of-march", kind=Kind.NEWS, campaign=campaign)
    with pytest.raises(WrongCampaign):
        begun("other", text(day=clocks.today()), kind=Kind.EVENT, campaign=event.piece)
    approved(event)
    hangs()
    with as_role("door"):
        page = board.read("page/en/talk")
    assert page and page["under"] == "march" and page["day"] == clocks.today().isoformat()
    leaflet = begun("leaflet", text(LONG), kind=Kind.DOCUMENT, campaign=campaign)
    with pytest.raises(ValueError, match="looks like a telephone number"):
        adds(leaflet, a_pdf("Ring 01632 960140 now."))
    library = begun("a-letter", text(LONG), kind=Kind.DOCUMENT)
    adds(library, a_pdf("The inspectorate: 01632 960140."))
    assert writes(library.piece, text(LONG)).number == 3
