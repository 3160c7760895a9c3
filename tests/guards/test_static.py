"""Every style, script and picture that a page names is gathered: a page must not fail because of its looks."""

import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
TEMPLATES = sorted(HERE.glob("halcyon/**/templates/**/*.html"))
TOLD = [(page, name) for page in TEMPLATES for name in NAMED.findall(page.read_text())]


@pytest.mark.parametrize(("page", "name"), TOLD, ids=[f"{page.stem}-{name}" for page, name in TOLD])
def test_what_a_page_names_is_gathered(page: Path, name: str) -> None:
    """Seen to fail while the desk's own styles were gathered by nobody: the contact page was a fault 500."""
    manifest = json.loads((HERE / "var" / "static" / "staticfiles.json").read_text())
    assert name in manifest["paths"], f"{page.name} names {name}"
