"""A written name as canonical parts: given words and family words, folded, without titles, particles apart.

Order of decisions: what stands in quotation marks or brackets is a nickname; "née", "formerly", "aka" and "known as" begin
another name; "JONES, Sarah" has the family name first; otherwise the last word is the family name with the particles before it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from halcyon.kernel.matching.folding import fold, words
from halcyon.kernel.matching.identities import Name

_TITLES = (
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev revd fr sister master pc dc sgt cllr hajj haji "
    "hajji alhaji sheikh shaikh pan pani deceased unknown unk unborn baby nk na nka jr jnr snr sr"
)
TITLES = frozenset(_TITLES.split())
"""Words that are never anybody's name here. Sheikh as a family name survives: a title is dropped only if a name remains."""
_PARTICLES = (
    "o mac mc ni nic ui ap ab ferch verch bin ibn binti bint binte al el ul ur ud de da do dos das di del della "
    "du la le van von der den ter ten"
)
PARTICLES = frozenset(_PARTICLES.split())
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{2,40})[\"“”«»„]|\(([^)]{2,60})\)|(?<!\w)['‘]([^'’]{2,30})['’](?!\w)")
_ALSO = re.compile(
    r"\b(?:(?P<maiden>n[ée]e|born|formerly|previously|maiden name|was)|(?P<alias>a\.?k\.?a\.?|alias|also known as|known as|"
    r"goes by|street name|or))\b[:\s]*",
    re.IGNORECASE,
)


class Form(NamedTuple):
    """A canonical name. ``given`` and ``family`` are folded words joined by one space; ``sort`` as in `Name.sort`."""

    given: str
    family: str
    sort: str


@lru_cache(maxsize=1 << 14)
def forms(name: Name) -> tuple[Form, ...]:
    """The name itself first, then whatever other names its writing holds (nickname, maiden, alias)."""
    found: list[Form] = []
    if name.given or name.family:
        given, extra = _without_quoted(name.given)
        family, more = _without_quoted(name.family)
        given, others = _split(given)
        family, maiden = _split(family)
        main = Form(" ".join(_clean(given)), " ".join(_family(_clean(family))), name.sort)
        found.append(main)
        found += [_also(text, sort, main) for text, sort in [*extra, *more, *others, *maiden]]
    if name.whole:
        found += _of_whole(name.whole, name.sort)
    kept = {(form.given, form.family): form for form in reversed(found) if form.given or form.family}
    return tuple(reversed(kept.values()))


def _of_whole(written: str, sort: str) -> list[Form]:
    rest, extra = _without_quoted(written)
    rest, others = _split(rest)
    before, comma, after = rest.partition(",")
    if comma and _clean(after) and _clean(before):
        main = Form(" ".join(_clean(after)), " ".join(_family(_clean(before))), sort)
    else:
        main = _ordered(_clean(rest), sort)
    return [main, *(_also(text, other, main) for text, other in [*extra, *others])]


def _ordered(found: tuple[str, ...], sort: str) -> Form:
    """Words in spoken order. One word alone is a given name or a nickname: nobody is named by surname to a stranger."""
    if len(found) < 2:
        return Form(" ".join(found), "", sort)
    last = len(found) - 1
    while last > 1 and found[last - 1] in PARTICLES:
        last -= 1
    return Form(" ".join(found[:last]), " ".join(_family(found[last:])), sort)


def _also(text: str, sort: str, main: Form) -> Form:
    """A second name inside the first: one word after "née" is a family name, elsewhere one word is a given one."""
    found = _clean(text)
    if len(found) != 1:
        return _ordered(found, sort)
    return Form(main.given, found[0], sort) if sort == "maiden" else Form(found[0], main.family, sort)


def _without_quoted(text: str) -> tuple[str, list[tuple[str, str]]]:
    if not any(mark in text for mark in "\"“”«»„(‘'"):
        return text, []
    inside = [
        (found := next(group for group in match.groups() if group), "maiden" if _is_maiden(found) else "nickname")
        for match in _QUOTED.finditer(text)
    ]
    return _QUOTED.sub(" ", text), [(_ALSO.sub(" ", words_), sort) for words_, sort in inside]


def _is_maiden(text: str) -> bool:
    match = _ALSO.match(text.strip())
    return bool(match and match["maiden"])


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text before "née", "aka" and their like, and each text after one with its sort."""
    if " " not in text:
        return text, []
    marks = [match for match in _ALSO.finditer(text) if match.start() > 0]
    others = []
    for place, match in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        others.append((text[match.end() : end], "maiden" if match["maiden"] else "alias"))
    return (text[: marks[0].start()] if marks else text), others


def _clean(text: str) -> tuple[str, ...]:
    """Folded words without titles; "J.P." is two initials; a title survives when nothing else is there."""
    found = words(text)
    kept = tuple(word for word in found if word not in TITLES)
    return (kept or found)[:6]


def _family(found: tuple[str, ...]) -> tuple[str, ...]:
    """Irish, Scottish and Arabic particles joined to their name: o brien -> obrien, mac donald -> macdonald, al amin -> alamin."""
    joined: list[str] = []
    carried = ""
    for place, word in enumerate(found):
        if word in PARTICLES and place + 1 < len(found):
            carried += word if word in ("o", "mac", "mc") else ""
            continue
        joined.append(carried + word)
        carried = ""
    return tuple(joined) or found


def as_spoken(form: Form) -> str:
    """Given and family words in spoken order."""
    return fold(f"{form.given} {form.family}")
