"""The bridge to the design system: its Jinja macros, called with plain values, safe HTML out.

Everything that is not already safe HTML is escaped by the macros. Only `look` may import this module: pages use the
tags.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import jinja2
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket

Params = Mapping[str, Any]


class _KeptCompiled(FileSystemBytecodeCache):
    """Compiled macros, kept in the folder in which Python keeps this module compiled, and trusted as that is.

    To compile them anew takes each process half a second. What cannot be read or written keeps no page from being drawn.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # a broken file breaks its reader in any way at all
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _kept_compiled() -> _KeptCompiled | None:
    if sys.dont_write_bytecode:
        return None
    made_by = sha256(jinja2.__version__.encode() + Path(__file__).read_bytes()).hexdigest()[
        :12
    ]  # Jinja, as it is told below
    return _KeptCompiled(str(Path(cache_from_source(__file__)).parent), f"macro-{made_by}-%s")


@cache
def _environment() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment = Environment(
        loader=loader,
        bytecode_cache=_kept_compiled(),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The macros indent what stands inside them for looks. That would put spaces into a person's own words: it stays
    # as it came.
    environment.filters["indent"] = _as_it_came
    return environment


def _as_it_came(text: str, width: int = 0, first: bool = False) -> str:
    return text


@cache
def _macro(component: str) -> Any:
    """The macro of one component, compiled once: "exit-this-page" is `govukExitThisPage`."""
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return getattr(template.module, name)


def render(component: str, params: Params) -> SafeString:
    """One component of the design system as HTML. Empty parameters are left out: the macro's own defaults hold."""
    given = {key: value for key, value in params.items() if value not in ("", None)}
    return mark_safe(str(_macro(component)(given)).strip())


def render_blank(component: str, params: Params) -> SafeString:
    """The same, remembered: for a form that nobody has filled in yet, which is the same for everyone.

    Never for anything that a person typed: it would stay in memory.
    """
    return _remembered(component, _frozen(params))


@lru_cache(maxsize=512)
def _remembered(component: str, frozen: Any) -> SafeString:
    return render(component, _thawed(frozen))


def _frozen(value: Any) -> Any:
    """A hashable copy that keeps apart safe and unsafe text, which are equal to Python."""
    match value:
        case Mapping():
            return ("mapping", tuple((key, _frozen(inner)) for key, inner in value.items()))
        case list():
            return ("list", tuple(map(_frozen, value)))
        case _:
            return (type(value), value)


def _thawed(frozen: Any) -> Any:
    kind, value = frozen
    if kind == "mapping":
        return {key: _thawed(inner) for key, inner in value}
    return [_thawed(inner) for inner in value] if kind == "list" else value
