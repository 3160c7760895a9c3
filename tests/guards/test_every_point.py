"""Each point of the two pages that this began with has its place on the public side, in the practice county and in the model one.

The points are numbered as on those pages: one of the promise, one of awareness day. What stands here is where each is told.
"""

import re

import pytest

from halcyon.kernel.partnership.pack import load

PROMISE_PAGE = {
    "1, to whom it speaks": {"promise": "every child and young person in"},
    "2, what it means in plain words": {"promise": "called grooming | called exploitation | gone to prison"},
    "3, who promises": {"promise": "promise comes from | Police | Health"},
    "4, yourself or a friend, and whom to tell": {
        "promise": "about yourself | about a friend | someone you trust: family, a friend, a teacher, a school nurse, "
        "a social worker or a police officer",
        "who-can-i-tell": "someone you trust",
    },
    "5, the promise": {"promise": "we will listen to you, find out what is going on and do something about it"},
    "6, the longer version": {"promise": "(/promise-long)", "promise-long": "long version"},
    "7, more to read": {"promise": "(/signs)", "signs": "grooming | exploitation"},
    "8, the story": {
        "promise": "(/a-story)",
        "a-story": "I was 13 | thought he loved me | find one safe person | You are not alone. There is always hope.",
    },
    "9, one contact": {"promise": "{contact_point}", "reach-us": "{contact_point} | We have only one number"},
    "10, the review": {"promise": "(/learning)", "learning": "Serious case review"},
}
AWARENESS_PAGE = {
    "1, the day and who stands together": {
        "awareness-day": "18 March | national day | district councils | zero tolerance"
    },
    "2, anyone can help, and what it is": {"awareness-day": "Everyone has a part | under 18 | tricks or forces"},
    "3, the signs, and whom to ring": {"awareness-day": "(/signs) | {contact_point}"},
    "4, the chair": {"awareness-day": "independent chair | complacency | A stranger | believed, helped and kept safe"},
    "5, the stocktake": {"awareness-day": "(/learning)", "learning": "Stocktake"},
    "6, themes and tools": {"awareness-day": "(/for-professionals)", "for-professionals": "Language guide | disrupt"},
    "7, the team": {
        "awareness-day": "(/reach-us)",
        "reach-us": "police, children's social care, health | first place to go | about those who hurt children | every worry",
    },
    "8, you will be listened to": {"awareness-day": "You will be listened to. This is our promise to you"},
    "9, the national campaign": {"for-professionals": "national campaign | speak out"},
}
MODEL = {
    "promise 1 to 5": {
        "promise": "children and young people | grooming | exploitation | went to prison | council | a friend | a teacher | "
        "a school nurse | a social worker | a police officer | listen to you, find out what is going on and do something"
    },
    "promise 6": {"promise": "January 2016", "promise-long": "What does the CSE Promise mean we will do?"},
    "promise 7": {"front-page": "(/signs-you)"},
    "promise 8": {"a-story": "film | 13 | love | safe adult | You are not alone. There is always hope."},
    "promise 9, awareness 3": {"reach-us": "{contact_point} | two numbers"},
    "promise 10, awareness 5": {"learning": "Serious Case Review | March 2015 | Stocktake report, 2015"},
    "awareness 1 and 2": {"awareness-day": "18 March | district councils | zero tolerance | under 18"},
    "awareness 4": {"awareness-day": "The chair | A stranger | believed | brought to court", "learning": "complacency"},
    "awareness 6 and 9": {"awareness-day": "(/for-professionals) | national campaign"},
    "awareness 7": {
        "reach-us": "Cowley Police Station | first place to go | about those who hurt children | every report"
    },
    "awareness 8": {"awareness-day": "You will be listened to"},
}
PLACES = [
    *(("demo", f"promise {point}", told) for point, told in PROMISE_PAGE.items()),
    *(("demo", f"awareness {point}", told) for point, told in AWARENESS_PAGE.items()),
    *(("oxfordshire", point, told) for point, told in MODEL.items()),
]
LINK, WORDS_OF_IT = re.compile(r"\[([^]]*)]\([^)]*\)"), r"\1"


@pytest.mark.parametrize(("pack", "point", "told"), PLACES, ids=[f"{pack}: {point}" for pack, point, _ in PLACES])
def test_every_point_has_its_place(pack: str, point: str, told: dict[str, str]) -> None:
    """Seen to fail without the promise's way to the signs."""
    pages = load(pack).pages()
    for slug, words in told.items():
        said = f"{pages[slug].title} {pages[slug].lead} {pages[slug].body}".replace("**", "").lower()
        plain = " ".join(f"{said} {LINK.sub(WORDS_OF_IT, said)}".split())
        assert [each for each in words.lower().split(" | ") if each not in plain] == [], (point, slug)
