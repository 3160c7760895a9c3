"""What the network's own function answers is what row-level security would have shown, link by link: neither more nor less."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Q

from halcyon.domain.subjects import commands, sameness
from halcyon.domain.subjects.models import Judgement, Link, LinkType, Match, Mention, Same
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import grant
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import a_phone, closes, does, names, told

pytestmark = pytest.mark.django_db
STEPS = 2


def _one_with(mentions: set[UUID]) -> set[UUID]:
    """All that stands judged the same, asked of the tables as the member sees them."""
    known = set(mentions)
    while True:
        said: dict[tuple[UUID, UUID], str] = {}
        standing = Judgement.objects.filter(Q(a__in=known) | Q(b__in=known), taken_back=None).order_by("at", "id")
        for a, b, answer in standing.values_list("a", "b", "answer"):
            said[a, b] = answer
        more = {end for pair, answer in said.items() if answer == Same.SAME for end in pair} - known
        if not more:
            return known
        known |= more


def _near(mentions: set[UUID]) -> set[UUID]:
    ends = [list(Link.objects.filter(Q(a__in=mentions) | Q(b__in=mentions)).values_list("a", "b"))]
    said = Judgement.objects.filter(Q(a__in=mentions) | Q(b__in=mentions), taken_back=None).order_by("at", "id")
    apart = {
        pair
        for pair, answer in {(a, b): x for a, b, x in said.values_list("a", "b", "answer")}.items()
        if answer == Same.NOT_SAME
    }
    matches = Match.objects.filter(Q(a__in=mentions) | Q(b__in=mentions), above=True).values_list("a", "b")
    ends.append([pair for pair in matches if pair not in apart])
    records = Mention.objects.filter(pk__in=mentions).values_list("record", flat=True)
    found = {end for rows in ends for pair in rows for end in pair}
    return found | set(Mention.objects.filter(record__in=list(records)).values_list("id", flat=True))


def _by_hand(start: UUID) -> set[UUID]:
    known = _one_with({start})
    for _ in range(STEPS):
        known |= _one_with(_near(known))
    return known


def test_two_steps_reach_exactly_what_the_member_may_see():
    """Seen to fail: with the third record of a link, with the other record of a judgement, and with the grants left out."""
    chance, records = random.Random(7), [told() for _ in range(6)]
    named = [names("sam", records[place % 6], a_phone(f"07700 900{100 + place}")) for place in range(12)]
    for _ in range(9):
        a, b = chance.sample(named, 2)
        does("sam", commands.link, record=chance.choice(records), a=a, b=b, type=LinkType.SEEN_WITH)
    hidden = [one for one in named if one.record_id == records[0].pk]
    for a, b in [*((named[3], one) for one in hidden), *((named[4], one) for one in hidden), (named[3], named[5])]:
        does("sam", commands.judge, a=a, b=b, answer=Same.SAME, reason="Told so.")
    does("sam", commands.judge, a=named[9], b=named[10], answer=Same.NOT_SAME, reason="Told so.")
    closes(records[0], Lock.SILENT)
    closes(records[1], Lock.ASK)
    with as_role("desk"):
        grant(
            record=records[1], to=people.member("ruth").principal, reason="She works on it.",
            by=people.member("helen"), ends_at=clocks.now() + timedelta(hours=1),
        )  # fmt: skip
    reached = {"sam": 0, "ruth": 0, "helen": 0}
    for key in reached:
        with as_role("desk"), acting(people.member(key)):
            for mention in named[2:8]:
                shown = set(sameness.reach({mention.pk}, steps=STEPS, until=clocks.now())[0])
                assert shown - {mention.pk} == _by_hand(mention.pk) - {mention.pk}
                reached[key] += len(shown)
    assert reached["sam"] < reached["ruth"] < reached["helen"]
