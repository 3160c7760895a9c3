"""Draws a picture anew: the same points, none of what the file said of place, time and camera, and small enough to send."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_POINTS = 40_000_000  # of what is read: more is no picture for a page
WIDEST = 960  # points; a page's column is half as wide
MOST_BYTES = 20 * 1024  # a page has 40 KB in all
WIDEST_PRINTED, MOST_BYTES_PRINTED = 2_400, 600 * 1024
QUALITIES = (80, 70, 60, 50, 40)
NOT_A_PICTURE = "This file is not a picture that can be read. Take a JPEG, PNG or WebP."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept."""

    data: bytes
    width: int
    height: int


def drawn_anew(file: bytes) -> Drawn:
    """The picture of a file, upright, at most 960 points wide and 20 KB. Raises ValueError with a sentence."""
    return _small(_points(file), "WEBP", WIDEST, MOST_BYTES)


def for_printing(file: bytes) -> Drawn:
    """The picture of a file as a JPEG that is large enough to be printed. Raises ValueError with a sentence."""
    points = _points(file)
    if points.mode == "RGBA":  # a JPEG knows nothing of what shines through: paper is white
        white = Image.new("RGB", points.size, "white")
        white.paste(points, mask=points.getchannel("A"))
        points = white
    return _small(points, "JPEG", WIDEST_PRINTED, MOST_BYTES_PRINTED)


def _points(file: bytes) -> Image.Image:
    """Only the points of a picture: whatever else its file carried stays behind with the object that held it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(file), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_POINTS:
                    raise ValueError(
                        "This picture has too many points. Make it smaller, to at most 4,000 on each side."
                    )
                upright = ImageOps.exif_transpose(opened)
                plain = upright.convert(
                    "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
                )
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(NOT_A_PICTURE) from None
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _small(points: Image.Image, form: str, widest: int, most_bytes: int) -> Drawn:
    width = min(widest, points.width)
    while True:
        sized = points.resize((width, max(1, round(points.height * width / points.width))), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = io.BytesIO()
            sized.save(out, form, quality=quality, **({"method": 4} if form == "WEBP" else {}))
            if out.tell() <= most_bytes or width <= 64:
                return Drawn(out.getvalue(), sized.width, sized.height)
        width = width * 4 // 5
