"""Who leaves leaves nothing with nobody: what they held goes to whom a person names, and of who is gone a manager names one."""

import argparse
from typing import Any

import pytest

from halcyon.domain.promise.escalation import escalate
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.sharing import commands, queries
from halcyon.domain.sharing.leaving import CannotHold, StillTheirs, leave, name_owner
from halcyon.domain.sharing.models import Ask
from halcyon.domain.subjects import queries as subjects
from halcyon.faces.cli import members
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.refusals import NotVisible, Refused
from halcyon.kernel.access.requires import whom_to_ask
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.partnership.commands import leave as ends_membership
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import on_duty
from tests import people
from tests.domain.informing import item_of, sends
from tests.domain.promised import london
from tests.domain.subjected import a_phone, does, names, told
from tests.domain.test_intelligence_apart import apart
from tests.domain.test_sharing import answers, asks, closed, looked, opens
from tests.domain.test_subjects_concern import opened
from tests.domain.test_subjects_watching import watches

pytestmark = pytest.mark.django_db
ADMINISTERING, CLOCKS = Actor.system("administering"), Actor.system("notifying")


def leaves(key: str, *takers: str) -> None:
    addresses = [Member.objects.get(key=one).email for one in takers]
    leave(email=Member.objects.get(key=key).email, takers=addresses, by=ADMINISTERING)


def switched_off(key: str) -> int:
    """Their membership ended, and nobody took anything over."""
    member = Member.objects.get(key=key)
    ends_membership(email=member.email, by=ADMINISTERING)
    return member.principal_id


def names_owner(by: str, left: int, to: str) -> Any:
    return does(by, name_owner, left=left, to=people.member(to).principal)


def held_by(key: str) -> set[str]:
    """The kinds of records that somebody holds."""
    return set(Record.objects.filter(owner=people.member(key).principal).values_list("kind", flat=True))


def test_nobody_leaves_while_something_would_be_with_nobody_and_what_it_is_is_counted(commit_would_hold: Any) -> None:
    """Guards against a closed contact and an ask whose owner is gone, and that nobody can open or answer.

    Seen to fail: with whoever leaves leaving it all behind.
    """
    reference = closed(Lock.ASK)
    asks(reference)
    with pytest.raises(StillTheirs) as still:
        leaves("helen")
    assert "Helen Marchbanks still holds 1 record and 1 ask that waits for an answer" in str(still.value)
    with pytest.raises(StillTheirs):
        leaves("helen", "owen")
    assert Member.objects.get(key="helen").active, "nothing was changed"
    leaves("helen", "owen", "alun")
    assert not Member.objects.get(key="helen").active
    commit_would_hold()
    answers(Ask.objects.get(), "alun", shared=True)
    assert opens(reference, "alun") and opens(reference, "nia")


def test_everything_that_somebody_held_goes_to_the_first_whose_role_may_hold_it() -> None:
    """A silent contact with a look, an item, a watch, a place of concern.

    Guards against what only its owner knows. Seen to fail: with what was owed left with them.
    """
    look = looked(closed(Lock.SILENT))
    watch = watches("jo", names("jo", told(), a_phone()))
    concern, item = opened(), item_of(sends("owen"))
    leaves("helen", "imran")
    does("imran", commands.answer_look, look=look, shared=False, reason="It is about her own agency.")
    leaves("jo", "ruth", "yusuf")
    assert held_by("jo") == set()
    assert {RecordKind.WATCH, RecordKind.SUBJECT, RecordKind.INTELLIGENCE_ITEM} <= held_by("ruth")
    assert not Obligation.objects.filter(owner=people.member("jo").principal, end="").exists()
    assert [one.watch.pk for one in does("ruth", subjects.watches)] == [watch.pk]
    assert {concern.pk, item.pk} <= set(
        Obligation.objects.filter(owner=people.member("ruth").principal, end="").values_list("record", flat=True)
    )
    told_of_it = Notice.objects.filter(kind=NoticeKind.HANDED_OVER, recipient=people.member("ruth").principal)
    assert told_of_it.exists()


def test_a_report_about_somebody_is_never_handed_to_them() -> None:
    """Guards against a leaver's silent report that goes to the one whom it is about.

    Seen to fail: without asking whom it is about.
    """
    report = sends("owen")
    apart(report, concerns="alun")
    with pytest.raises(StillTheirs):
        leaves("helen", "alun")
    leaves("helen", "alun", "imran")
    assert Record.objects.get(pk=report.pk).owner == people.member("imran").principal


def test_an_ask_of_whoever_is_gone_climbs_to_the_manager_who_names_an_owner_and_reads_nothing() -> None:
    """Guards against an ask that nobody can answer, and against a manager who reads what is closed by naming themselves.

    Seen to fail: with a manager named by themselves.
    """
    with clocks.at(london("2026-11-18 10:00")):
        reference = closed(Lock.ASK)
        early = asks(reference, "kate")
        helen = switched_off("helen")
        sentence, _ = does("nia", lambda *, by: whom_to_ask(NotVisible(reference), by=by))
        assert "Helen Marchbanks, Children's social care, held it and has left." in sentence
        asks(reference)
        alun = people.member("alun")
        assert Notice.objects.filter(kind=NoticeKind.ASKED, recipient=alun.principal).count() == 1
    with clocks.at(london("2026-11-20 10:00")):
        escalate(at=clocks.now(), by=CLOCKS)
        manager = on_duty(clocks.now()).manager
    owed = Obligation.objects.get(record=early.record)
    rung = ObligationEvent.objects.filter(obligation=owed, kind="escalated").values_list("facts", flat=True)
    assert manager and ("manager", True) in {(one["place"], one["rung"]) for one in rung}, "it climbs to the manager"
    (left,) = does("alun", queries.left_behind)
    assert (left.member, left.waiting) == (helen, 2)
    with pytest.raises(CannotHold):
        names_owner("alun", helen, "alun")
    with pytest.raises(CannotHold):
        names_owner("alun", helen, "owen")
    with pytest.raises(Refused):
        names_owner("sam", helen, "nia")
    assert not names_owner("alun", helen, "ruth")
    assert not opens(reference, "alun")
    assert does("alun", queries.left_behind) == ()
    answers(Ask.objects.get(pk=early.pk), "ruth", shared=True)
    assert opens(reference, "kate")


def test_who_looked_at_what_is_silent_and_nobodys_is_told_to_no_manager() -> None:
    """Guards against a manager who learns by a mail that something silent was looked for: it climbs to the lead alone.

    Seen to fail: with managers told of looks as of asks.
    """
    reference = closed(Lock.SILENT)
    helen = switched_off("helen")
    look = looked(reference)
    told_of_it = set(Notice.objects.filter(kind=NoticeKind.LOOKED).values_list("recipient", flat=True))
    assert not told_of_it & {people.member(key).principal for key in ("alun", "imran", "helen")}
    assert not names_owner("alun", helen, "imran")
    does("imran", commands.answer_look, look=look, shared=False, reason="It is about her own agency.")


def test_the_command_line_says_with_which_words_it_is_handed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Guards against a refusal that leaves an administrator without a way."""
    monkeypatch.setattr(members, "_begin", lambda: None)
    closed(Lock.ASK)
    parser = argparse.ArgumentParser()
    members.add_arguments(parser)
    words = ["leave", "--email", Member.objects.get(key="helen").email]
    args = parser.parse_args(words)
    with pytest.raises(ValueError, match="still holds 1 record: .* --hand-over-to and one address"):
        args.run(args)
    args = parser.parse_args([*words, "--hand-over-to", Member.objects.get(key="imran").email])
    assert args.run(args) == 0
    assert "has no access any more" in capsys.readouterr().out and held_by("imran") == {RecordKind.CONTACT}
