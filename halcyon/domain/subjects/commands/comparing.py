"""Compares a mention with everything its saver may see, at once, and with the rest when the worker comes by.

What fails here never takes the save with it, and is never read as nothing found: the mention is marked and tried again.
"""

import datetime as dt
import logging
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q

from halcyon.domain.subjects import inforce, matcher, touching
from halcyon.domain.subjects.commands import reviewing, watching
from halcyon.domain.subjects.matcher import Candidate, Proposed
from halcyon.domain.subjects.models import CONCERNED, Match, Mention, Standing, Work
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import CANDIDATES, CAP

log = logging.getLogger("halcyon.subjects")
BATCH = 50
FIND = "select mention, record, canonical, crowded from subjects.candidates(%s, %s, %s, %s, %s, %s)"


def compare(*, mention: Mention, by: Actor) -> None:
    """Compares a new mention inside the command that made it; a failure rolls back the comparing alone."""
    try:
        with transaction.atomic():
            crowded = _compare(mention, looker=by.principal, by=by)
    except Exception as failure:
        log.error("matching-failed %s", type(failure).__name__)
        _note(mention, Standing.FAILED, crowded=False)
        journal.change(Event.NOT_COMPARED, mention, by=by)
        return
    _note(mention, Standing.SEEN, crowded=crowded)


def leave_to_the_worker(mention: Mention) -> None:
    """What needs no comparing still rings for whoever watches, and adds up: the worker sees to it."""
    _note(mention, Standing.SEEN, crowded=False)


@command(needs=Permission.RUN_CLOCKS)
def finish_next(*, by: Actor, before: dt.datetime, again_before: dt.datetime | None = None) -> Mention | None:
    """The worker compares the longest waiting mention with everything; None when nothing waits.

    What was saved before ``before`` waits; what failed waits again once ``again_before`` has passed it. Raises nothing:
    what fails again stays marked.
    """
    work = (
        Work.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("mention")
        .exclude(state=Standing.DONE)
        .filter(Q(state=Standing.SEEN, tried_at__lte=before) | Q(tried_at__lte=again_before or before))
        .order_by("tried_at")
        .first()
    )
    if work is None:
        return None
    mention = work.mention
    first = work.state == Standing.FAILED
    try:
        with transaction.atomic():
            compared = mention.sort != CONCERNED
            crowded = compared and _compare(mention, looker=mention.made_by if first else None, by=by)
            after_comparing(mention, by=by)
    except Exception as failure:
        log.error("matching-failed-again %s attempt %d", type(failure).__name__, work.attempts + 1)
        _move(work, Standing.FAILED, crowded=work.crowded)
        journal.change(Event.NOT_COMPARED, mention, by=by)
        return mention
    _move(work, Standing.DONE, crowded=crowded)
    journal.change(Event.COMPARED, mention, by=by)
    return mention


def after_comparing(mention: Mention, *, by: Actor) -> None:
    """What follows once a mention has been compared with everything: watches ring, small concerns add up."""
    watching.ring(mention=mention, by=by)
    reviewing.add_up(mention=mention, by=by)


def compare_again(*, mention: Mention, by: Actor) -> UUID:
    """Compares a mention from before a switch of weights, as the worker; what fails is marked and waits like any other."""
    try:
        with transaction.atomic():
            _compare(mention, looker=None, by=by)
            after_comparing(mention, by=by)
    except Exception as failure:
        log.error("matching-failed-again %s", type(failure).__name__)
        Work.objects.filter(mention=mention).update(state=Standing.FAILED, tried_at=now())
    return mention.pk


def _compare(mention: Mention, *, looker: int | None, by: Actor) -> bool:
    made, weights = matcher.of_form(bytes(mention.canonical)), inforce.weights()
    candidates = _candidates(mention.pk, made, looker)
    proposals = matcher.propose(made.form, candidates, weights.model)
    touching.tell(_keep(mention, proposals, weights.name), by=by)
    return any(not candidate.crowded.isdisjoint(made.exact) for candidate in candidates)


def _candidates(mention: UUID, made: matcher.Comparable, looker: int | None) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, [mention, list(made.keys), list(made.exact), looker, CAP, CANDIDATES])
        return [Candidate(row[0], row[1], bytes(row[2]), frozenset(row[3] or ())) for row in cursor.fetchall()]


def _keep(mention: Mention, proposals: list[Proposed], weights: str) -> list[touching.Touch]:
    """Keeps what is new of the proposals, each pair once whichever of the two was saved first.

    A pair that was kept below the review line and that other weights put above it is lifted; nothing ever sinks.
    """
    pairs = [_in_order(mention.pk, proposed.candidate.mention) for proposed in proposals]
    known = {
        (row.a_id, row.b_id): row
        for row in Match.objects.filter(a__in=[pair[0] for pair in pairs], b__in=[pair[1] for pair in pairs]).only(
            "a", "b", "above", "model"
        )
    }
    fresh, lifted = [], []
    for pair, proposed in zip(pairs, proposals, strict=True):
        match = _match(mention, proposed, weights)
        before = known.get(pair)
        if before is None:
            fresh.append(match)
        elif match.above and not before.above and match.model != before.model:
            match.pk = before.pk
            lifted.append(match)
    Match.objects.bulk_create(fresh, ignore_conflicts=True)
    Match.objects.bulk_update(lifted, ["weight", "above", "parts", "against", "model"])
    return [_touch(mention, match) for match in (*fresh, *lifted) if match.above]


def _in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _match(mention: Mention, proposed: Proposed, weights: str) -> Match:
    mine, theirs = (mention.pk, mention.record_id), (proposed.candidate.mention, proposed.candidate.record)
    (a, record), (b, other) = sorted((mine, theirs))
    return Match(
        id=uuid4(), a_id=a, b_id=b, record_id=record, other_id=other, weight=proposed.weight, above=proposed.above,
        parts=proposed.parts, against=proposed.against, model=weights, found_at=now(),
    )  # fmt: skip


def _touch(mention: Mention, match: Match) -> touching.Touch:
    other = (match.b_id, match.other_id) if match.a_id == mention.pk else (match.a_id, match.record_id)
    return touching.Touch(
        touched=other[1], by_record=mention.record_id, mention=mention.pk, before=other[0], match=match.pk
    )


def _note(mention: Mention, state: Standing, *, crowded: bool) -> None:
    work = Work(record_id=mention.record_id, mention=mention, state=state, crowded=crowded, attempts=1, tried_at=now())
    work.save(force_insert=True)


def _move(work: Work, state: Standing, *, crowded: bool) -> None:
    Work.objects.filter(pk=work.pk).update(state=state, crowded=crowded, attempts=work.attempts + 1, tried_at=now())
