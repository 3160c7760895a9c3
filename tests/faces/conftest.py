"""Who comes to the door of the practice county, whose pages hang on the noticeboard as in every copy of the template."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faces.visitor import Visitor, at_the_door


@pytest.fixture
def visitor(tmp_path: Path, db: None) -> Iterator[Visitor]:
    """Somebody at the door."""
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone
