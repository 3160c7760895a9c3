"""What the policy says of the public side is what the public side does: the door cannot read the policy, so a test ties them."""

import datetime as dt
import re
from pathlib import Path

import pytest

from halcyon.faces.door.answers import VERY_QUICK
from halcyon.kernel.partnership.pack import load
from halcyon.kernel.sealing import BUCKETS
from halcyon.kernel.sealing.tokens import MAX_AGE

LETTERBOX = Path(__file__).resolve().parents[2] / "halcyon/kernel/letterbox"
FUNCTIONS = (LETTERBOX / "functions.sql").read_text()
TABLES = (LETTERBOX / "migrations/0001_letterbox.py").read_text()


def _number(pattern: str, text: str) -> int:
    found = set(re.findall(pattern, text))
    assert len(found) == 1, f"{pattern}: {found}"
    return int(found.pop())


@pytest.mark.parametrize("name", ["demo", "oxfordshire"])
def test_the_policy_in_force_says_what_the_letterbox_does(name: str):
    """Seen to fail: with three messages in functions.sql made five."""
    sections = load(name).policies[-1].sections
    mailbox, letterbox = sections["mailbox"], sections["letterbox"]
    assert mailbox["code_lives_days"] == _number(r"p_day \+ (\d+)", FUNCTIONS)
    assert mailbox["messages_shown"] == _number(r"order by w\.position desc limit (\d+)", FUNCTIONS)
    assert mailbox["replay_minutes"] == _number(r"interval '(\d+) minutes'", FUNCTIONS)
    assert letterbox["checks_per_second"] == _number(r"checks_per_second\) values \((\d+)\)", TABLES)
    assert dt.timedelta(seconds=letterbox["dwell_seconds"]) == VERY_QUICK
    assert dt.timedelta(minutes=letterbox["form_lives_minutes"]) == MAX_AGE
    assert letterbox["largest_kib"] * 1024 == BUCKETS[-1]
