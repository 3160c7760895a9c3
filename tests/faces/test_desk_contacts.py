"""The contact page, as a duty worker sees it: the words as told, what is owed, and who must not know."""

import pytest

from halcyon.kernel.letterbox.telling import Reach, ReachBy, Said, Teller, Way
from tests import people
from tests.faces.sitting import Seats, desk, lines_written, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def page_of(contact: object) -> str:
    return f"/contacts/{contact.record.reference}/"


def test_the_words_stand_as_told_every_space_and_line(desk: Seats) -> None:
    words = '  he said\n\n   "don\'t tell"\t<b>😟</b>  '
    contact = people.someone_tells(words)
    answer = desk("sam").get(page_of(contact))
    assert answer.status_code == 200
    escaped = (
        words.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;").replace('"', "&quot;").replace("'", "&#x27;")
    )
    assert f">{escaped}</blockquote>" in answer.content.decode()
