"""Turns the Markdown of public pages into safe HTML: CommonMark, and a few blocks of ours.

Pure. Markup in a text is shown, never used. A block begins with three or more colons and a name, and ends with as many
colons alone on a line. A block that holds another has more colons than the one it holds. Names:

    ::: say              words that somebody could use to start the sentence
    ::: card             a part set apart
    ::: pair             two cards side by side
    ::: note             what to know before reading on
    ::: fold A teacher   a part that opens with a tap; folds of one page open one at a time
    ::: doors            a list of links, as large choices
    ::: path             numbered steps, drawn large
    ::: last             the words that every list of signs ends with
    ::: dates            events: a list whose items begin with a bold day
    ::: missed A title   a recommendation or promise and its state: missed, late, begun or kept
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_OPENS = re.compile(r"(?P<colons>:{3,})[ \t]*(?P<name>[a-z]+)(?:[ \t]+(?P<title>\S.*?))?[ \t]*\Z")
_PLAIN = frozenset({"say", "card", "pair", "note", "doors", "path", "last", "dates"})
STATES = {"missed": "Missed", "late": "Late", "begun": "Begun", "kept": "Kept"}
_TITLED = frozenset({"fold", *STATES})


class UnknownBlock(ValueError):
    """A block that is none of ours, or has no end. The text is one sentence for whoever writes the page."""


def html(text: str) -> str:
    """The page as safe HTML. Raises UnknownBlock."""
    return str(_MARKDOWN.render(text))


def tokens(text: str) -> list[Token]:
    """The page as it was read, for whoever draws it as something else than HTML. Raises UnknownBlock."""
    return _MARKDOWN.parse(text)


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Reads one block, and everything in it by the ordinary rules."""
    opens = _OPENS.match(_line(state, first))
    if opens is None:
        return False
    if silent:
        return True
    name, title = opens["name"], opens["title"] or ""
    if name not in _PLAIN | _TITLED:
        raise UnknownBlock(f"'::: {name}' is no block; known are {', '.join(sorted(_PLAIN | _TITLED))}.")
    if bool(title) != (name in _TITLED):
        raise UnknownBlock(
            f"'::: {name}' needs a title after its name." if not title else f"'::: {name}' takes no title."
        )
    end = first + 1
    while end < last and _line(state, end) != opens["colons"]:
        end += 1
    if end >= last:
        raise UnknownBlock(f"'{opens['colons']} {name}' has no end: put {opens['colons']} alone on a line after it.")
    _tokens(state, name, title, first, end)
    state.line = end + 1
    return True


def _tokens(state: StateBlock, name: str, title: str, first: int, end: int) -> None:
    before = state.parentType, state.lineMax
    opening = state.push("look_block_open", "", 1)
    opening.info, opening.meta, opening.map, opening.block = name, {"title": title}, [first, end], True
    state.parentType, state.lineMax = "look_block", end
    state.md.block.tokenize(state, first + 1, end)
    state.parentType, state.lineMax = before
    closing = state.push("look_block_close", "", -1)
    closing.info, closing.block = name, True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _open(_: Any, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    name, title = tokens[at].info, _MARKDOWN.renderInline(tokens[at].meta["title"])
    if name == "fold":
        return (
            f'<details class="govuk-details look-fold" name="fold"><summary class="govuk-details__summary">'
            f'<span class="govuk-details__summary-text">{title}</span></summary><div class="govuk-details__text">\n'
        )
    if name in STATES:
        said = f'<span class="look-state__said">{STATES[name]}</span> '
        return f'<div class="look-state look-state--{name}">\n<h3 class="govuk-heading-s">{said}{title}</h3>\n'
    return f'<div class="look-{name}">\n'


def _close(_: Any, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return "</div></details>\n" if tokens[at].info == "fold" else "</div>\n"


def _made() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False})
    made.block.ruler.before("fence", "look_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    made.add_render_rule("look_block_open", _open)
    made.add_render_rule("look_block_close", _close)
    return made


_MARKDOWN = _made()
