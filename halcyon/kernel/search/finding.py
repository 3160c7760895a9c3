"""`find`: one search, as the acting member. Whatever fails is said, and a search that failed is never "nothing found".

The functions of search filter on audience and return ids; the table is joined here, so that row-level security decides
a second time; marks are computed after that, from rows that came back. One journal line a search, with the ids shown.
"""

import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import Error as DatabaseFault
from django.db import connection, transaction

from halcyon.kernel import journal
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail, RecordKind
from halcyon.kernel.journal import Event
from halcyon.kernel.sealing import visible
from halcyon.kernel.search import marking, terms
from halcyon.kernel.search.asking import Question, read
from halcyon.kernel.search.found import Ask, Found, Hit, Piece, SearchFailed
from halcyon.kernel.search.kinds import DETAILS_OF_CHILDREN, KINDS

if TYPE_CHECKING:
    from halcyon.kernel.access.actors import Actor

CAP = 200  # matching places that are ranked: the newest
SHOWN = 25  # records on one page
ASKS_AN_HOUR = 30
READ = 20_000  # characters of one piece that are read for marks
CANCELLED = "57014"
MARKS = f'StartSel={marking.START}, StopSel={marking.STOP}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "'
WHY = {
    3: "exactly this",
    2: "these words",
    1: "a form of this name, or part of this number",
    0: "a name that sounds like it",
}
log = logging.getLogger("halcyon.search")

FIND = """
with asked as materialized (
    select search.query_of(%(wanted)s::jsonb) wanted, search.query_of(%(close)s::jsonb) close,
           search.query_of(%(plain)s::jsonb) plain, search.query_of(%(marked)s::jsonb) marked,
           search.query_of(%(exactly)s::jsonb) exactly
), seen as (
    select e.id, e.record_id, e.sort, e.kind, e.at, e.agency, r.reference, ts_rank(e.document, asked.plain) as rank,
           case when numnode(asked.exactly) > 0 and e.document @@ asked.exactly then 3
                when numnode(asked.plain) > 0 and e.document @@ asked.plain then 2
                when e.document @@ asked.close then 1 else 0 end as nearness
      from asked, search.find(asked.wanted, %(sorts)s::text[], %(agency)s, %(first)s, %(last)s, %(cap)s) found (id)
      join search_entry e on e.id = found.id join access_record r on r.id = e.record_id
), nearest as (
    select * from (
        select *, row_number() over (partition by record_id order by nearness desc, rank desc, at desc) as place,
               count(*) over (partition by record_id) as places, count(*) over () as total
          from seen) each
     where place = 1 order by nearness desc, rank desc, at desc limit %(shown)s
)
select n.record_id, n.reference, n.sort, n.kind, n.at, n.agency, n.nearness, n.places, n.total, e.names,
       left(e.words, %(read)s),
       case when numnode(asked.marked) > 0
            then ts_headline('english', translate(left(e.words, %(read)s), '<' || %(marks)s, %(less)s), asked.marked, %(how)s)
            else '' end
  from nearest n join search_entry e on e.id = n.id, asked
 order by n.nearness desc, n.rank desc, n.at desc
"""
HIDDEN = """
select name, agency, too_often
  from search.hidden(search.query_of(%s::jsonb), search.query_of(%s::jsonb), %s, %s)
"""


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
    asked = tuple(kinds) or tuple(KINDS)
    sorts = tuple(kind for kind in asked if by.may(KINDS[kind].needs))
    search, typed = uuid4(), terms.Typed(words, tuple(asked), agency, _day(first), _day(last))
    try:
        with transaction.atomic():
            rows = _rows(question, sorts, agency, first, last)
    except DatabaseFault as fault:
        _journal(Event.SEARCH_FAILED, (), search, typed, asks=False, by=by)
        log.error("search-failed %s", getattr(fault.__cause__, "sqlstate", None) or "unknown")
        raise SearchFailed(slow=getattr(fault.__cause__, "sqlstate", "") == CANCELLED) from None
    hits = tuple(_hit(row, question) for row in rows)
    total = rows[0][8] if rows else 0
    partial: list[str] = []
    asks, often = _hidden(question, by, partial)
    waiting = _not_yet(partial)
    _journal(Event.SEARCHED, [hit.record for hit in hits], search, typed, asks=bool(question.named()), by=by)
    if often:
        journal.refusal(Event.ASKED_TOO_OFTEN, by=by, of="ask")
    return Found(
        hits=hits, total=total, capped=total >= CAP, searched=tuple(KINDS[kind].many for kind in sorts),
        not_searched=tuple(_left_out(question, asked, sorts, waiting, often, by)), partial=tuple(partial), asks=asks,
    )  # fmt: skip


def _rows(
    question: Question, sorts: tuple[RecordKind, ...], agency: int | None, first: datetime | None, last: datetime | None
) -> list[tuple[Any, ...]]:
    given = {
        "wanted": json.dumps(question.wanted()), "close": json.dumps(question.close()),
        "plain": json.dumps(question.plain()), "marked": json.dumps(question.marked()),
        "exactly": json.dumps(question.exactly()), "sorts": list(sorts), "agency": agency, "first": first, "last": last,
        "cap": CAP, "shown": SHOWN, "read": READ, "marks": marking.START + marking.STOP, "less": marking.LESS, "how": MARKS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FIND, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _hit(row: tuple[Any, ...], question: Question) -> Hit:
    record, reference, sort, kind, at, agency, nearness, places, _, names, words, headline = row
    text = marking.from_headline(headline, question) if headline else ()
    if not marking.has_mark(text):
        text = marking.around(words, question) or text or marking.joined([Piece(words[:160])])
    return Hit(
        record=record, reference=reference, sort=sort, kind=kind, at=at, agency=agency, text=text,
        named=marking.marked_names(names, question), why=WHY[nearness], more=places - 1,
    )  # fmt: skip


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


def _left_out(
    question: Question,
    asked: tuple[RecordKind, ...],
    sorts: tuple[RecordKind, ...],
    waiting: int,
    often: bool,
    by: "Actor",
) -> Iterable[str]:
    """What was not searched, and why."""
    if refused := [KINDS[kind].many for kind in asked if kind not in sorts]:
        yield f"Your role does not open these, so they were not searched: {', '.join(refused)}."
    if left := [KINDS[kind].many for kind in KINDS if kind not in asked]:
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
    yield "Who told us is kept apart and is never searched."


def _journal(event: Event, shown: Iterable[UUID], search: UUID, typed: terms.Typed, *, asks: bool, by: "Actor") -> None:
    journal.searched(event, shown, by=by, search=search, sealed=terms.seal(typed, search), asks=asks)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
