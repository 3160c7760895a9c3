"""`find`: one search, as the acting member. Whatever fails is said, and a search that failed is never "nothing found".

The functions of search filter on audience and return ids; the table is joined here, so that row-level security decides
a second time; marks are computed after that, from rows that came back. One journal line a search, with the ids shown.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import Error as DatabaseFault
from django.db import connection, transaction

from halcyon.kernel import journal
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail, RecordKind
from halcyon.kernel.clocks import london_day
from halcyon.kernel.journal import Event
from halcyon.kernel.sealing import visible
from halcyon.kernel.search import marking, terms
from halcyon.kernel.search.asking import Question, read
from halcyon.kernel.search.found import Ask, Found, Hit, Piece, SearchFailed
from halcyon.kernel.search.kinds import BY_ITSELF, DETAILS_OF_CHILDREN, KINDS

if TYPE_CHECKING:
    from halcyon.kernel.access.actors import Actor

CAP = 200  # matching places that are ranked: the newest
OF_A_PHRASE = 50  # the same of a phrase: no index knows the order of words, so that every place of them all is read
FEW = 3_000  # places of the seldomest word from which words that stand apart in one record are looked for
SHOWN = 25  # records on one page
PLACES = 3  # of one record, where no single one of them holds everything
ASKS_AN_HOUR = 30
READ = 20_000  # characters of one piece that are read for marks
CANCELLED = "57014"
LISTS = (
    "Rows of lists that agencies sent were not searched: there are too many of them to stand among the rest. Each is compared "
    "with every record. To search them, choose them under “Only this kind”."
)
MARKS = f'StartSel={marking.START}, StopSel={marking.STOP}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "'
WHY = {
    3: "exactly this",
    2: "these words",
    1: "a form of this name, or part of this number",
    0: "a name that sounds like it",
}
log = logging.getLogger("halcyon.search")


def _held(queries: str, document: str = "true") -> str:
    """Which groups hold, as the bits of one number."""
    return (
        f"(select coalesce(sum(1 << (place::integer - 1)), 0)::integer from unnest({queries}) "
        f"with ordinality one (query, place) where numnode(query) > 0 and {document})"
    )


FIND = f"""
with asked as materialized (
    select search.queries_of(%(wanted)s::jsonb, false) wanted, search.queries_of(%(wanted)s::jsonb, true) unwanted,
           search.queries_of(%(close)s::jsonb, false) close, search.queries_of(%(plain)s::jsonb, false) plain,
           search.query_of(%(plain)s::jsonb) words, search.query_of(%(marked)s::jsonb) marked,
           search.query_of(%(exactly)s::jsonb) exactly
), held as materialized (
    select found.records, found.apart, {_held("wanted")} every, {_held("plain")} spoken
      from asked, search.find(wanted, unwanted, %(sorts)s::text[], %(agency)s::integer, %(first)s::timestamptz,
                              %(last)s::timestamptz, %(cap)s, %(few)s) found
), read as materialized (
    select e.id, e.record_id, e.at, e.document || ''::tsvector as document
      from search_entry e where e.record_id = any ((select records from held)::uuid[])
       and (%(agency)s::integer is null or e.agency = %(agency)s::integer)
       and (%(first)s::timestamptz is null or e.at >= %(first)s::timestamptz)
       and (%(last)s::timestamptz is null or e.at < %(last)s::timestamptz)
), seen as materialized (
    select read.id, read.record_id, read.at, ts_rank(document, asked.words) as rank,
           numnode(exactly) > 0 and document @@ exactly as exact,
           {_held("wanted", "document @@ query")} holds, {_held("plain", "document @@ query")} plainly,
           {_held("asked.close", "document @@ query")} closely
      from asked, read
), each as (
    select record_id, max(rank) as rank, max(at) as at, count(*) as places, bool_or(holds = every) as whole,
           case when bool_or(exact) then 3 when spoken > 0 and bit_or(plainly) = spoken then 2
                when bit_or(closely) = every then 1 else 0 end as nearness
      from seen, held where holds > 0 group by record_id, every, spoken
), nearest as materialized (
    select *, row_number() over (order by nearness desc, rank desc, at desc) as line, count(*) over () as found
      from each order by line limit %(shown)s
), shown as materialized (
    select distinct on (n.line, s.holds) s.*, n.line, n.nearness, n.places, n.found
      from nearest n join seen s on s.record_id = n.record_id, held
     where s.holds = every or s.holds > 0 and not n.whole
     order by n.line, s.holds, s.exact desc, s.plainly desc, s.rank desc, s.at desc
)
select held.apart, cardinality(held.records) as many, s.record_id, r.reference, e.source, e.sort, e.kind, e.at, e.agency,
       s.nearness, s.places, s.found, s.holds, e.names, left(e.words, %(read)s),
       case when numnode(asked.marked) > 0
            then ts_headline('english', translate(left(e.words, %(read)s), '<' || %(marks)s, %(less)s), asked.marked, %(how)s)
            else '' end
  from asked cross join held
  left join (shown s join access_record r on r.id = s.record_id join search_entry e on e.id = s.id) on true
 order by s.line, bit_count(s.holds::bit(32)) desc, s.exact desc, s.plainly desc, s.rank desc, s.at desc
"""
HIDDEN = """
select name, agency, too_often
  from search.hidden(search.query_of(%s::jsonb), search.query_of(%s::jsonb), %s, %s)
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """One place of a record, as FIND returns it, the nearest record first. ``holds``: which groups, as bits."""

    record: UUID
    reference: str
    source: UUID
    sort: str
    kind: str
    at: datetime
    agency: int | None
    nearness: int
    places: int
    found: int
    holds: int
    names: list[str]
    words: str
    headline: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """``apart``: since when words were looked for that stand apart in one record; None where there was no bound."""

    rows: list[_Row]
    most: int
    capped: bool
    apart: datetime | None


def find(
    words: str, *, by: "Actor", kinds: Iterable[RecordKind] = (), agency: int | None = None,
    first: datetime | None = None, last: datetime | None = None,
) -> Found:  # fmt: skip
    """Everything the member may see that holds the words, nearest first.

    ``first`` and ``last`` bound when it was recorded (``last`` is not included). Raises NothingToSearch when nothing
    that can be looked for was typed, SearchFailed when the search could not be done: both are sentences to show. Refused
    without the right to search.
    """
    by.check(Permission.SEARCH)
    question = read(visible(words))
    asked = tuple(kinds) or tuple(kind for kind in KINDS if kind not in BY_ITSELF)
    sorts = tuple(kind for kind in asked if by.may(KINDS[kind].needs))
    typed = terms.Typed(words, tuple(asked), agency, _day(first), _day(last))
    try:
        with transaction.atomic():
            answer = _rows(question, sorts, agency, first, last)
    except DatabaseFault as fault:
        terms.keep(Event.SEARCH_FAILED, (), typed, asks=False, by=by)
        log.error("search-failed %s", getattr(fault.__cause__, "sqlstate", None) or "unknown")
        raise SearchFailed(slow=getattr(fault.__cause__, "sqlstate", "") == CANCELLED) from None
    hits = tuple(_hit(list(each), question) for _, each in groupby(answer.rows, key=lambda row: row.record))
    partial: list[str] = []
    asks, often = _hidden(question, by, partial)
    waiting = _not_yet(partial)
    terms.keep(Event.SEARCHED, [hit.record for hit in hits], typed, asks=bool(question.named()), by=by)
    if often:
        journal.refusal(Event.ASKED_TOO_OFTEN, by=by, of="ask")
    return Found(
        hits=hits, records=answer.rows[0].found if hits else 0, capped=answer.capped, most=answer.most,
        searched=tuple(KINDS[kind].many for kind in sorts),
        not_searched=(*_apart(answer.apart), *_left_out(question, asked, sorts, waiting, often, by)),
        partial=tuple(partial), asks=asks,
    )  # fmt: skip


def _rows(
    question: Question, sorts: tuple[RecordKind, ...], agency: int | None, first: datetime | None, last: datetime | None
) -> _Answer:
    most = min(CAP, OF_A_PHRASE) if question.phrased else CAP
    given = {
        "wanted": json.dumps(question.wanted()), "close": json.dumps(question.close()),
        "plain": json.dumps(question.plain()), "marked": json.dumps(question.marked()),
        "exactly": json.dumps(question.exactly()), "sorts": list(sorts), "agency": agency, "first": first, "last": last,
        "cap": most, "few": FEW, "shown": SHOWN, "read": READ, "how": MARKS,
        "marks": marking.START + marking.STOP, "less": marking.LESS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FIND, given)
        found = cursor.fetchall()
    apart, many = found[0][:2]
    return _Answer([_Row(*row[2:]) for row in found if row[2] is not None], most, many >= most, apart)


def _hit(places: list[_Row], question: Question) -> Hit:
    """One record, by its nearest place; by more of them where no single one holds everything that was looked for."""
    shown, held = [places[0]], places[0].holds
    for place in places[1:]:
        if place.holds & ~held and len(shown) < PLACES:
            shown, held = [*shown, place], held | place.holds
    first, shown = shown[0], sorted(shown, key=lambda place: place.at)
    return Hit(
        record=first.record, reference=first.reference, sort=first.sort, at=first.at, agency=first.agency,
        kinds=tuple(dict.fromkeys(place.kind for place in shown)), sources=tuple(place.source for place in shown),
        text=marking.one_after_another(_text(place, question) for place in shown),
        named=marking.marked_names((name for place in shown for name in place.names), question),
        why=WHY[first.nearness], more=first.places - len(shown),
    )  # fmt: skip


def _text(place: _Row, question: Question) -> tuple[Piece, ...]:
    text = marking.from_headline(place.headline, question) if place.headline else ()
    if marking.has_mark(text):
        return text
    return marking.around(place.words, question) or text or marking.joined([Piece(place.words[:160])])


def _hidden(question: Question, by: "Actor", partial: list[str]) -> tuple[tuple[Ask, ...], bool]:
    """Whom to ask about what is closed to the searcher; whether they asked too often. Its own words are all it says."""
    if not question.named():
        return (), False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            journal.change(Event.ASKED_FOR, by=by)
            given: list[str | int] = [
                json.dumps(question.named()),
                json.dumps(question.exactly()),
                by.principal,
                ASKS_AN_HOUR,
            ]
            cursor.execute(HIDDEN, given)
            rows = cursor.fetchall()
    except DatabaseFault as fault:
        log.error("search-partial %s", getattr(fault.__cause__, "sqlstate", None) or "unknown")
        partial.append("It could not be asked whether a record exists that is closed to you. Search again for that.")
        return (), False
    people = sorted({(name, agency) for name, agency, often in rows if not often})
    return tuple(Ask(name, agency) for name, agency in people), any(often for _, _, often in rows)


def _not_yet(partial: list[str]) -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select search.not_yet()")
            return int(cursor.fetchone()[0])
    except DatabaseFault as fault:
        log.error("search-partial %s", getattr(fault.__cause__, "sqlstate", None) or "unknown")
        partial.append("It could not be counted how many records are not searched yet.")
        return 0


def _apart(since: datetime | None) -> Iterable[str]:
    """How far words were looked for that stand in different places of one record, where thousands of places hold each."""
    if since is not None:
        yield (
            "Thousands of places hold each of these words. Where one place holds them all, everything was searched. Where "
            f"they stand apart in one record, only what was recorded since {london_day(since):%-d %B %Y} was: for what is "
            "older, ask for earlier days, or give a word that is seldomer."
        )


def _left_out(
    question: Question,
    asked: tuple[RecordKind, ...],
    sorts: tuple[RecordKind, ...],
    waiting: int,
    often: bool,
    by: "Actor",
) -> Iterable[str]:
    """What was not searched, and why."""
    closed = [kind for kind in BY_ITSELF if kind not in asked and not by.may(KINDS[kind].needs)]
    if refused := [KINDS[kind].many for kind in (*asked, *closed) if kind not in sorts]:
        yield f"Your role does not open these, so they were not searched: {', '.join(refused)}."
    if left := [KINDS[kind].many for kind in KINDS if kind not in asked and kind not in BY_ITSELF]:
        yield f"You did not ask for these: {', '.join(left)}."
    if waiting:
        count = "1,000 or more" if waiting >= 1000 else str(waiting)
        yield f"Not searched yet, because they are older than the search: {count} of the records that you may see."
    if question.left_out:
        yield f"Left out, because nearly every text holds them: {', '.join(question.left_out)}."
    if question.too_long:
        yield "You typed more than one search takes: only the beginning was searched."
    if often:
        yield (
            f"You asked about closed records more than {ASKS_AN_HOUR} times within an hour, so it is not said now whom "
            "to ask. What you may see was searched as always."
        )
    if RecordKind.CHILD in sorts and (hidden := [DETAILS_OF_CHILDREN[one] for one in Detail if not by.reads(one)]):
        yield f"Your role does not read these parts of children's records, so they were not searched: {', '.join(hidden)}."
    yield (
        "Records that are closed to you are not searched. Give a full name, a whole number or a reference, and you are "
        "told whom to ask where someone may be asked."
    )
    if RecordKind.LISTED not in (*asked, *closed):
        yield LISTS
    yield "Who told us is kept apart and is never searched."


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
