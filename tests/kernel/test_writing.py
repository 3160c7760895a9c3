"""The Markdown of public pages: our blocks become what they stand for, and markup in a text is shown, never used."""

import re

import pytest

from halcyon.kernel.look import writing
from halcyon.kernel.look.writing import UnknownBlock
from halcyon.kernel.partnership.pack import load


def test_blocks_hold_blocks_and_ordinary_text() -> None:
    found = writing.html(':::: fold A *teacher*\n::: say\n"Can we talk?"\n:::\n\nThey listen.\n::::\n\nAfter.')
    assert found.startswith('<details class="govuk-details look-fold" name="fold"><summary')
    assert "A <em>teacher</em></span></summary>" in found
    assert re.search(r'<div class="look-say">\s*<p>&quot;Can we talk\?&quot;</p>\s*</div>\s*<p>They listen', found)
    assert found.endswith("</div></details>\n<p>After.</p>\n")


def test_the_state_of_a_recommendation_is_said_in_words_and_not_by_colour_alone() -> None:
    found = writing.html("::: missed Ask every child\nDue in March.\n:::")
    assert "look-state--missed" in found
    assert re.search(r"<h3[^>]*><span[^>]*>Missed</span> Ask every child</h3>", found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("::: box\nx\n:::", "'::: box' is no block"),
        ("::: say\nx", "has no end"),
        ("::: fold\nx\n:::", "needs a title"),
        ("::: say hello\nx\n:::", "takes no title"),
        (":::: fold A\n::: say\nx\n::::", "has no end"),
    ],
)
def test_a_slip_in_a_block_is_one_sentence_and_not_a_broken_page(text: str, says: str) -> None:
    with pytest.raises(UnknownBlock, match=re.escape(says)):
        writing.html(text)


@pytest.mark.parametrize(
    "text", ["<script>x</script>", '::: fold <img src=x onerror="y">\nx\n:::', "[x](javascript:alert(1))", "<b>x</b>"]
)
def test_markup_in_a_text_is_shown_and_never_used(text: str) -> None:
    """Seen to fail with html switched on."""
    assert not re.search(r"<(script|img|b)\b|href=.javascript", writing.html(text))


@pytest.mark.parametrize("name", ["demo", "oxfordshire"])
def test_every_page_of_the_packs_can_be_drawn_and_leaves_no_mark_of_ours_behind(name: str) -> None:
    for page in load(name).all_pages:
        assert ":::" not in writing.html(page.body), page.slug
