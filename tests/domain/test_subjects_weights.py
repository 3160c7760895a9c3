"""Nothing that was learned is used before a member with the right switches it on; a switch adds, and takes nothing away."""

from dataclasses import replace
from typing import Any

import pytest

from halcyon.domain.subjects import inforce, queries
from halcyon.domain.subjects.commands import compare_some_again, judge, keep_learned, switch_weights
from halcyon.domain.subjects.models import Learned, Match, Mention, Same, Switch, Work
from halcyon.domain.subjects.rules import Incomplete
from halcyon.faces.cli.main import main
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import Conflict, Refused
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.matching import Model
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import COMPARING, a_person, closes, does, found, names, the_worker_comes_by, told
from tests.faces.sitting import lines_written

pytestmark = pytest.mark.django_db
TRAINING = Actor.system("training")
HARKAWAY = {"given": "Desmond", "family": "Harkaway"}


def learned(**changed: Any) -> Learned:
    """A model like the one that came with this version, but for what is said."""
    model = replace(Model.load(), **changed)
    return keep_learned(
        model=model, figures={}, trained_on="a practice list", trained_for=people.member("alun").principal, by=TRAINING
    )


def bold() -> Learned:
    """A model that interrupts for everything that it proposes at all."""
    return learned(review=Model.load().floor)


def shy() -> Learned:
    """A model that never interrupts."""
    return learned(review=90.0)


def switches(to: Learned | None, *, who: str = "alun", reason: str = "It fared better on our own answers.") -> Switch:
    last = Switch.objects.order_by("-at").first()
    switch: Switch = does(who, switch_weights, learned=to, follows=last.pk if last else None, reason=reason)
    return switch


def two_records() -> tuple[Any, Any]:
    """Two records that may name one person, below the review line of what came with this version."""
    older, newer = told(), told()
    names("ruth", older, a_person(**HARKAWAY))
    names("sam", newer, a_person(**HARKAWAY, born="1990"))
    return older, newer


def test_what_was_learned_changes_nothing_until_it_is_switched_on_and_counts_from_the_next_save():
    """Seen to fail: with what was learned last in force by itself."""
    bold_one = bold()
    _, newer = two_records()
    assert found("sam", newer).above == ()
    switches(bold_one)
    third = told()
    names("sam", third, a_person(**HARKAWAY))
    assert found("sam", third).above
    assert {match.model for match in Match.objects.filter(above=True)} == {inforce.name_of(bold_one.pk)}


@pytest.mark.parametrize("who", ["sam", "owen", "kate", "chair"])
def test_only_who_holds_the_right_switches_and_everyone_else_is_refused(who: str):
    """Seen to fail: with the switch open to whoever uses the desk."""
    with pytest.raises(Refused):
        switches(bold(), who=who)
    assert not Switch.objects.exists()


def test_a_switch_needs_a_reason_and_is_journalled_and_law_1_holds(commit_would_hold):
    """Seen to fail: with the question for a reason left out."""
    one = bold()
    with pytest.raises(Incomplete):
        switches(one, reason="  ")
    with lines_written() as lines:
        switches(one)
    assert ("change", "subjects.switched-weights", people.member("alun").principal) in lines
    commit_would_hold()


def test_of_two_who_switch_at_once_the_second_is_told():
    """Seen to fail: without asking which switch the second one had before them."""
    first, second = bold(), shy()
    does("alun", switch_weights, learned=first, follows=None, reason="Mine.")
    with pytest.raises(Conflict):
        does("alun", switch_weights, learned=second, follows=None, reason="Mine too.")
    with pytest.raises(Incomplete, match="in force already"):
        switches(first)


def test_after_a_switch_what_was_named_before_is_compared_again_and_lifted(commit_would_hold):
    """Seen to fail: with the pairs that were known already left alone."""
    older, newer = two_records()
    the_worker_comes_by()
    switches(bold())
    assert found("sam", newer).above == ()
    assert the_worker_compares_again() >= 2
    assert found("sam", newer).above[0].other.reference == older.reference
    assert Switch.objects.get().finished_at is not None
    assert compare_some_again(by=COMPARING) == 0
    commit_would_hold()


def test_a_switch_takes_nothing_away_neither_proposals_nor_answers():
    """Seen to fail: with known pairs rewritten whatever the new weight."""
    older, newer = two_records()
    switches(bold())
    the_worker_compares_again()
    (proposal,) = found("sam", newer).above
    switches(shy())
    the_worker_compares_again()
    assert found("sam", newer).above[0].id == proposal.id
    assert found("sam", newer).above[0].parts == proposal.parts
    match = Match.objects.get(pk=proposal.id)
    does("sam", judge, a=match.a, b=match.b, answer=Same.SAME, reason="The same file.")
    switches(None)
    the_worker_compares_again()
    assert found("sam", newer).answered[0].id == proposal.id
    assert found("ruth", older).answered[0].id == proposal.id


def test_what_cannot_be_compared_again_is_marked_and_the_rest_goes_on(monkeypatch):
    """Seen to fail: with what failed left unmarked."""
    two_records()
    the_worker_comes_by()
    switches(bold())
    with monkeypatch.context() as broken:
        broken.setattr("halcyon.domain.subjects.matcher.propose", lambda *_: 1 / 0)
        the_worker_compares_again()
    assert set(Work.objects.values_list("state", flat=True)) == {"failed"}
    the_worker_comes_by()
    assert Match.objects.filter(above=True).exists()


def test_weights_that_this_version_cannot_read_are_not_switched_on_nor_used():
    """Seen to fail: with weights switched on unread."""
    one = bold()
    other = Learned(model=one.model | {"format": 99}, trained_on="a later version", trained_for=1)
    other.save(force_insert=True)
    with pytest.raises(Incomplete, match="cannot read"):
        switches(other)
    assert inforce.of_learned(other.pk).model == Model.load()
    assert "99" in inforce.of_learned(other.pk).unread


def the_worker_compares_again() -> int:
    done = 0
    while compared := compare_some_again(by=COMPARING):
        done += compared
        assert done < 400, "the worker goes round in circles"
    return done


# Learning from what the team knows


def test_the_team_s_answers_are_learned_from_kept_with_their_figures_and_nothing_uses_them(capsys):
    """Seen to fail: with *not the same* teaching nothing."""
    for number in range(6):
        a, b = told(), told()
        one = names("ruth", a, a_person(f"Given{number}", f"Family{number}", born=f"199{number}-03-04"))
        other = names("sam", b, a_person(f"Given{number}", f"Family{number}", born=f"199{number}-03-04"))
        does("sam", judge, a=one, b=other, answer=Same.SAME, reason="The same child.")
    does(
        "sam",
        judge,
        a=one,
        b=Mention.objects.exclude(pk__in=[one.pk, other.pk]).first(),
        answer=Same.NOT_SAME,
        reason="No.",
    )
    assert main(["matching", "train", "--keep", "alun.prydderch@council.brackenshire.example"]) == 0
    kept = Learned.objects.get()
    assert kept.figures["judged"]["pairs"] == 7
    assert kept.figures["judged"]["same"] == 6
    assert kept.trained_for == people.member("alun").principal
    assert "7 judgements" in kept.trained_on
    assert "12 people" in kept.trained_on
    assert Model.from_json(kept.model) != Model.load()
    assert inforce.weights().name == inforce.SHIPPED
    assert "Nothing uses it" in capsys.readouterr().err


def test_what_is_closed_teaches_nothing_and_shows_in_no_figure():
    """Seen to fail: with locked records read."""
    pairs = [(told(), told()) for _ in range(3)]
    for (a, b), answer in zip(pairs, (Same.SAME, Same.SAME, Same.NOT_SAME), strict=True):
        one, other = names("ruth", a, a_person()), names("sam", b, a_person())
        does("sam", judge, a=one, b=other, answer=answer, reason="We asked.")
    closes(pairs[0][0], Lock.SILENT)
    assert (
        main(["matching", "train", "--only-judgements", "--keep", "alun.prydderch@council.brackenshire.example"]) == 0
    )
    kept = Learned.objects.get()
    assert kept.figures["judged"]["pairs"] == 2
    assert "5 people" in kept.trained_on


def test_only_for_a_member_who_may_switch_are_weights_kept(capsys):
    """Seen to fail: with weights kept for anybody."""
    for email in ("nobody@nowhere.example", "sam.whitterick@council.brackenshire.example"):
        assert main(["matching", "train", "--keep", email]) == 1
    assert "may switch weights on" in capsys.readouterr().err
    assert not Learned.objects.exists()


def test_the_page_s_reading_is_journalled_and_knows_what_is_in_force():
    """Seen to fail: with no line of who read it."""
    one = bold()
    switches(one)
    with lines_written() as lines, as_role("desk"), acting(people.member("alun")):
        shown = queries.weights(by=people.member("alun"))
    assert shown.held == one.pk
    assert shown.comparing
    assert ("list", "subjects.listed-weights", people.member("alun").principal) in lines
    assert Mention.objects.count() == 0
