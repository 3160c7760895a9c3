"""The HTML that hangs at the door, from a piece's Markdown (`look/writing`), and what there is to check in it. Pure."""

import html
import re
from collections.abc import Mapping
from uuid import UUID

from markdown_it import MarkdownIt
from markdown_it.token import Token

from halcyon.kernel.look import writing

PICTURE = re.compile(r"/pictures/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.webp")
FILE = re.compile(r"/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(pdf|jpg)")
Sizes = Mapping[UUID, tuple[int, int]]

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_SHOWN = re.compile(rf'<img src="{PICTURE.pattern}"')


def rendered(body: str, sizes: Sizes) -> str:
    """The body as HTML. A picture of ``sizes`` carries its width and height, so that nothing jumps when it arrives.

    Raises UnknownBlock for a block that is none of ours, or has no end.
    """

    def sized(found: re.Match[str]) -> str:
        size = sizes.get(UUID(found[1]))
        return f'{found[0]} width="{size[0]}" height="{size[1]}" loading="lazy"' if size else found[0]

    return _SHOWN.sub(sized, writing.html(body))


def drawn(body: str, sizes: Sizes) -> str:
    """The body for whoever still writes it: a block that cannot be read is shown as it was typed."""
    try:
        return rendered(body, sizes)
    except writing.UnknownBlock:
        return str(_MARKDOWN.render(body))


def address(picture: UUID) -> str:
    """Where a picture is found, at the door and at the desk."""
    return f"/pictures/{picture}.webp"


def pictures_in(text: str) -> set[UUID]:
    """The pictures that a text, or a page made of it, shows."""
    return {UUID(found) for found in PICTURE.findall(text)}


def file_address(file: UUID, sort: str) -> str:
    """Where a file is found, at the door and at the desk."""
    return f"/{file}.{sort}"


def files_in(text: str) -> set[UUID]:
    """The files that a text, or a page made of it, leads to."""
    return {UUID(key) for key, _ in FILE.findall(text)}


def words_of(body: str) -> str:
    """The words of a body as a reader sees them, with a mark where one block ends and the next begins."""
    blocks = re.sub(r"</?(?:p|h\d|li|ul|ol|blockquote|pre|hr|br)\b[^>]*>", " # ", str(_MARKDOWN.render(body)))
    return html.unescape(re.sub(r"<[^>]+>", "", blocks))


def parts(body: str) -> list[Token]:
    """Everything inline of a body, in its order: words, links, pictures."""
    return [part for block in _MARKDOWN.parse(body) for part in block.children or ()]
