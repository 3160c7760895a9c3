"""What is made from intelligence is handled at least as strictly as the strictest of what went in (domain.md 8.2 I3)."""

from hypothesis import given
from hypothesis import strategies as st

from halcyon.domain.intelligence.rules import Code, Handling, derived

CONDITIONS = st.lists(
    st.sampled_from(["Not to the family", "Ask Jo first", "Not by e-mail"]), min_size=1, max_size=3, unique=True
)
STRICT = st.builds(
    lambda words, named: Handling(Code.C, tuple(words), frozenset(named)), CONDITIONS, st.sets(st.integers(1, 6))
)
HANDLINGS = st.one_of(st.just(Handling(Code.P)), STRICT)


@given(st.lists(HANDLINGS, max_size=8))
def test_derived_handling_is_at_least_as_strict_as_every_input(inputs: list[Handling]) -> None:
    """Seen to fail: with the union of the named in place of what every input names."""
    made = derived(inputs)
    for one in inputs:
        assert made.at_least(one)
    assert set(made.conditions) == {words for one in inputs for words in one.conditions}
    assert (made.code is Code.C) == any(one.code is Code.C for one in inputs)


@given(st.lists(HANDLINGS, max_size=8), st.integers(1, 6))
def test_nobody_gets_what_is_derived_who_could_not_have_every_input(inputs: list[Handling], who: int) -> None:
    """Seen to fail: with a condition that names nobody letting everybody have it."""
    assert derived(inputs).lets([who]) == all(one.lets([who]) for one in inputs)


@given(st.lists(HANDLINGS, max_size=6), st.lists(HANDLINGS, max_size=6))
def test_deriving_in_steps_is_deriving_at_once(first: list[Handling], second: list[Handling]) -> None:
    """Seen to fail: with the union of the named where more than two went in."""
    in_steps, at_once = derived([derived(first), derived(second)]), derived([*first, *second])
    assert in_steps.at_least(at_once)
    assert at_once.at_least(in_steps)
