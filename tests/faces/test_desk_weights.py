"""The desk's pages of weights: what is in force, what would change in words and numbers, switching on and back."""

from dataclasses import replace

import pytest

from halcyon.domain.subjects.commands import keep_learned
from halcyon.domain.subjects.models import Learned, Switch
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.matching import Model
from tests import people
from tests.faces.drawn import drawing
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk", "drawing"]
pytestmark = pytest.mark.django_db
FARES = {"same_above": 40, "same_below": 2, "not_same_above": 1, "not_same_below": 9, "surprise": 0.211}
FIGURES = {
    "now": "as shipped",
    "judged": {"pairs": 52, "same": 42, "now": FARES | {"same_below": 7, "same_above": 35}, "then": FARES},
    "proposed": {"pairs": 90, "above_now": 50, "above_then": 55, "rise": 6, "below_then": 1},
}


def learned() -> Learned:
    model = Model.load()
    first = (model.weights[0][0], 7.25, *model.weights[0][2:])
    return keep_learned(
        model=replace(model, weights=(first, *model.weights[1:])), figures=FIGURES,
        trained_on="1,200 people named in open records; 52 judgements, 42 of them same",
        trained_for=people.member("alun").principal, by=Actor.system("training"),
    )  # fmt: skip


def test_a_manager_reads_what_would_change_switches_with_a_reason_and_back(
    desk: Seats, drawing: dict[str, bytes]
) -> None:
    alun = desk("alun")
    drawing["weights-none"] = alun.get("/subjects/weights/").content
    one = learned()
    front = read(alun.get("/subjects/weights/"))
    assert "Nobody has switched" in front
    assert "1,200 people named in open records" in front
    address = f"/subjects/weights/{one.pk}/"
    words = read(alun.get(address))
    assert "Judged the same, and below the line: missed 7 2" in words
    assert "6 would rise above the review line" in words
    assert "+4.40 +7.25" in words
    follows = {"follows": ""}
    unsaid = alun.post(address, follows)
    assert "Say why" in read(unsaid)
    drawing |= {"weights-unsaid": unsaid.content, "weights-shipped": alun.get("/subjects/weights/shipped/").content}
    assert alun.post(address, follows | {"reason": "It misses fewer."}).status_code == 302
    front = read(alun.get("/subjects/weights/"))
    assert "It misses fewer. Alun Prydderch" in front
    assert "still being compared again" in front
    drawing["weights"] = alun.get("/subjects/weights/").content
    last = Switch.objects.get()
    back = alun.post("/subjects/weights/shipped/", {"follows": str(last.pk), "reason": "Too many false alarms."})
    assert back.status_code == 302
    assert Switch.objects.order_by("-at").values_list("learned", flat=True).first() is None


def test_who_looked_at_an_older_page_is_told_that_somebody_switched(desk: Seats, drawing: dict[str, bytes]) -> None:
    one, alun, kim = learned(), desk("alun"), desk("alun")
    address = f"/subjects/weights/{one.pk}/"
    assert alun.post(address, {"follows": "", "reason": "It misses fewer."}).status_code == 302
    answer = kim.post("/subjects/weights/shipped/", {"follows": "", "reason": "Back."})
    assert answer.status_code == 409
    assert "Somebody else has switched" in read(answer)
    drawing["weights-switched-meanwhile"] = answer.content


def test_the_way_there_stands_only_where_it_may_be_gone(desk: Seats) -> None:
    assert "How matches are weighed" in read(desk("alun").get("/subjects/weights/"))
    assert "How matches are weighed" not in read(desk("sam").get("/subjects/"))
    assert desk("sam").get("/subjects/weights/").status_code == 403
