"""Nobody's telling waits in silence: who is told, in which order, and what happens when a place is empty."""

import datetime as dt
from typing import Any

import pytest
from django.conf import LazySettings

from halcyon.domain.promise import commands, escalation, queries
from halcyon.domain.promise.escalation import Escalated, escalate, tell_gaps_ahead
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel import journal
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import at
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.notices.sending import send_due
from halcyon.kernel.partnership.contents import Pack, PackTurn, Place
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import own_team, pack
from tests.domain.promised import (
    CLOCKS,
    OPENING,
    Telling,
    actor,
    at_the_desk,
    fulfils,
    london,
    owes,
    someone_tells,
    working,
)  # fmt: skip
from tests.postbox import mail_server

pytestmark = pytest.mark.django_db


def clock_strikes(when: str) -> Escalated:
    """The worker looks for what has run out, at that moment."""
    with at(london(when)), working():
        return escalate(at=london(when), by=CLOCKS)


def told() -> list[tuple[str, str]]:
    """Who was told that something waits, and of what kind, in order. Addresses by what stands before the @."""
    with working():
        rows = Notice.objects.order_by("created_at", "id").values_list("to_address", "kind")
        return [(address.split("@")[0], kind) for address, kind in rows]


def rung() -> list[str]:
    return [who for who, kind in told() if kind in (NoticeKind.DANGER, NoticeKind.OVERDUE)]


def test_danger_rings_the_first_at_once_and_climbs_while_nobody_reads() -> None:
    someone_tells("2026-11-22 21:40", danger=True)
    expected = {
        "2026-11-22 21:40": ["priya.nandakumar"],
        "2026-11-22 21:44": [],
        "2026-11-22 21:45": ["kofi.larbi"],
        "2026-11-22 21:50": ["night.duty"],
        "2026-11-22 22:00": ["control.room"],
        "2026-11-22 22:10": ["helen.marchbanks"],
        "2026-11-22 22:20": ["helen.marchbanks"],
    }
    seen: list[str] = []
    for moment, next_rung in expected.items():
        clock_strikes(moment)
        seen += next_rung
        assert rung() == seen, moment


def test_looking_again_changes_nothing() -> None:
    someone_tells("2026-11-22 21:40", danger=True)
    assert clock_strikes("2026-11-22 21:46").rung == 2
    assert clock_strikes("2026-11-22 21:46").rung == 0
    assert clock_strikes("2026-11-22 21:49").rung == 0
    assert sorted(rung()) == ["kofi.larbi", "priya.nandakumar"]


def test_a_worker_that_was_away_rings_everyone_it_owes_a_ring_at_once() -> None:
    someone_tells("2026-11-22 21:40", danger=True)
    clock_strikes("2026-11-22 21:52")
    assert sorted(rung()) == ["kofi.larbi", "night.duty", "priya.nandakumar"]


def test_once_it_is_read_nobody_else_is_rung() -> None:
    read = someone_tells("2026-11-22 21:40", danger=True)
    clock_strikes("2026-11-22 21:40")
    fulfils(read.acknowledge, by=actor("priya"), when="2026-11-22 21:44")
    clock_strikes("2026-11-22 22:30")
    assert rung() == ["priya.nandakumar"]


def test_an_ordinary_telling_rings_nobody_before_it_is_late() -> None:
    someone_tells("2026-11-18 10:00")
    assert clock_strikes("2026-11-18 16:59") == Escalated(rung=0, failed=0)
    assert told() == []


def test_what_is_late_climbs_from_its_owner_to_the_manager_and_the_strategic_lead() -> None:
    late = someone_tells("2026-11-18 10:00")
    fulfils(late.acknowledge, by=actor("sam"), when="2026-11-18 11:00")
    for moment in ("2026-11-19 17:00", "2026-11-19 19:00", "2026-11-20 17:00", "2026-11-20 17:30"):
        clock_strikes(moment)
    assert rung() == ["sam.whitterick", "manager.on.call", "helen.marchbanks"]


def test_a_new_owner_is_the_one_who_is_told_when_it_is_late() -> None:
    late, sam = someone_tells("2026-11-18 10:00"), actor("sam")
    fulfils(late.acknowledge, by=sam, when="2026-11-18 11:00")
    with at(london("2026-11-18 12:00")), at_the_desk(sam):
        commands.hand_over(obligation=late.decide, to=actor("nia").principal, by=sam)
    clock_strikes("2026-11-19 17:00")
    assert told() == [("nia.tolland", NoticeKind.HANDED_OVER), ("nia.tolland", NoticeKind.OVERDUE)]


def test_what_a_team_owns_reaches_whoever_is_first_on_the_rota() -> None:
    late, sam = someone_tells("2026-11-18 10:00"), actor("sam")
    fulfils(late.acknowledge, by=sam, when="2026-11-18 11:00")
    with at(london("2026-11-18 12:00")), at_the_desk(sam):
        commands.hand_over(obligation=late.decide, to=own_team().pk, by=sam)
    clock_strikes("2026-11-19 17:00")
    assert rung() == ["sam.whitterick"]


# Gaps


def test_an_empty_place_is_passed_over_at_once_and_the_gap_is_told() -> None:
    """Kofi is away on Saturday evenings: the second place is empty."""
    someone_tells("2026-11-21 20:00", danger=True)
    clock_strikes("2026-11-21 20:00")
    assert told() == [("priya.nandakumar", NoticeKind.DANGER)]
    clock_strikes("2026-11-21 20:05")
    assert sorted(told()[1:]) == [("manager.on.call", NoticeKind.ROTA_GAP), ("night.duty", NoticeKind.DANGER)]
    with working():
        facts = [e.facts for e in ObligationEvent.objects.filter(kind="escalated").order_by("number")]
    assert [(one["place"], one["rung"]) for one in facts] == [
        ("first", True),
        ("second", False),
        ("out_of_hours", True),
    ]


def test_an_owner_who_has_left_is_an_empty_place() -> None:
    late = someone_tells("2026-11-18 10:00")
    fulfils(late.acknowledge, by=actor("nia"), when="2026-11-18 11:00")
    with working():
        Member.objects.filter(key="sam").update(active=False)
        journal.change(Event.ADDED_MEMBER, by=OPENING)
    clock_strikes("2026-11-19 17:00")
    assert sorted(told()) == [("alun.prydderch", NoticeKind.OVERDUE), ("alun.prydderch", NoticeKind.ROTA_GAP)]


def _turns(monkeypatch: pytest.MonkeyPatch, **holders: str) -> None:
    """A rota on which these places are held by these people, always, and every other place is empty."""
    turns = [PackTurn(place=Place(place), hours="always", person=key) for place, key in holders.items()]
    rota = pack().rota.model_copy(update={"turns": tuple(turns)})
    held: Pack = pack().model_copy(update={"rota": rota})
    monkeypatch.setattr("halcyon.kernel.partnership.queries.pack", lambda: held)


def test_with_nobody_on_at_all_it_is_tried_again_until_somebody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail with only the top tried again: the first came back on, and was never rung."""
    someone_tells("2026-11-22 21:40", danger=True)
    _turns(monkeypatch)
    assert clock_strikes("2026-11-22 21:40") == Escalated(rung=0, failed=0)
    assert clock_strikes("2026-11-22 21:49") == Escalated(rung=0, failed=0)
    assert told() == []
    _turns(monkeypatch, first="priya")
    assert clock_strikes("2026-11-22 21:50") == Escalated(rung=1, failed=0)
    assert rung() == ["priya.nandakumar"]


def test_a_gap_ahead_is_told_to_the_manager_once_a_day() -> None:
    for moment in ("2026-11-18 20:00", "2026-11-18 20:01", "2026-11-18 23:59", "2026-11-19 00:01"):
        with at(london(moment)), working():
            gaps = tell_gaps_ahead(at=london(moment), by=CLOCKS)
        assert [(gap.place.value, gap.starts_at) for gap in gaps] == [("second", london("2026-11-21 19:00"))]
    assert told() == [("manager.on.call", NoticeKind.ROTA_GAP)] * 2


def test_no_gap_ahead_tells_nobody() -> None:
    with at(london("2026-11-16 10:00")), working():
        assert tell_gaps_ahead(at=london("2026-11-16 10:00"), by=CLOCKS) == []
    assert told() == []


# Who may not know


def test_a_contact_closed_to_the_team_rings_its_owner_and_the_strategic_lead_and_nobody_of_the_team() -> None:
    silent, sam = someone_tells("2026-11-18 10:00", danger=True, owner="sam"), actor("sam")
    with at_the_desk(sam):
        restrict(record=silent.record, owner=sam.principal, lock=Lock.SILENT, by=sam)
    clock_strikes("2026-11-18 10:00")
    clock_strikes("2026-11-18 10:29")
    assert rung() == ["sam.whitterick"]
    clock_strikes("2026-11-18 10:30")
    assert rung() == ["sam.whitterick", "helen.marchbanks"]


# One does not stop another


def test_one_that_cannot_climb_never_holds_back_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail with the `except` taken out of `escalate`: the second child's alarm never rang."""
    broken = someone_tells("2026-11-22 21:39", danger=True)
    someone_tells("2026-11-22 21:40", danger=True)
    ladder_of = escalation.ladder_of

    def breaks(obligation: Obligation, *, closed: bool) -> Any:
        if obligation.pk == broken.acknowledge.pk:
            raise RuntimeError
        return ladder_of(obligation, closed=closed)

    monkeypatch.setattr(escalation, "ladder_of", breaks)
    assert clock_strikes("2026-11-22 21:40") == Escalated(rung=1, failed=1)
    monkeypatch.undo()
    assert clock_strikes("2026-11-22 21:40") == Escalated(rung=1, failed=0)


def test_every_ring_is_an_event_and_the_row_still_agrees() -> None:
    waiting = someone_tells("2026-11-22 21:40", danger=True)
    for moment in ("2026-11-22 21:40", "2026-11-22 21:45", "2026-11-22 21:50"):
        clock_strikes(moment)
    with working():
        held = Obligation.objects.get(pk=waiting.acknowledge.pk)
        assert (held.step, held.climbs_at) == (3, london("2026-11-22 22:00"))
        assert queries.recompute(waiting.record.pk) == []


def test_the_policy_in_force_when_it_began_says_who_is_rung_when() -> None:
    """In 2025 the second was rung after ten minutes; a telling of New Year's Eve keeps that."""
    someone_tells("2025-12-31 23:55", danger=True)
    clock_strikes("2026-01-01 00:04")
    assert len(rung()) == 1
    clock_strikes("2026-01-01 00:05")
    assert len(rung()) == 2


def test_no_member_runs_the_clocks() -> None:
    helen = actor("helen")
    with at_the_desk(helen), pytest.raises(Refused):
        escalate(at=london("2026-11-18 10:00"), by=helen)
    with at_the_desk(helen), pytest.raises(Refused):
        tell_gaps_ahead(at=london("2026-11-18 10:00"), by=helen)


def test_nothing_that_is_known_of_a_contact_travels_in_a_mail(settings: LazySettings) -> None:
    """A canary stands wherever words can be written here; names, references and ids are canaries of their own.

    Seen to fail with the kind of the notice added to its subject.
    """
    waiting, sam = someone_tells("2026-11-18 10:00", danger=True), actor("sam")
    told_back = owes(waiting, Duty.TELL_BACK, OwedTo.TELLER, "2026-11-18 10:00")
    with at(london("2026-11-18 10:01")), at_the_desk(sam):
        commands.hand_over(obligation=told_back, to=actor("nia").principal, by=sam)
        commands.not_possible(obligation=told_back, reason="canary-reason", by=sam)
    for moment in ("2026-11-18 10:01", "2026-11-18 10:05", "2026-11-18 10:40"):
        clock_strikes(moment)
    with mail_server(settings) as postbox, at(london("2026-11-18 10:41")), working():
        assert send_due(by=CLOCKS).failed == 0
    assert len(postbox.taken) >= 5
    names = [name.split()[-1] for name in Member.objects.values_list("name", flat=True)]
    ids = [str(waiting.record.pk), waiting.record.reference, str(waiting.acknowledge.pk), str(sam.principal)]
    for _, mail, _ in postbox.taken:
        words = f"{mail['Subject']} {mail['From']} {mail.get_content()}"
        assert not [word for word in ("canary", "danger", "child", *names, *ids) if word.lower() in words.lower()]


def test_each_thing_owed_climbs_by_itself() -> None:
    late: Telling = someone_tells("2026-11-18 10:00")
    fulfils(late.acknowledge, by=actor("sam"), when="2026-11-18 11:00")
    fulfils(late.decide, by=actor("sam"), when="2026-11-18 11:00")
    first = owes(late, Duty.ACT, OwedTo.CONTACT, "2026-11-18 11:00", outcome="A")
    second = owes(late, Duty.ACT, OwedTo.CONTACT, "2026-11-18 11:00", outcome="B")
    assert second.due_at - first.due_at == dt.timedelta(hours=23)
    clock_strikes("2026-11-18 12:00")
    clock_strikes("2026-11-19 11:00")
    with working():
        steps = dict(Obligation.objects.filter(duty="act").values_list("outcome", "step"))
    assert steps == {"A": 2, "B": 1}
