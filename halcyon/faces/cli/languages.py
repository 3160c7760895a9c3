"""``halcyon publish languages``: the languages of the public pages, how much of each is there, and who has confirmed it.

``--gather`` reads the English of the public pages again and writes it into every catalogue: what is new waits there without words,
what is gone goes. It never translates, and never touches what somebody wrote.
"""

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

from halcyon.kernel.look import catalogues

HALCYON = Path(__file__).resolve().parents[2]
READ = (
    "faces/door/**/*.py", "faces/door/**/*.html", "kernel/look/**/*.html", "kernel/look/**/*.py", "kernel/noticeboard/*.py",
    "domain/publishing/papers.py",
)  # fmt: skip
DESK = frozenset({"desk.html", "desk_error.html", "moments.py"})
KEYWORDS = {"_": None, "_lazy": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
HEADER = """\
# The words of the public pages. Written as a draft, for a person who grew up with the language to read, put right and confirm:
# languages.toml says who has. English: `msgid`. Numbers, names in brackets and %(names)s stay as they are.
#"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gather", action="store_true", help="write new English texts into every catalogue, to be translated"
    )
    parser.set_defaults(run=_languages)


def _languages(args: argparse.Namespace) -> int:
    if args.gather:
        english = gathered()
        for code in catalogues.held():
            renew(code, english)
        catalogues.held.cache_clear()
    for code, each in catalogues.held().items():
        who = (
            f"confirmed by {each.confirmed_by} on {each.confirmed_on}"
            if not each.draft
            else "draft: needs a native reviewer"
        )
        print(f"{code} {each.english}: {each.translated} texts, {each.waiting} wait for words, mark {each.mark}; {who}")
    return 0


def gathered() -> Catalog:
    """Every English text that a public page of ours may show, whatever the partnership says."""
    english = Catalog(fuzzy=False)
    for file in _files():
        text = file.read_text(encoding="utf-8")
        source = templatize(text) if file.suffix == ".html" else text
        for _, said, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            english.add(said, locations=[(str(file.relative_to(HALCYON)), 0)], context=context)
    return english


def renew(code: str, english: Catalog) -> None:
    """Brings one catalogue in step with the English."""
    read = catalogues.held()[code].read
    read.update(english, no_fuzzy_matching=True, update_creation_date=False)
    read.obsolete.clear()
    write(code, read)


def write(code: str, read: Catalog) -> None:
    """Writes a catalogue down, by the files in which its texts stand."""
    read.header_comment = HEADER
    with catalogues.file_of(code).open("wb") as file:
        write_po(file, read, width=120, sort_by_file=True, include_lineno=False)


def _files() -> Iterator[Path]:
    for pattern in READ:
        yield from sorted(file for file in HALCYON.glob(pattern) if file.name not in DESK)
