"""What the public reads: two people, a day to begin and a day to end, down in one step, and nothing hangs that may not."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from halcyon.domain.publishing import commands, queries, telling
from halcyon.domain.publishing.faults import NeedsSecondPerson, NotNow, NotReady, Taken, WordsMissing
from halcyon.domain.publishing.models import Act, Audience, Kind, Revision, Step
from halcyon.domain.publishing.rules import State
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import Conflict, Refused
from halcyon.kernel.noticeboard import board
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.notices.wording import wording
from halcyon.kernel.partnership.models import Member
from tests import people
from tests.conftest import as_role
from tests.domain.publishing_world import approved, at_the_door, begun, does, hangs, text, writes

pytestmark = pytest.mark.django_db


def state_of(revision: Revision) -> State:
    found: queries.Opened = does("bea", queries.opened, key=revision.piece_id, language=revision.language)
    return next(one.state for one in found.written if one.revision.pk == revision.pk)


def test_a_text_hangs_after_a_second_person_approved_it_and_never_before(commit_would_hold):
    written = begun()
    hangs()
    assert at_the_door() is None
    does("bea", commands.submit, revision=written)
    hangs()
    assert at_the_door() is None
    does("helen", commands.approve, revision=written)
    assert at_the_door() is None, "the desk hangs nothing itself"
    assert hangs() == 1
    assert at_the_door() == "Awareness day"
    assert hangs() == 0
    commit_would_hold()


def test_nobody_approves_what_they_wrote_not_even_in_the_database():
    """Seen to fail: without the look at who wrote it."""
    written = begun()
    does("bea", commands.submit, revision=written)
    with pytest.raises(NeedsSecondPerson):
        does("bea", commands.approve, revision=written)
    bea = people.member("bea").principal
    forged = [uuid.uuid4(), written.pk, Act.APPROVED, bea, bea]
    forgery = "insert into publishing_step (id, revision_id, act, written_by, by, at, words) values (%s, %s, %s, %s, %s, now(), '')"
    refused = pytest.raises(IntegrityError, match="approved_by_a_second_person")
    with as_role("owner"), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(forgery, forged)


@pytest.mark.parametrize("who", ["sam", "chair", "grace", "leo", "owen"])
def test_only_who_holds_the_right_writes_reads_drafts_or_approves(who: str):
    written = begun()
    does("bea", commands.submit, revision=written)
    for act, said in (
        (commands.approve, {"revision": written}),
        (commands.withdraw, {"piece": written.piece, "why": "No."}),
        (queries.pieces, {}),
    ):
        with pytest.raises(Refused):
            does(who, act, **said)


def test_a_revision_is_never_changed_and_an_old_one_is_restored_as_a_new_one():
    """Seen to fail: restoring gave back what was written last."""
    first = begun()
    second = writes(first.piece, text("Come at six. We will be there."))
    third: Revision = does("helen", commands.restore, revision=first, key=uuid.uuid4())
    assert (third.number, third.body, third.restores_id, third.written_by) == (
        3,
        first.body,
        first.pk,
        people.member("helen").principal,
    )
    with as_role("owner"), pytest.raises(Exception, match="append"), transaction.atomic():
        Revision.objects.filter(pk=second.pk).update(body="Other words.")


def test_two_who_write_at_once_are_told_and_one_press_twice_is_one_text():
    first, key = begun(), uuid.uuid4()
    said = {"piece": first.piece, "language": "en", "follows": first.pk}
    one = does("bea", commands.write, key=key, text=text("One."), **said)
    assert does("bea", commands.write, key=key, text=text("One."), **said) == one
    with pytest.raises(Conflict):
        does("helen", commands.write, key=uuid.uuid4(), text=text("Two."), **said)
    assert Revision.objects.filter(piece=first.piece).count() == 2


def test_it_begins_and_ends_at_its_times_and_the_old_text_stays_until_then():
    """Seen to fail: with an end that nobody looked at, and with a text that hung before its time."""
    written = approved(begun())
    hangs()
    start = clocks.now() + dt.timedelta(days=2)
    later = writes(written.piece, text(title="Today is awareness day"))
    approved(later, starts_at=start, ends_at=start + dt.timedelta(days=1))
    hangs()
    assert at_the_door() == "Awareness day"
    assert state_of(later) is State.SCHEDULED
    with clocks.at(start + dt.timedelta(minutes=1)):
        hangs()
        assert at_the_door() == "Today is awareness day"
        assert state_of(written) is State.REPLACED
    with clocks.at(start + dt.timedelta(days=1, minutes=1)):
        hangs()
        assert at_the_door() is None, "what was replaced does not come back by itself"
        assert state_of(later) is State.EXPIRED
    again = writes(written.piece, text(title="Again"))
    with pytest.raises(ValueError, match="end before it begins"):
        approved(again, starts_at=start, ends_at=start)


def test_one_step_takes_it_down_in_every_language_with_what_was_yet_to_begin():
    """Seen to fail: an approval outlived the withdrawal."""
    english = approved(begun())
    polish = writes(english.piece, text("Mozesz nam powiedziec.", title="Dzien"), language="pl")
    does("bea", commands.confirm, revision=polish, reviewer="Marta Nowak, interpreter")
    approved(polish)
    approved(writes(english.piece, text(title="Next year")), starts_at=clocks.now() + dt.timedelta(days=300))
    hangs()
    assert at_the_door(language="pl") == "Dzien"
    with pytest.raises(WordsMissing):
        does("bea", commands.withdraw, piece=english.piece, why=" ")
    assert does("bea", commands.withdraw, piece=english.piece, why="The teller asked for it.") == 2
    hangs()
    assert at_the_door() is at_the_door(language="pl") is None
    with clocks.at(clocks.now() + dt.timedelta(days=301)):
        hangs()
        assert at_the_door() is None
    with pytest.raises(NotNow):
        does("bea", commands.withdraw, piece=english.piece, why="Once more.")


def test_after_a_withdrawal_only_a_new_approval_hangs_again():
    written = approved(begun())
    does("bea", commands.withdraw, piece=written.piece, why="A slip.")
    assert state_of(written) is State.WITHDRAWN
    again: Revision = does("bea", commands.restore, revision=written, key=uuid.uuid4())
    approved(again)
    hangs()
    assert at_the_door() == "Awareness day"


def test_what_was_sent_back_is_approved_only_as_a_new_text():
    written = begun()
    does("bea", commands.submit, revision=written)
    with pytest.raises(WordsMissing):
        does("helen", commands.decline, revision=written, why="")
    does("helen", commands.decline, revision=written, why="Say at what time.")
    assert state_of(written) is State.DECLINED
    for act in (commands.approve, commands.submit):
        with pytest.raises(NotNow):
            does("helen", act, revision=written)


def test_a_review_that_is_overdue_is_said_and_a_text_with_a_past_day_is_not_approved():
    """Seen to fail: nothing was ever overdue."""
    approved(begun(written=text(next_review=clocks.today() + dt.timedelta(days=10))))
    with clocks.at(clocks.now() + dt.timedelta(days=10)):
        (one,) = [each for each in does("bea", queries.pieces) if each.piece.slug == "open-evening"]
        assert one.versions[0].overdue
    late = begun("late", text(next_review=clocks.today()))
    with pytest.raises(NotReady, match="is past: choose a day to come"):
        does("bea", commands.submit, revision=late)


def test_a_translation_says_when_the_english_has_moved_on():
    english = approved(begun())
    polish = writes(english.piece, text("Powiedz nam."), language="pl")
    assert polish.translates_id == english.pk

    def moved() -> bool:
        found: queries.Opened = does("bea", queries.opened, key=english.piece_id, language="pl")
        return found.version.moved_on

    assert not moved()
    newer = writes(english.piece, text(title="Another title"))
    assert not moved(), "a draft of the English moves nothing"
    approved(newer)
    assert moved()
    writes(english.piece, text("Powiedz nam teraz."), language="pl")
    assert not moved()


def test_a_draft_translation_hangs_in_practice_alone_and_says_that_it_is_one(monkeypatch):
    polish = writes(approved(begun()).piece, text("Powiedz nam."), language="pl")
    approved(polish)
    hangs()
    with as_role("door"):
        assert (board.read("page/pl/open-evening") or {})["draft"] is True
    real = commands.reading.pack().model_copy(update={"demo": False})
    monkeypatch.setattr("halcyon.domain.publishing.reading.pack", lambda: real)
    hangs()
    assert at_the_door(language="pl") is None, "production never shows a draft, whoever approved it"
    does("bea", commands.confirm, revision=polish, reviewer="Marta Nowak, interpreter")
    hangs()
    assert at_the_door(language="pl") == "Awareness day"
    monkeypatch.setattr(commands, "is_demo", lambda: False)
    newer = writes(polish.piece, text("Powiedz nam dzisiaj."), language="pl")
    does("bea", commands.submit, revision=newer)
    with pytest.raises(NotNow, match="needs a native reviewer"):
        does("helen", commands.approve, revision=newer)


@pytest.mark.parametrize("slug", ["Awareness Day", "a--b", "-a", "tell", "leaving", "pictures", "promise"])
def test_an_address_that_means_something_else_is_refused_in_a_sentence(slug: str):
    with pytest.raises((Taken, ValueError)):
        begun(slug)
    assert not Step.objects.filter(revision__piece__slug=slug, written_by=people.member("bea").principal).exists()


def test_a_story_needs_its_teller_s_agreement():
    told = begun("one-story", kind=Kind.STORY)
    with pytest.raises(NotReady, match="agreement"):
        does("bea", commands.submit, revision=told)
    approved(writes(told.piece, text("::: note\nBefore you read.\n:::\n\nI was 13.", agreement="Invented")))


def waiting_for(kind: NoticeKind) -> list[str]:
    """To whom notices of a kind are queued, by key."""
    told = Notice.objects.filter(kind=kind).values_list("recipient", flat=True)
    return sorted(Member.objects.filter(principal__in=told).values_list("key", flat=True))


def test_a_second_person_is_told_that_something_waits_and_never_what(commit_would_hold):
    """Seen to fail: submitting told nobody."""
    written = begun(written=text(title="Awareness day at Three Becks"))
    assert waiting_for(NoticeKind.SECOND) == []
    does("bea", commands.submit, revision=written)
    assert waiting_for(NoticeKind.SECOND) == ["helen"]
    said = wording(NoticeKind.SECOND, "https://desk.example/")
    assert "Becks" not in said.subject + said.body and "publish" not in (said.subject + said.body).lower()
    does("helen", commands.decline, revision=written, why="Say at what time.")
    assert waiting_for(NoticeKind.ANSWERED) == ["bea"]
    commit_would_hold()


def test_reviews_that_are_overdue_nag_once_a_week_until_somebody_has_read_the_page_again(commit_would_hold):
    """Seen to fail: a mail at every round."""
    by, day = Actor.system("pinning"), dt.timedelta(days=1)
    with clocks.at(clocks.now() - dt.timedelta(days=4000)):  # before any page of the pack is to be read again
        begins = clocks.now()
        written = approved(begun(written=text(next_review=clocks.today() + dt.timedelta(days=10))))
        assert not telling.nag(by=by)
    for later, nags in ((10, True), (11, False), (16, False), (18, True)):
        with clocks.at(begins + later * day):
            assert telling.nag(by=by) is nags, later
    assert waiting_for(NoticeKind.STALE) == ["bea", "helen"]
    with clocks.at(begins + 26 * day):
        approved(writes(written.piece, text(next_review=clocks.today() + dt.timedelta(days=300))))
        assert not telling.nag(by=by)
    commit_would_hold()


def test_only_a_leader_says_why_some_were_late_and_a_second_person_reads_it():
    """Seen to fail: whoever publishes could say it."""
    said = text("We had too few people at night. There are more now.", title="Why some were late")
    with pytest.raises(Refused):
        begun("why-late", said, Kind.QUESTION)
    why: Revision = does(
        "helen",
        commands.begin,
        key=uuid.uuid4(),
        kind=Kind.QUESTION,
        slug="why-late",
        audience=Audience.EVERYONE,
        text=said,
    )
    does("helen", commands.submit, revision=why)
    with pytest.raises(NeedsSecondPerson):
        does("helen", commands.approve, revision=why)
    does("bea", commands.approve, revision=why)
    hangs()
    with as_role("door"):
        page = board.read("page/en/why-late")
    assert page and page["shelf"] == "" and not page["found"], "it stands below the figures and has no address"
