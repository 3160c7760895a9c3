"""A telling of many answers is kept with as many questions to the database as one of two."""

import pytest

from halcyon.domain.children.models import Statement
from halcyon.kernel.letterbox.telling import Said, Telling
from tests import people
from tests.written import traces

pytestmark = pytest.mark.django_db
ANSWERS = {"wanted": "Somebody to talk to", "reading_help": "Read it to me", "age": "14", "adult_conduct": "He shouts."}


def test_many_answers_cost_no_more_questions_than_few_and_stand_in_the_order_in_which_they_were_asked() -> None:
    """Seen to fail: with each answer kept by itself."""
    people.someone_tells()
    with traces() as few:
        people.someone_tells(safe_now=Said.YES)
    with traces() as many:
        contact = people.someone_tells(safe_now=Said.YES, **ANSWERS)
    assert len(many.statements) == len(few.statements), many.statements
    kept = Statement.objects.filter(record=contact.record).order_by("position").values_list("position", "question")
    assert [place for place, _ in kept] == list(range(1, len(ANSWERS) + 3))
    asked = [name for name in Telling.QUESTIONS if name in {*ANSWERS, "words", "safe_now"}]
    assert [question for _, question in kept] == asked
