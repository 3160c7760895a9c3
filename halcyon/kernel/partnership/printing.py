"""What is printed: the long promise, a poster and a sheet of pocket cards, as accessible PDF (PDF/UA-1), from the pack alone.

Every number comes from the contact point and the national lines. Pure: the same pack on the same day gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import tostring

import qrcode
import typst
from markdown_it.tree import SyntaxTreeNode
from qrcode.image.svg import SvgPathImage

from halcyon.kernel.look import writing
from halcyon.kernel.partnership.contents import Pack

Paper = Callable[[Pack, dt.date], bytes]
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\#$*_`<>@[]~=-+/'\"()"})


def promise(pack: Pack, on: dt.date) -> bytes:
    """The long promise with its contact point: an A4 document."""
    page = pack.pages()["promise-long"]
    text = _typst(page.body.replace("{contact_point}", _reach(pack, on)))
    return _made(
        f"{_head(page.title, '11.5pt')}= {_plain(page.title)}\n\n#emph[{_plain(page.lead)}]\n\n{text}{_foot(pack)}"
    )


def poster(pack: Pack, on: dt.date) -> bytes:
    """A poster, A4: one sentence, where to tell, and who answers now."""
    return _made(
        f"""{_head("You can tell us", "15pt")}
#set align(center)
#v(1fr)
#text(54pt, weight: "bold", fill: teal)[Something not right?]
#v(6mm)
#text(26pt)[You do not have to be sure. You do not have to give your name. You are not in trouble.]
#v(10mm)
= You can tell us
{_code(pack, "58mm")}
{_plain(_site(pack))}
#v(6mm)
{_plain(_reach(pack, on))}
#v(1fr)
#text(22pt)[*In danger now:* {_line(pack, "emergency")} \\ *To talk, free:* Childline {_line(pack, "childline")}]
{_foot(pack)}"""
    )


def cards(pack: Pack, on: dt.date) -> bytes:
    """Eight cards for a pocket on one sheet. They name no team and no reason: whoever finds one learns nothing."""
    numbers = f"Danger: *{_line(pack, 'emergency')}* \\ To talk: *{_line(pack, 'childline')}*"
    words = f"*Numbers worth having* \\ \\ {numbers} \\ #text(8pt)[{_plain(_site(pack))}]"
    one = (
        "box(width: 85mm, height: 52mm, stroke: 0.4pt + luma(150), inset: 5mm)"
        f"[#grid(columns: (1fr, 24mm), gutter: 4mm, [{words}], [{_code(pack, '24mm')}])]"
    )
    return _made(
        f"""{_head("Numbers worth having", "11pt", margin="12mm")}
= Cards to cut out
#let card = {one}
#grid(columns: 2, gutter: 3mm, ..range(8).map(_ => card))
{_foot(pack)}"""
    )


PAPERS: dict[str, Paper] = {"promise": promise, "poster": poster, "cards": cards}


def _head(title: str, size: str, margin: str = "22mm") -> str:
    return (
        f'#set document(title: "{title}", date: none)\n#set page(paper: "a4", margin: {margin})\n'
        f'#let teal = rgb("#08565f")\n#set text(lang: "en", region: "GB", size: {size})\n#set par(leading: 0.75em)\n'
        "#show heading: set text(fill: teal)\n#show heading: set block(above: 1.4em, below: 0.8em)\n"
    )


def _foot(pack: Pack) -> str:
    return f"\n\n#v(4mm)\n#text(9pt)[{_plain(pack.practice)}]\n" if pack.practice else "\n"


def _reach(pack: Pack, on: dt.date) -> str:
    """How to reach the team on this day, in one paragraph; no number that nobody has checked."""
    point = pack.contact_point
    name = next(team.name for team in pack.teams if team.key == point.team.is_)
    number = point.live_number(on)
    if number is None:
        return f"{name}. The one checked number of the team stands here, on a site that is no practice."
    return f"{name}: {number}. {point.hours.is_}. {point.address.is_}. Checked on {point.telephone.last_checked}."


def _site(pack: Pack) -> str:
    website = pack.contact_point.website
    return website.is_.removeprefix("https://") if website else ""


def _line(pack: Pack, key: str) -> str:
    return pack.national_lines.number(key).replace(" ", "~")


def _code(pack: Pack, width: str) -> str:
    """A QR code of the site's address, or nothing where there is no site."""
    website = pack.contact_point.website
    if website is None:
        return ""
    svg = tostring(qrcode.make(website.is_, image_factory=SvgPathImage, border=1).get_image(), encoding="unicode")
    drawn = svg.replace("\\", "").replace('"', "'")
    return f'#image(bytes("{drawn}"), format: "svg", width: {width}, alt: "QR code of {_site(pack)}")'


@lru_cache(maxsize=16)
def _made(source: str) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types do not name the standards that it knows
        source.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return made


# From a page's Markdown


def _typst(body: str) -> str:
    return "".join(_block(node) for node in SyntaxTreeNode(writing.tokens(body)).children)


def _block(node: SyntaxTreeNode, mark: str = "- ") -> str:
    inside = node.children
    match node.type:
        case "heading":
            return f"\n{'=' * int(node.tag[1])} {_inline(node)}\n\n"
        case "paragraph":
            return "" if _only_leads_on(node) else f"{_inline(node)}\n\n"
        case "bullet_list" | "ordered_list":
            own = "- " if node.type == "bullet_list" else "+ "
            return "".join(_block(item, own) for item in inside) + "\n"
        case "list_item":
            words = "".join(_block(part) for part in inside).strip().replace("\n\n", "\n\n  ")
            return f"{mark}{words}\n"
    return "".join(_block(part) for part in inside)


def _only_leads_on(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is nothing but links: on paper they lead nowhere."""
    parts = node.children[0].children if node.children else []
    return all(part.type == "link" or part.content.strip() in ("", "·") for part in parts)


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_pieces(node.children[0].children)) if node.children else ""


def _pieces(nodes: list[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        match node.type:
            case "text":
                yield _plain(node.content)
            case "strong":
                yield f"#strong[{''.join(_pieces(node.children))}]"
            case "em":
                yield f"#emph[{''.join(_pieces(node.children))}]"
            case "softbreak" | "hardbreak":
                yield " "
            case _:
                yield "".join(_pieces(node.children))


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)
