"""Free text offers what it names, and ordinary sentences stay quiet."""

import pytest

from halcyon.kernel.matching import spot
from halcyon.kernel.matching.naming import Names

NAMED = [
    ("She has been seen in AB12 CDE again.", [("vehicle", "AB12CDE")]),
    ("reg ab12cde, silver", [("vehicle", "AB12CDE")]),
    ("A black car, AB12 ???, waits at the gate", [("vehicle", "AB12???")]),
    ("the plate began AB12... and he drove off", [("vehicle", "AB12???")]),
    ("She saw ??12 CDE", [("vehicle", "??12CDE")]),
    ("an old one, K123 ABC", [("vehicle", "K123ABC")]),
    ("Ring 07700 900123 or +44 7700 900456.", [("phone", "+447700900123"), ("phone", "+447700900456")]),
    ("his number is 07700-900-123, he said", [("phone", "+447700900123")]),
    ("They live near LE1 4DY now", [("place", "LE1 4DY")]),
    ("post to le1 4dy", [("place", "LE1 4DY")]),
    ("write to jay.k@post.example please", [("email", "jay.k@post.example")]),
    ("On there he is @jay_k04 and nothing else", [("account", "jay_k04")]),
    ("snap: jay_k04", [("account", "jay_k04")]),
    ("his insta is jay.k04", [("account", "jay.k04")]),
]
QUIET = [
    "In 2014 the 12 year old moved twice.",
    "She missed school on 12/03/2014, 13/03/2014 and 14/03/2014.",
    "Crime number 44/123456/26 was given at 10:45.",
    "He owes them 1,200 pounds and 50p.",
    "We met at 3pm in Room 12, then 4pm in Room 14.",
    "Year 9 has 120 pupils; 30 of them take the 25 bus.",
    "The meeting is on 3 May 2026 at 10.30 and the review on 17 June.",
    "She is 5 ft 4 in and wears a size 10.",
    "See section 47 and section 17 of the Act of 1989.",
    "NHS number 943 476 5919 is on file.",
    "I will ask grace and will about it.",
    "He said: what???? and left in 20 mins.",
    "The A34 and the M40 were closed, so we took the B430.",
    "A total of 15 in 3 cars, none older than 16.",
    "Call 999 or 101, or Childline.",
]


@pytest.mark.parametrize(("text", "named"), NAMED)
def test_what_a_sentence_names_is_offered(text: str, named: list[tuple[str, str]]):
    assert [(each.kind, each.value) for each in spot(text)] == named


@pytest.mark.parametrize("text", QUIET)
def test_an_ordinary_sentence_offers_nothing(text: str):
    assert spot(text, ["Grace", "Will"]) == ()


def test_known_names_are_found_in_any_accent_and_the_longest_wins():
    known = Names(["Małgorzata Nowak", "Małgorzata", "JJ", "Siân O'Brien"])
    found = spot("Malgorzata NOWAK came with Sian OBrien; małgorzata was named once more, and Malgorzata.", known)
    assert [each.value for each in found] == ["Małgorzata Nowak", "Siân O'Brien", "Małgorzata", "Małgorzata"]


def test_a_name_of_two_letters_or_none_is_not_looked_for():
    assert spot("JJ and ... were there", ["JJ", "..."]) == ()
