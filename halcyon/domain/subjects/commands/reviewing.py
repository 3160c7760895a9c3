"""Small concerns about one child, phone, vehicle or place, from different doors, ask for a look at the whole.

Closed ones count. What is doubted does not, unless someone said why it does. There is no score: facts, and a person who looks.
"""

from uuid import uuid4

from django.db.models import Q

from halcyon.domain.subjects import owing, sameness
from halcyon.domain.subjects.commands.watching import same_or_close
from halcyon.domain.subjects.models import Fact, Mention, Review
from halcyon.domain.subjects.rules import Accumulates, Door, Incomplete, Subjects, adds_up, doubted
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import due, now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

PUBLIC = 0  # the door of everyone who is not a member
NOT_A_CONCERN = (RecordKind.REVIEW, RecordKind.SUBJECT, RecordKind.WATCH, RecordKind.CHILD, RecordKind.LISTED)


@command(needs=Permission.REVIEW)
def answer_review(*, review: Review, outcome: str, by: Actor) -> None:
    """Says what the facts together mean and what happens now. Raises Conflict when someone has."""
    if not outcome.strip():
        raise Incomplete("Say what these facts mean together and what happens now.")
    answered = Review.objects.filter(pk=review.pk, answered_at=None).update(
        outcome=outcome.strip(), answered_by=by.principal, answered_at=now()
    )
    if not answered:
        raise Conflict()
    journal.change(Event.ANSWERED_REVIEW, review, by=by)
    owing.reviewed(review.record, by=by)


def add_up(*, mention: Mention, by: Actor) -> list[Review]:
    """Raises what the policy in force asks for after a new mention; called by the worker, which sees everything.

    What is closed to others never shows in a review that they may open: it raises one for its owner alone.
    """
    policy = partnership.policy(Subjects)
    raised = []
    for rule in (rule for rule in policy.accumulates if rule.kind == mention.kind):
        concerns = _concerns(mention)
        for owner in [None, *sorted({one.owner for one in concerns if one.owner is not None})]:
            visible = [one.door for one in concerns if one.owner is None or one.owner == owner]
            facts = adds_up(visible, rule, now=now())
            only_open = {one.door.mention for one in concerns if one.owner is None}
            if not facts or (owner is not None and {fact.mention for fact in facts} <= only_open):
                continue
            if review := _raise(rule, policy, facts, owner=owner, by=by):
                raised.append(review)
    return raised


class _Concern:
    """A door, and the owner of its record where that is closed to others."""

    def __init__(self, door: Door, owner: int | None) -> None:
        self.door, self.owner = door, owner


def _concerns(mention: Mention) -> list[_Concern]:
    near = set(sameness.grouped([mention.pk])) if mention.kind == "person" else same_or_close([mention.pk])
    doubts = sameness.latest_doubts(near)
    agencies = dict(Member.objects.values_list("principal_id", "agency_id"))
    rows = Mention.objects.filter(pk__in=near).exclude(sort="self").exclude(record__kind__in=NOT_A_CONCERN)
    return [
        _Concern(
            Door(record=row.record_id, mention=row.pk, door=agencies.get(row.made_by, PUBLIC), at=row.made_at),
            None if row.record.lock == Lock.OPEN else row.record.owner,
        )
        for row in rows.select_related("record")
        if not doubted(doubts.get(row.pk)) and (row.record.lock == Lock.OPEN or row.record.owner is not None)
    ]


def _raise(rule: Accumulates, policy: Subjects, facts: list[Door], *, owner: int | None, by: Actor) -> Review | None:
    lock = Lock.OPEN if owner is None else Lock.SILENT
    named = {fact.mention for fact in facts}
    known = list(Fact.objects.filter(Q(mention__in=named), record__lock=lock).values_list("record", "mention"))
    if named <= {mention for _, mention in known}:
        return None
    waiting = Review.objects.filter(
        pk__in={review for review, _ in known}, answered_at=None, rule=rule.name, record__owner=owner
    ).first()
    review = waiting or _new(rule, policy, owner=owner, lock=lock, by=by)
    had = {mention for found, mention in known if found == review.pk}
    for fact in facts:
        if fact.mention not in had:
            row = Fact(id=uuid4(), record_id=review.pk, other_id=fact.record, mention_id=fact.mention)
            row.save(force_insert=True)
    journal.change(Event.RAISED_REVIEW, review.record_id, by=by, detail=rule.name)
    return None if waiting else review


def _new(rule: Accumulates, policy: Subjects, *, owner: int | None, lock: Lock, by: Actor) -> Review:
    moment = now()
    record = new_record(kind=RecordKind.REVIEW, team=partnership.own_team().pk, owner=owner, lock=lock, by=by)
    review = Review(
        record=record, rule=rule.name, policy=str(policy.version)[:10], raised_at=moment,
        due_at=due(policy.review_within, moment),
    )  # fmt: skip
    review.save(force_insert=True)
    owing.review(record, starts=moment, due=review.due_at, owner=owner, by=by)
    for member in [partnership.member_of(owner)] if owner else partnership.with_role(Role.TEAM_MANAGER):
        queue(to=member.email, recipient=member.principal_id, kind=NoticeKind.REVIEW, by=by)
    return review
