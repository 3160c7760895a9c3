"""What is wrong with a page's HTML: what a browser would have to guess, and what stands where nothing of its kind may.

Parsed by justhtml, which follows the standard's own algorithm and names each error by the standard's own code (all of html5lib's
tests; html5lib itself has had no release since 2020, HTML Tidy none since 2021). A parser does not know what may stand in what,
nor whether what is named is there: those rules are here, as the standard's sections on each element say them. And everything
that opens is closed in its order, also where the standard would forgive it.
"""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from justhtml import JustHTML
from justhtml.dom import Node


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


PHRASING = _names(
    "a abbr audio b bdi bdo br button cite code data datalist del dfn em i iframe img input ins kbd label link map mark math meta "
    "meter noscript object output picture progress q ruby s samp script select slot small span strong sub sup svg template "
    "textarea time u var video wbr"
)
HOLDS_PHRASING = _names("p h1 h2 h3 h4 h5 h6 span strong em b i label button dt pre summary")
HEADING_TOO = frozenset({"summary"})
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
ONLY = {
    "ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"dt", "dd", "div", "script", "template"},
    "tr": {"td", "th", "script", "template"}, "tbody": {"tr", "script", "template"}, "thead": {"tr", "script", "template"},
    "select": {"option", "optgroup", "hr", "script", "template"}, "picture": {"source", "img", "script", "template"},
}  # fmt: skip
PARENT = {
    "li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "legend": {"fieldset"}, "summary": {"details"},
    "figcaption": {"figure"}, "caption": {"table"}, "track": {"video", "audio"}, "source": {"video", "audio", "picture"},
}  # fmt: skip
EMPTY = _names("area base br col embed hr img input link meta source track wbr")
USED = _names("a button input select textarea summary details video audio")
NEVER = _names("center font marquee frame frameset acronym big strike tt basefont dir applet blink")
NAMED_BY = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "form", "headers", "list")
NEEDED = {
    "img": ("alt", "width", "height"), "video": ("width", "height"), "html": ("lang",), "a": ("href",),
    "link": ("href", "rel"),
}  # fmt: skip


def wrong_in(html: str) -> list[str]:
    """Everything that is wrong, a line each; nothing when the page is sound."""
    page = JustHTML(html, sanitize=False, collect_errors=True)
    found = [f"line {error.line}: {error.code}" for error in page.errors]
    found += _Closing(html).wrong
    elements = list(_elements(page.root))
    names = Counter(one.attrs["id"] for one in elements if one.attrs and "id" in one.attrs)
    found += [f"id {name!r} stands {number} times" for name, number in names.items() if number > 1 or not name]
    for one in elements:
        found += [f"<{one.name}> {what}: {_shown(one)}" for what in _wrong_with(one, names)]
    return found


def _wrong_with(one: Node, names: Counter[str | None]) -> Iterator[str]:
    attributes = one.attrs or {}
    inside = [child for child in one.children or () if _is_element(child)]
    if one.name in NEVER:
        yield "is no element any more"
    if one.name in ONLY and (strays := {child.name for child in inside} - ONLY[one.name]):
        yield f"holds {strays}"
    if one.name in ONLY and any(child.name == "#text" and str(child.data).strip() for child in one.children or ()):
        yield "holds bare words" if one.name != "select" else "holds words outside its options"
    if one.name in PARENT and (one.parent is None or one.parent.name not in PARENT[one.name]):
        yield f"stands in <{one.parent.name if one.parent else ''}>"
    if one.name in HOLDS_PHRASING:
        allowed = PHRASING | (HEADINGS if one.name in HEADING_TOO else frozenset())
        if strays := {child.name for child in inside} - allowed:
            yield f"holds {strays}, which is no part of a sentence"
    if one.name in ("a", "button") and (strays := {each.name for each in _elements(one)} & USED - {one.name}):
        yield f"holds {strays}, which is used by itself"
    yield from (f"has no {name}" for name in NEEDED.get(one.name, ()) if name not in attributes)
    for name in NAMED_BY:
        missing = [each for each in (attributes.get(name) or "").split() if each not in names]
        yield from (f"{name} names {each!r}, which is not there" for each in missing)


class _Closing(HTMLParser):
    """Whether everything that opens is closed, in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{name}> is never closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """A part of a drawing that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"line {self.getpos()[0]}: </{tag}> closes what is not open")


def _elements(one: Node) -> Iterator[Node]:
    """Everything below, but for what is drawn: a drawing follows rules of its own."""
    for child in one.children or ():
        if _is_element(child):
            yield child
            if child.name not in ("svg", "math"):
                yield from _elements(child)


def _is_element(one: Node) -> bool:
    return not one.name.startswith(("#", "!"))


def _shown(one: Node) -> str:
    said = " ".join(f'{name}="{value}"' for name, value in (one.attrs or {}).items())
    return f"<{one.name} {said}>"[:120]
