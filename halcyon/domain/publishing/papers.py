"""What is printed of a page that hangs: its approved text as accessible PDF (PDF/UA-1), on a sheet, a poster or cards.

Every number comes from the contact point and the national lines. What is ours on a paper is said in the language that is
active, as at the door. Pure: the same text on the same day gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree.ElementTree import tostring

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from markdown_it.tree import SyntaxTreeNode

from halcyon.kernel.look import catalogues, writing
from halcyon.kernel.look.catalogues import ENGLISH, direction
from halcyon.kernel.partnership.contents import Pack

_NUMBER = re.compile(r"\d+(?:[ ~\u00a0]\d+)+")  # 0800 1111, which is read from left to right in every language
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\#$*_`<>@[]~=-+/'\"()"})
_LATIN = ("size: {0}", "leading: 0.75em")
_URDU = (
    'font: ("Noto Nastaliq Urdu", "Libertinus Serif"), spacing: 140%, size: {0}, top-edge: 1.25em, bottom-edge: -0.75em'
)
LETTERS = {
    **dict.fromkeys((ENGLISH, "cy", "lt", "pl", "ro", "so"), _LATIN),
    "ur": (_URDU, "leading: 0.15em, spacing: 0.6em"),
}  # fmt: skip
"""How each language is set that can be printed, and how its lines stand: for others there are no letters here."""


@dataclass(frozen=True, slots=True)
class Words:
    """The approved text of a page. A `draft` says of itself that no native reviewer has confirmed it."""

    title: str
    lead: str
    body: str
    language: str = ENGLISH
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """What is true of every paper on a day: taken from the one place that says it."""

    reach: str  # how to reach the team, in one paragraph
    site: str  # the address of the site, with its scheme; empty where there is none
    emergency: str
    childline: str
    practice: str
    figures: tuple[str, ...]  # the promise in figures, in sentences
    readers: str


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is ours on a paper is said in this language until the block ends: a draft of it too, for a draft says so."""
    _take_up()
    with override(settings.LANGUAGE_CODE if language == ENGLISH else language):
        yield


_take_up = cache(catalogues.take_up)


def today(pack: Pack, on: dt.date, figures: Sequence[str] = (), readers: str = "") -> Today:
    """What the pack says on a day, in the language that is active; no number that nobody has checked."""
    website = pack.contact_point.website
    practice = pack.practice or ""
    if practice and get_language() != settings.LANGUAGE_CODE:  # the pack says it in English alone
        practice = _(
            "This is a practice site. No one reads what you write here. If you need help: 999, or Childline 0800 1111."
        )
    return Today(
        reach=_reach(pack, on), site=website.is_ if website else "",
        emergency=pack.national_lines.number("emergency").replace(" ", "~"),
        childline=pack.national_lines.number("childline").replace(" ", "~"),
        practice=practice, figures=tuple(figures), readers=readers,
    )  # fmt: skip


@lru_cache(maxsize=32)
def source(form: str, words: Words, true: Today) -> str:
    """A page as it is printed, in Typst. Raises KeyError for a form that is none of `FORMS`, or a language without `LETTERS`."""
    with speaking(words.language):
        made = FORMS[form](words, true)
    return made if direction(words.language) == "ltr" else _NUMBER.sub("\u2066\\g<0>\u2069", made)


def mark(text: str) -> str:
    """By what a printed page is known: another text, number or form has another one."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=16)
def printed(text: str) -> bytes:
    """The PDF of a source. Raises RuntimeError where it cannot be made accessible."""
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types do not name the standards that it knows
        text.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, font_paths=[str(settings.FONTS)]
    )
    return made


def _sheet(words: Words, true: Today, size: str = "11.5pt") -> str:
    """A document on A4."""
    lead = f"#emph[{_plain(words.lead)}]\n\n" if words.lead else ""
    return f"{_head(words, size)}= {_plain(words.title)}\n\n{lead}{_typst(words.body, true)}{_foot(true)}"


def _easy(words: Words, true: Today) -> str:
    """The same in large letters."""
    return _sheet(words, true, "16pt")


def _poster(words: Words, true: Today) -> str:
    """One sentence that is read from across a room, where to tell, and who answers now."""
    danger, talk = _plain(_("In danger now?")), _plain(_("Want to talk, day or night?"))
    return f"""{_head(words, "15pt")}
#set align(center)
#show heading.where(level: 2): set text(28pt)
#v(1fr)
#heading(level: 1, text(54pt)[{_plain(words.title)}])
#v(6mm)
#text(26pt)[{_plain(words.lead)}]
#v(8mm)
{_code(true, "58mm")}
{_plain(_site(true))}
#v(6mm)
{_typst(words.body, true)}
#v(1fr)
#text(22pt)[*{danger}* {true.emergency} \\ *{talk}* Childline {true.childline}]
{_foot(true)}"""


def _cards(words: Words, true: Today) -> str:
    """Eight cards for a pocket on one sheet."""
    inside = f"*{_plain(words.lead)}*\n\n{_typst(words.body, true)}\n\n#text(8pt)[{_plain(_site(true))}]"
    one = (
        "box(width: 85mm, height: 52mm, stroke: 0.4pt + luma(150), inset: 5mm)"
        f"[#grid(columns: (1fr, 24mm), gutter: 4mm, [{inside}], [{_code(true, '24mm')}])]"
    )
    return f"""{_head(words, "11pt", margin="12mm")}
= {_plain(words.title)}
#let card = {one}
#grid(columns: 2, gutter: 3mm, ..range(8).map(_ => card))
{_foot(true)}"""


FORMS: dict[str, Callable[[Words, Today], str]] = {"sheet": _sheet, "easy": _easy, "poster": _poster, "cards": _cards}


def _head(words: Words, size: str, margin: str = "22mm") -> str:
    letters, lines = LETTERS[words.language]
    region = ', region: "GB"' if words.language == ENGLISH else ""
    said, english = _plain(_("Draft: needs a native reviewer.")), "Draft: needs a native reviewer."
    draft = f'#text(9pt)[{said} #text(lang: "en", dir: ltr)[{english}]]\n\n' if words.draft else ""
    return (
        f'#set document(title: "{_quoted(words.title)}", date: none)\n#set page(paper: "a4", margin: {margin})\n'
        f'#let teal = rgb("#08565f")\n#set text(lang: "{words.language}"{region}, dir: {direction(words.language)}, '
        f"{letters.format(size)})\n#set par({lines})\n"
        f"#show heading: set text(fill: teal)\n#show heading: set block(above: 1.4em, below: 0.8em)\n{draft}"
    )


def _foot(true: Today) -> str:
    return f"\n\n#v(4mm)\n#text(9pt)[{_plain(true.practice)}]\n" if true.practice else "\n"


def _reach(pack: Pack, on: dt.date) -> str:
    """How to reach the team on this day, in one paragraph; no number that nobody has checked."""
    point = pack.contact_point
    name = next(team.name for team in pack.teams if team.key == point.team.is_)
    number = point.live_number(on)
    if number is None and pack.practice:
        return f"{name}. " + _("The one checked number of the team stands here, on a site that is no practice.")
    if number is None:
        return f"{name}. " + _(
            "We are checking our number, so it is not here. You can tell us on our site, day and night."
        )
    last = point.telephone.last_checked
    checked = _("Checked on %(day)s.") % {"day": date_format(last, "j E Y")} if last else ""
    return f"{name}: {number}. {point.hours.is_}. {point.address.is_}. {checked}"


def _site(true: Today) -> str:
    return true.site.removeprefix("https://")


def _code(true: Today, width: str) -> str:
    """A QR code of the site's address, or nothing where there is no site."""
    if not true.site:
        return ""
    import qrcode  # here, not above: it brings a library of pictures with it
    from qrcode.image.svg import SvgPathImage

    svg = tostring(qrcode.make(true.site, image_factory=SvgPathImage, border=1).get_image(), encoding="unicode")
    drawn = svg.replace("\\", "").replace('"', "'")
    return f'#image(bytes("{drawn}"), format: "svg", width: {width}, alt: "QR code of {_quoted(_site(true))}")'


# From a page's Markdown


def _typst(body: str, true: Today) -> str:
    said = " ".join(true.figures) or _("We have not counted yet. When we have, the numbers stand here.")
    for token, words in (("contact_point", true.reach), ("figures", said), ("readers", true.readers)):
        body = body.replace(f"{{{token}}}", words)
    level = [1]
    return "".join(_block(node, level) for node in SyntaxTreeNode(writing.tokens(body)).children)


def _heading(words: str, wanted: int, level: list[int]) -> str:
    """A heading at most one step below the one before it: nobody who listens to the paper loses their way."""
    level[0] = max(2, min(wanted, level[0] + 1))
    return f"\n{'=' * level[0]} {words}\n\n"


def _block(node: SyntaxTreeNode, level: list[int], mark: str = "- ") -> str:
    inside = node.children
    match node.type:
        case "heading":
            return _heading(_inline(node), int(node.tag[1]), level)
        case "paragraph":
            return "" if _only_leads_on(node) else f"{_inline(node)}\n\n"
        case "bullet_list" | "ordered_list":
            own = "- " if node.type == "bullet_list" else "+ "
            return "".join(_block(item, level, own) for item in inside) + "\n"
        case "list_item":
            words = "".join(_block(part, level) for part in inside).strip().replace("\n\n", "\n\n  ")
            return f"{mark}{words}\n"
        case "look_block" if title := node.meta.get("title"):
            said = f"{node.info.capitalize()}: {title}" if node.info in writing.STATES else title
            return _heading(_plain(said), 3, level) + "".join(_block(part, level) for part in inside)
        case "fence" | "code_block":
            return f"{_plain(node.content)}\n\n"
    return "".join(_block(part, level) for part in inside)


def _only_leads_on(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is nothing but links: on paper they lead nowhere."""
    parts = node.children[0].children if node.children else []
    return all(part.type == "link" or part.content.strip() in ("", "·") for part in parts)


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_pieces(node.children[0].children)) if node.children else ""


def _pieces(nodes: list[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        match node.type:
            case "text" | "code_inline":
                yield _plain(node.content)
            case "strong":
                yield f"#strong[{''.join(_pieces(node.children))}]"
            case "em":
                yield f"#emph[{''.join(_pieces(node.children))}]"
            case "softbreak" | "hardbreak":
                yield " "
            case "image":
                yield f"({_plain(node.content)})"  # what it shows, in words
            case _:
                yield "".join(_pieces(node.children))


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)


def _quoted(text: str) -> str:
    """Text between quotation marks of Typst."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
