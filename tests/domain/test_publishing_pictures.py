"""A picture leaves with its points and nothing else, and small enough for a telephone on a weak line."""

import io
import os

import pytest
from PIL import Image

from halcyon.domain.publishing.pictures import MOST_BYTES, WIDEST, drawn_anew

MAKER = "Acme Camera of an invented county"


def a_photograph(width: int = 640, height: int = 480, turned: int = 1, form: str = "JPEG", grain: int = 40) -> bytes:
    """A picture as a telephone writes it: with its place, its camera and the way it was held; the finer, the larger."""
    about = Image.Exif()
    about[0x010F], about[0x0112] = MAKER, turned
    about.get_ifd(0x8825).update({1: "N", 2: (51.0, 45.0, 3.0), 3: "W", 4: (1.0, 15.0, 27.0)})
    out = io.BytesIO()
    points = Image.frombytes(
        "RGB", (width // grain, height // grain), os.urandom(width // grain * (height // grain) * 3)
    )
    points.resize((width, height)).save(out, form, exif=about)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_time_and_camera_are_left_behind(form: str):
    """Guards against: the bytes kept as they came, with the place in them."""
    file = a_photograph(form=form)
    assert MAKER.encode() in file
    drawn = drawn_anew(file)
    assert MAKER.encode() not in drawn.data
    with Image.open(io.BytesIO(drawn.data)) as shown:
        assert shown.format == "WEBP" and not shown.getexif() and not {"exif", "xmp", "icc_profile"} & set(shown.info)


def test_it_is_small_and_upright():
    drawn = drawn_anew(a_photograph(1600, 1200, turned=6, grain=8))
    assert len(drawn.data) <= MOST_BYTES and drawn.width <= WIDEST
    assert drawn.height > drawn.width, "held on its side, it is shown upright"


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        a_photograph(80, 80)[:60],
        b"\xff\xd8" + bytes(9),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(file: bytes):
    with pytest.raises(ValueError, match="not a picture that can be read"):
        drawn_anew(file)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read():
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    with pytest.raises(ValueError, match="too many points|not a picture"):
        drawn_anew(out.getvalue())
