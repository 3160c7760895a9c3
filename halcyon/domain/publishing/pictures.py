"""Draws a picture anew: the same points, none of what the file said of place, time and camera, and small enough to send."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_POINTS = 40_000_000  # of what is read: more is no picture for a page
WIDEST = 960  # points; a page's column is half as wide
MOST_BYTES = 24 * 1024  # a page has 40 KB in all
QUALITIES = (80, 70, 60, 50, 40)
NOT_A_PICTURE = "This file is not a picture that can be read. Take a JPEG, PNG or WebP."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept: WebP."""

    data: bytes
    width: int
    height: int


def drawn_anew(file: bytes) -> Drawn:
    """The picture of a file, upright, at most 960 points wide and 24 KB. Raises ValueError with a sentence."""
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
    # Only the points go on: whatever else the file carried stays behind with the object that held it.
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    width = min(WIDEST, bare.width)
    while True:
        sized = bare.resize((width, max(1, round(bare.height * width / bare.width))), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = io.BytesIO()
            sized.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= MOST_BYTES or width <= 64:
                return Drawn(out.getvalue(), sized.width, sized.height)
        width = width * 4 // 5
