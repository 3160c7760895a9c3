"""What hangs on the noticeboard is what the pack says: no more, and never less."""

import pytest

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.noticeboard import board
from halcyon.kernel.partnership.pinning import pin_pack
from halcyon.kernel.partnership.queries import pack
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def test_a_page_that_is_taken_out_of_the_pack_is_taken_from_the_public() -> None:
    """Seen to fail: it stood there for good, however often the pack was applied."""
    whole = pack()
    dropped, *kept = whole.all_pages
    with as_role("worker"):
        pin_pack(pack=whole, by=Actor.system("installing"))
        assert board.read(f"page/{dropped.lang}/{dropped.slug}") is not None
        fewer = whole.model_copy(update={"all_pages": tuple(kept)})
        pin_pack(pack=fewer, by=Actor.system("installing"))
        assert board.read(f"page/{dropped.lang}/{dropped.slug}") is None
        assert set(board.read_all("page/")) == {f"page/{page.lang}/{page.slug}" for page in kept}
