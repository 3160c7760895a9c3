"""The pack brings its pages and never writes over the desk's; what hangs is what was approved: no more, and never less."""

import uuid

import pytest

from halcyon.domain.publishing import commands, queries
from halcyon.domain.publishing.bringing import bring
from halcyon.domain.publishing.hanging import hang
from halcyon.domain.publishing.models import THE_PACK, Piece, Revision
from halcyon.domain.publishing.rules import State
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.noticeboard import board
from halcyon.kernel.partnership.contents import Pack
from halcyon.kernel.partnership.queries import pack
from tests.domain.publishing_world import approved, at_the_door, does, hangs, text, writes

pytestmark = pytest.mark.django_db
BY = Actor.system("installing")


@pytest.fixture(autouse=True)
def _the_pack_was_brought(db: None, _as_the_worker: None) -> None:
    brings(pack())


def brings(found: Pack) -> None:
    bring(pack=found, by=BY)
    hang(by=BY)


def with_title(title: str, slug: str = "promise") -> Pack:
    whole = pack()
    pages = (page.model_copy(update={"title": title}) if page.slug == slug else page for page in whole.all_pages)
    return whole.model_copy(update={"all_pages": tuple(pages)})


def hung() -> set[str]:
    return set(board.read_all("page/"))


def test_what_hangs_is_what_the_pack_says_and_bringing_it_again_changes_nothing(commit_would_hold):
    whole = pack()
    before = Revision.objects.count()
    brings(whole)
    assert hung() == {f"page/{page.lang}/{page.slug}" for page in whole.all_pages}
    assert Revision.objects.count() == before == len(whole.all_pages)
    assert set(Revision.objects.values_list("written_by", flat=True)) == {THE_PACK}
    promise = board.read("page/en/promise") or {}
    assert (
        "listen to you" in str(promise["html"]) and promise["reviewed"] == whole.pages()["promise"].reviewed.isoformat()
    )
    commit_would_hold()


def test_a_page_that_is_taken_out_of_the_pack_is_taken_from_the_public_and_comes_back_with_it():
    """Seen to fail, before pages had revisions: it stood there for good, however often the pack was applied."""
    whole = pack()
    dropped, *kept = whole.all_pages
    brings(whole.model_copy(update={"all_pages": tuple(kept)}))
    assert hung() == {f"page/{page.lang}/{page.slug}" for page in kept}
    brings(whole)
    assert f"page/{dropped.lang}/{dropped.slug}" in hung()


def test_a_changed_page_of_the_pack_hangs_at_once_while_nobody_at_the_desk_has_touched_it():
    brings(with_title("Our promise, again"))
    assert at_the_door("promise") == "Our promise, again"


def test_what_the_desk_wrote_stays_and_the_pack_s_new_words_wait_for_a_person():
    """Guards against: the next update of the pack put its own words over the officers'."""
    promise = Piece.objects.get(slug="promise")
    ours = approved(writes(promise, text(title="Our promise, in our words")))
    hangs()
    brings(with_title("The pack's new words"))
    assert at_the_door("promise") == "Our promise, in our words"
    found: queries.Opened = does("bea", queries.opened, key=promise.pk, language="en")
    assert (found.last.revision.written_by, found.last.state) == (THE_PACK, State.SUBMITTED)
    assert found.base.pk == ours.pk, "whoever writes on begins with what the desk wrote"
    assert ours.facts == found.last.revision.facts, "where the pack places the page goes along"
    does("bea", commands.approve, revision=found.last.revision)
    hangs()
    assert at_the_door("promise") == "The pack's new words"


def test_a_page_taken_down_by_hand_stays_down_when_the_pack_changes_it():
    """Guards against: an update of the pack hung again what somebody had withdrawn."""
    promise = Piece.objects.get(slug="promise")
    does("bea", commands.withdraw, piece=promise, why="It is not true today.")
    hangs()
    assert at_the_door("promise") is None
    brings(with_title("The pack's new words"))
    assert at_the_door("promise") is None


def test_a_page_that_the_desk_made_its_own_stays_when_the_pack_drops_it():
    promise = Piece.objects.get(slug="promise")
    approved(writes(promise, text(title="Ours")))
    whole = pack()
    brings(whole.model_copy(update={"all_pages": tuple(page for page in whole.all_pages if page.slug != "promise")}))
    assert at_the_door("promise") == "Ours"


def test_a_pack_s_draft_is_restored_like_any_other():
    promise = Piece.objects.get(slug="promise")
    first = Revision.objects.get(piece=promise, language="en")
    writes(promise, text(title="Ours"))
    again: Revision = does("bea", commands.restore, revision=first, key=uuid.uuid4())
    assert again.body == first.body and again.facts == first.facts
