"""The network around a subject or a record: a picture, and always the same as a table; and the way between two subjects."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from halcyon.domain.intelligence.queries import grades_among
from halcyon.domain.subjects import queries, rules, sameness
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.queries.network import Line, Network, Node
from halcyon.domain.subjects.queries.proposals import named_in
from halcyon.faces.desk.intelligence.derived import made_of
from halcyon.faces.desk.subjects.pages import kind_words, mention_line
from halcyon.faces.desk.subjects.panel import RECORDS, ask_lines
from halcyon.faces.desk.subjects.views.matches import record_of
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.clocks import LONDON, now, today
from halcyon.kernel.partnership.queries import names

MANY_UNJUDGED = 60  # lines that nobody has judged: from here on the picture draws enough of them, and the table all


@require_GET
@requires(Permission.READ_SUBJECT)
def network(request: DeskRequest, mention: UUID) -> HttpResponse:
    """Two steps around one subject."""
    return _show(request, [mention], back=reverse("subjects:subject", args=[mention]))


@require_GET
@requires(Permission.READ_SUBJECT)
def around(request: DeskRequest, reference: str) -> HttpResponse:
    """Two steps around everything that a record names."""
    record = record_of(reference)
    named = list(Mention.objects.filter(record=record).values_list("id", flat=True))
    title = f"{RECORDS.get(record.kind, 'a record')} {reference}"
    return _show(request, named, back=reverse("subjects:matches", args=[reference]), title=title, may_be_empty=True)


@require_GET
@requires(Permission.READ_SUBJECT)
def way(request: DeskRequest, mention: UUID) -> HttpResponse:
    """A shortest way to another subject, each step with its record."""
    other = _uuid(request.GET.get("to", ""))
    if other is None:
        raise NotVisible()
    found = queries.path(mention, other, by=request.member, as_of=_end_of(_day(request)))
    shown = named_in(found)
    children = sameness.children_among(found)
    steps = [(_called(shown[one].kind, child=one in children), mention_line(shown[one])) for one in found]
    made = made_of(shown[one].reference for one in found)
    return render(request, "subjects/way.html", {"steps": steps, "back": mention, "longest": 8, "made_of": made})


def _show(
    request: DeskRequest, start: Iterable[UUID], *, back: str, title: str = "", may_be_empty: bool = False
) -> HttpResponse:
    """``may_be_empty``: of a record that is seen itself it may be said that it names nothing."""
    day = _day(request)
    try:
        found = queries.network(start, by=request.member, as_of=_end_of(day))
    except NotVisible:
        if not (may_be_empty or day < today()):
            raise
        found = None
    known = names()
    shown: dict[str, object] = {"day": day, "back": back, "definition": rules.LINKED_OF_CONCERN}
    if found is not None:
        shown |= {
            "page": _page(found, known, by=request.member)
            | {"may_ask": request.member.may(Permission.ASK)}
            | ({"title": title} if title else {}),
            "picture": json.dumps(_picture(found)),
            "apart": rules.UNCONNECTED,
            "shared": rules.SHARED_BY_CHILDREN,
        }
        records = [*(node.records for node in found.nodes), *(line.records for line in found.lines)]
        shown["made_of"] = made_of(reference for references in records for reference in references)
    return render(request, "subjects/network.html", shown)


def _page(found: Network, known: dict[int, str], *, by: Actor) -> dict[str, object]:
    graded = grades_among(reference for line in found.lines for reference in line.records)
    nodes = {node.key: node for node in found.nodes}
    words = {key: node.words for key, node in nodes.items()}
    return {
        "title": words.get(found.start, ""),
        "nodes": [
            {
                "words": node.words, "kind": _called(node.kind, child=node.child), "records": node.records, "step": node.step,
                "of_concern": node.of_concern, "apart": node.apart,
                "doubt": node.doubt.label if node.doubt else "",
                "address": reverse("subjects:network", args=[node.key]),
                "subject": reverse("subjects:subject", args=[node.key]),
                "way": reverse("subjects:way", args=[found.start]) + f"?to={node.key}" if node.key != found.start else "",
            }
            for node in found.nodes
        ],
        "lines": [
            {
                "a": words[line.a], "b": words[line.b], "how": line.how, "grade": line.grade,
                "records": [f"{one}, graded {graded[one]}" if one in graded else one for one in line.records],
                "by": ", ".join(known.get(one, "a member") for one in line.by), "status": line.status,
                "counts": line.counts, "roles": line.roles, "sort": line.sort,
            }
            for line in found.lines
        ],
        "linked": [(words[a], words[b]) for a, b in found.linked_of_concern],
        "shared": [_shared(words[one], who, nodes, known) for one, who in found.shared],
        "fewer": len(drawn(found.lines)) < len(found.lines), "not_drawn": found.not_drawn, "asks": ask_lines(found.asks, by=by),
    }  # fmt: skip


def _shared(words: str, who: Iterable[UUID], nodes: dict[UUID, Node], known: dict[int, str]) -> dict[str, object]:
    """What children share, each with the agencies that recorded them; and whether those differ."""
    children = [(nodes[one].words, [known.get(agency, "an agency") for agency in nodes[one].agencies]) for one in who]
    apart = len({tuple(agencies) for _, agencies in children}) > 1
    return {"words": words, "children": children, "apart": apart}


def drawn(lines: Sequence[Line]) -> list[Line]:
    """The lines that the picture draws: of very many that nobody has judged, enough to join what they join. Pure.

    Sixty records that name one telephone are 1770 such lines: a blot, and seconds of a browser's work.
    """
    unjudged = [line for line in lines if line.sort == "match" and not line.counts]
    if len(unjudged) <= MANY_UNJUDGED:
        return list(lines)
    leader: dict[UUID, UUID] = {}

    def first(one: UUID) -> UUID:
        while (above := leader.get(one, one)) != one:
            one = above
        return one

    kept = []
    for line in lines:
        if line.sort == "match" and not line.counts:
            a, b = first(line.a), first(line.b)
            if a == b:
                continue
            leader[a] = b
        kept.append(line)
    return kept


def _picture(found: Network) -> dict[str, object]:
    """What the script draws: the same facts as the table below it."""
    return {
        "nodes": [
            {
                "data": {
                    "id": str(node.key), "kind": node.kind.value, "child": node.child,
                    "label": f"{_called(node.kind, child=node.child)}\n{node.words[:40]}\n{_many(len(node.records), 'record')}",
                    "href": reverse("subjects:subject", args=[node.key]), "apart": node.apart, "step": node.step,
                    "doubt": bool(node.doubt), "concern": node.of_concern,
                }
            }
            for node in found.nodes
        ],
        "edges": [
            {
                "data": {
                    "id": f"e{number}", "source": str(line.a), "target": str(line.b), "label": line.how, "sort": line.sort,
                    "counts": line.counts,
                }
            }
            for number, line in enumerate(drawn(found.lines))
        ],
    }  # fmt: skip


def _called(kind: str, *, child: bool) -> str:
    """What the picture and the tables call one: a child is a child before anything else."""
    return "Child" if child else kind_words(kind)


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _day(request: DeskRequest) -> date:
    """The day as of which to show it; today where none, or none that can be read, is asked for."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), today())
    except ValueError:
        return today()


def _end_of(day: date) -> datetime:
    ends = datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
    return min(ends, now()) if day < today() else now()


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
