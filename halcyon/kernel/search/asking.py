"""Reads what was typed into the one box: words, "phrases", -without, or, names, numbers, references. Pure.

The result is handed to PostgreSQL as plain lists (functions.sql, `search.query_of`); nothing typed is ever pasted into a query.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from halcyon.kernel.matching.handles import email
from halcyon.kernel.matching.spotting import spot
from halcyon.kernel.search import keys
from halcyon.kernel.search.names import fold, forms, is_listed, sound

LONGEST = 300  # characters in one search
MOST_TERMS = 20
_TERM = re.compile(r'(?P<minus>-)?"(?P<phrase>[^"]*)"?|(?P<word>\S+)')
Way = dict[str, Any]


class NothingToSearch(ValueError):
    """There is nothing in what was typed that can be looked for; one sentence."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must hold (or must not): what was typed, as words, as a name, and as a number."""

    written: str
    words: str = ""
    names: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    exact: str = ""
    whole: tuple[str, ...] = ()  # the names of a phrase, which must all be there


@dataclass(slots=True)
class Group:
    ways: list[Term] = field(default_factory=list)
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, read. Each of the lists below is a query in the form that `search.query_of` takes."""

    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    too_long: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """Everything that is looked for; not what must not be there."""
        return tuple(term for group in self.groups if not group.negated for term in group.ways)

    @property
    def phrased(self) -> bool:
        """Whether words are looked for that must stand beside each other."""
        return any(len(keys.words_of(term.written)) > 1 and not term.codes for term in self.terms)

    def wanted(self) -> list[Way]:
        """Everything under which an entry may be found."""
        return [self._required(group, lambda t: [*t.names, *t.sounds, *t.codes, *t.handles]) for group in self.groups]

    def close(self) -> list[Way]:
        """The same without names that only sound alike."""
        return [self._required(group, lambda t: [*t.names, *t.codes, *t.handles]) for group in self.groups]

    def plain(self) -> list[Way]:
        """The words alone."""
        return [self._required(group, lambda t: [], whole=False) for group in self.groups]

    def marked(self) -> list[Way]:
        """Any of the words: what is marked in the text."""
        return [{"ways": [{"words": term.words} for term in self.terms if term.words]}]

    def exactly(self) -> list[Way]:
        """A whole number, address, reference or name, exactly as an entry has it; empty when none was typed."""
        found = [term.exact for term in self.terms if term.exact]
        found += [keys.whole_name(pair) for pair in self._full_names()]
        return [{"ways": [{"any": sorted({key for key in found if keys.safe(key)})}]}] if found else []

    def named(self) -> list[Way]:
        """What may be asked of records that are closed to the asker: the same, and every form of a full name."""
        ways = [{"any": [key]} for key in sorted({term.exact for term in self.terms if term.exact})]
        named = [term for term in self.terms if term.names and not term.codes]
        if not ways and 2 <= len(named) <= 4 and len(named) == len(self.groups):
            return [{"ways": [{"any": list(term.names)}]} for term in named]
        ways += [{"all": list(term.whole)} for term in self.terms if len(term.whole) > 1]
        return [{"ways": ways}] if ways else []

    def _full_names(self) -> Iterator[list[str]]:
        words = [term.written for term in self.terms if term.names and not term.codes]
        for size in (2, 3):
            yield from (words[place : place + size] for place in range(len(words) - size + 1))
        yield from (keys.words_of(term.written) for term in self.terms if len(term.whole) > 1)

    @staticmethod
    def _required(group: Group, of: Any, *, whole: bool = True) -> Way:
        ways: list[Way] = []
        for term in group.ways:
            lexemes = (
                list(term.codes) if group.negated else of(term)
            )  # what must not be there is meant as it is written
            ways.append({"words": term.words, "any": lexemes, "all": list(term.whole) if whole else []})
        return {"not": group.negated, "ways": ways}


def read(typed: str) -> Question:
    """Reads what was typed. Raises NothingToSearch."""
    text = " ".join(typed.split())
    groups: list[Group] = []
    joins = False
    for written, negated, phrase in _pieces(text[:LONGEST]):
        if written.casefold() == "or" and not phrase and groups:
            joins = True
            continue
        term = _phrase(written) if phrase else _term(written)
        if term is None:
            continue
        if joins and not negated and not groups[-1].negated:
            groups[-1].ways.append(term)
        else:
            groups.append(Group([term], negated))
        joins = False
    return _settled(groups[:MOST_TERMS], too_long=len(text) > LONGEST or len(groups) > MOST_TERMS)


def _settled(groups: list[Group], *, too_long: bool) -> Question:
    """Leaves out the words that every text holds, unless nothing else was typed."""
    names = sum(is_listed(group.ways[0].written) for group in groups) == len(groups)  # "will smith" is a name
    common = [group for group in groups if len(group.ways) == 1 and group.ways[0].written.casefold() in keys.STOP_WORDS]
    common = [] if names else common
    kept = [group for group in groups if group not in common]
    if not any(not group.negated for group in kept):
        kept, common = [*common, *kept], []
    if not any(not group.negated for group in kept):
        raise NothingToSearch(
            "Type what to look for: a word, a name, part of a number or a plate, a reference."
            if not kept
            else "Type what to look for too, not only what must not be there."
        )
    return Question(tuple(kept), tuple(group.ways[0].written for group in common), too_long)


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each term as typed, whether it must not be there, and whether it is a phrase. Numbers typed with gaps stay whole."""
    place = 0
    spotted = [found for found in spot(text) if found.kind in ("phone", "vehicle", "place", "email", "account")]
    for found in [*spotted, None]:
        end = found.start if found else len(text)
        quoted = found is not None and text.count('"', 0, end) % 2 == 1
        if quoted:
            continue
        for match in _TERM.finditer(text[place:end]):
            phrase = match["phrase"] is not None
            word = match["phrase"] if phrase else match["word"]
            minus = bool(match["minus"]) or (not phrase and len(word) > 1 and word.startswith("-"))
            yield (word if phrase else word.removeprefix("-") if minus else word), minus, phrase
        if found:
            yield found.written, text[:end].endswith("-"), False
            place = found.end


def _phrase(written: str) -> Term | None:
    words = keys.words_of(written)
    if not written.strip() or not re.search(r"\w", written):
        return None
    whole = [f"n:{fold(word)}" for word in words if word.casefold() not in keys.STOP_WORDS]
    safe = [key for key in whole if keys.safe(key)]
    return Term(written, words=f'"{written}"', whole=tuple(safe) if len(safe) == len(whole) else ())


def _term(written: str) -> Term | None:
    if not re.search(r"\w", written):
        return None
    bare = written.strip(".,;:!?()[]{}'’“”")
    if reference := keys.reference_in(bare):
        return Term(written, words=bare, codes=(f"r:{reference}",), exact=f"x:r:{reference}")
    if any(letter.isdigit() for letter in bare) or "@" in bare:
        return _number(written, bare)
    parts = {bare, *re.split(r"[-’']", bare)} - {""}
    names = {f"n:{form}" for part in parts for form in forms(part)}
    sounds = {f"s:{sound(part)}" for part in parts if len(part) > 2}
    handles = (f"e:{keys.plain(bare)}",) if len(bare) >= keys.SHORTEST_END else ()
    return Term(bare, words=_spoken(bare), names=_kept(names), sounds=_kept(sounds), handles=_kept(set(handles)))


def _number(written: str, bare: str) -> Term:
    """A telephone, plate, postcode, address or handle, whole or a part of one."""
    found = {f"e:{fold(bare).lstrip('@')}", f"e:{email(bare)}"} if "@" in bare else set()
    if bare.startswith("@"):
        found |= {key for key in keys.code_keys(bare) if key.startswith("e:")}
    code = keys.code_of(bare)
    if "@" not in bare and len(code) >= keys.SHORTEST_END:
        found |= {f"c:{code}*", f"e:{keys.plain(bare)}"}
    exact = keys.exact_code(bare) if len(code) >= keys.SHORTEST_END else ""
    return Term(written, words=_spoken(bare), codes=_kept(found), exact=exact if keys.safe(exact) else "")


def _spoken(word: str) -> str:
    """The word as PostgreSQL reads it, and as it is written without marks. Never an operator of its own."""
    plain = word.replace('"', " ")
    other = fold(plain)
    quoted = f'"{plain}"'
    return quoted if other == plain.lower() else f'{quoted} or "{other}"'


def _kept(found: set[str]) -> tuple[str, ...]:
    return tuple(sorted(key for key in found if len(key) > 2 and keys.safe(key.removesuffix("*"))))
