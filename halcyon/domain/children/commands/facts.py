"""The facts of a child as rows: those of the first day, those that stand, and what the columns of the index show of them."""

from datetime import datetime
from uuid import UUID, uuid5

from halcyon.domain.children import calling
from halcyon.domain.children.models import Called, Child, Fact
from halcyon.domain.children.rules import LABELS, SAID, WITH_WORDS, Answer, FactKind, standing
from halcyon.kernel.access.models import Record

TRUTH = {True: Answer.YES, False: Answer.NO, None: Answer.NOT_KNOWN}
SHOWN = {Answer.YES: True, Answer.NO: False}
IN_WORDS = (FactKind.KNOWN_AS, FactKind.AGE, FactKind.KNOWN)
AS_TRUTH = (FactKind.UNDER_13, FactKind.LEARNING_DISABILITY)


def of(child: Child) -> list[Fact]:
    """Every fact of a child, as recorded. A child of before there were facts has those that its columns say."""
    found = list(Fact.objects.filter(record=child.record).order_by("recorded_at", "id"))
    if not any(fact.kind == FactKind.KNOWN_AS for fact in found):
        found = [*_of_before(child), *found]
    return found


def _of_before(child: Child) -> list[Fact]:
    """What the columns say, as facts of the first day: each has the same key whenever it is asked for."""
    rows = first(child, by=0, at=child.record.created_at)
    for row in rows:
        row.id = uuid5(child.record_id, row.kind)
    return rows


def stand(child: Child, *, known_on: datetime | None = None) -> list[Fact]:
    """The facts that stand now, or stood by what was known on a day."""
    return standing(of(child), known_on=known_on)


def first(child: Child, *, by: int, at: datetime, source: UUID | None = None, born: str = "") -> list[Fact]:
    """What the columns of a child say, as facts that are not saved yet, the name first. What nobody has said is no fact."""
    rows = [
        Fact(
            record=child.record, kind=kind.value, answer=answer.value, value=value, recorded_by=by, recorded_at=at,
            source=source,
        )
        for kind, answer, value in _shown(child)
        if value or answer is not Answer.NOT_KNOWN
    ]  # fmt: skip
    if born:
        rows.append(
            Fact(record=child.record, kind=FactKind.BORN.value, answer=Answer.KNOWN.value, value=born, recorded_by=by,
                 recorded_at=at, source=source)
        )  # fmt: skip
    return rows


def corrections(child: Child, before: list[Fact], *, by: int, at: datetime) -> list[Fact]:
    """A new fact for each column that says something else than the fact that stood; that one stays, replaced."""
    stood = {fact.kind: fact for fact in before}
    found: list[Fact] = []
    for kind, answer, value in _shown(child):
        old = stood.get(kind.value)
        same = (old.answer, old.value) == (answer.value, value) if old else answer is Answer.NOT_KNOWN
        if not same:
            found.append(
                Fact(record=child.record, kind=kind.value, answer=answer.value, value=value, recorded_by=by,
                     recorded_at=at, replaces=old.pk if old else None)
            )  # fmt: skip
    return found


def _shown(child: Child) -> list[tuple[FactKind, Answer, str]]:
    """What each column says, as the answer to its question."""
    texts = [(kind, getattr(child, kind.value)) for kind in IN_WORDS]
    return [(kind, Answer.KNOWN if text else Answer.NOT_KNOWN, text) for kind, text in texts] + [
        (kind, TRUTH[getattr(child, kind.value)], "") for kind in AS_TRUTH
    ]


def begin(child: Child) -> None:
    """Gives a child of before there were facts those that its columns say, once. The record is held by the caller."""
    if not Fact.objects.filter(record=child.record, kind=FactKind.KNOWN_AS).exists():
        Fact.objects.bulk_create(_of_before(child))
        call(child, child.known_as)


def call(child: Child, *names: str) -> None:
    """Lets a child be found by these names too. A key that is there already is not kept twice."""
    _call(child, calling.keys(*names))


def number(child: Child, *numbers: str) -> None:
    """Lets a child be found by these numbers too."""
    _call(child, calling.numbers(*numbers))


def _call(child: Child, wanted: frozenset[str]) -> None:
    held = set(Called.objects.filter(record=child.record).values_list("key", flat=True))
    Called.objects.bulk_create([Called(record=child.record, key=key) for key in sorted(wanted - held)])


def version(child: Child) -> int:
    """The version of a record that is held, as it stands now."""
    return Record.objects.only("version").get(pk=child.record_id).version


def show(child: Child, fact: Fact) -> list[str]:
    """Puts a fact into the column that shows it, if one does; names the columns that changed."""
    kind = FactKind(fact.kind)
    if kind in IN_WORDS:
        setattr(child, kind.value, "" if fact.taken_back or fact.answer not in WITH_WORDS else fact.value)
    elif kind in AS_TRUTH:
        setattr(child, kind.value, None if fact.taken_back else SHOWN.get(Answer(fact.answer)))
    else:
        return []
    return [kind.value]


def sentence(fact: Fact) -> str:
    """A fact in one line of the chronology."""
    label, said = LABELS[FactKind(fact.kind)], in_words(fact)
    return f"{label} was taken back: {said}. {fact.why}" if fact.taken_back else f"{label}: {said}"


def in_words(fact: Fact) -> str:
    """What a fact says: its words, or that it is not known, was refused, was not asked."""
    answer = Answer(fact.answer)
    if answer is Answer.KNOWN or (answer in WITH_WORDS and fact.kind != FactKind.ETHNICITY):
        return fact.value
    return f"{SAID[answer]}: {fact.value}" if fact.value else SAID[answer]
