"""Small concerns about one child, phone, vehicle or place, from different doors, ask for a look at the whole.

Closed ones count. What is doubted does not, unless someone said why it does. There is no score: facts, and a person who looks.
"""

from uuid import UUID, uuid4

from django.db.models import Q

from halcyon.domain.subjects import owing, sameness
from halcyon.domain.subjects.models import Fact, Mention, MentionKind, Review
from halcyon.domain.subjects.rules import Accumulates, Door, Incomplete, Subjects, adds_up, doubted
from halcyon.domain.subjects.sameness import Sight
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.models import Record
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

    What is closed to others never shows in a review that they may open, nor joins two of its facts: it raises one for its
    owner alone.
    """
    policy = partnership.policy(Subjects)
    rules = [rule for rule in policy.accumulates if rule.kind == mention.kind]
    if not rules:
        return []
    readers = _by_reader(mention)
    open_ones = {one.mention for one in readers[None]}
    raised = []
    for owner, concerns in readers.items():
        for rule in rules:
            facts = adds_up(concerns, rule, now=now())
            if not facts or (owner is not None and {fact.mention for fact in facts} <= open_ones):
                continue
            if review := _raise(rule, policy, facts, owner=owner, by=by):
                raised.append(review)
    return raised


def _by_reader(mention: Mention) -> dict[int | None, list[Door]]:
    """The small concerns about the same one: as the team may put them together (None), and each owner of what is closed."""
    closed = Record.objects.filter(pk__in=Mention.objects.filter(pk__in=_near(mention, None)).values("record"))
    owners = Member.objects.filter(principal__in=closed.exclude(lock=Lock.OPEN).exclude(owner=None).values("owner"))
    found: dict[int | None, list[Door]] = {None: _concerns(mention, Sight((partnership.own_team().pk,)))}
    for owner in owners.order_by("principal"):
        reader = partnership.actor_of(owner)
        found[reader.principal] = _concerns(mention, Sight(reader.principals), owner=reader.principal)
    return found


def _near(mention: Mention, sight: Sight | None) -> set[UUID]:
    """The mentions of the same one: of people only those that are judged so; nothing hidden from the reader joins any two."""
    if mention.kind == MentionKind.PERSON:
        return set(sameness.grouped([mention.pk], sight=sight))
    return sameness.same_or_close([mention.pk], sight=sight)


def _concerns(mention: Mention, sight: Sight, *, owner: int | None = None) -> list[Door]:
    """What records that somebody may see say of it: open ones, and with ``owner`` what is closed and theirs."""
    near = _near(mention, sight)
    doubts = sameness.latest_doubts(near)
    agencies = dict(Member.objects.values_list("principal_id", "agency_id"))
    rows = Mention.objects.filter(pk__in=near).exclude(sort="self").exclude(record__kind__in=NOT_A_CONCERN)
    rows = rows.filter(Q(record__lock=Lock.OPEN) | (Q(record__owner=owner) if owner is not None else Q(pk=None)))
    seen = sight.of(rows.values_list("record", flat=True))
    return [
        Door(record=row.record_id, mention=row.pk, door=agencies.get(row.made_by, PUBLIC), at=row.made_at)
        for row in rows
        if row.record_id in seen and not doubted(doubts.get(row.pk))
    ]


def _raise(rule: Accumulates, policy: Subjects, facts: list[Door], *, owner: int | None, by: Actor) -> Review | None:
    lock = Lock.OPEN if owner is None else Lock.SILENT
    named = {fact.mention for fact in facts}
    theirs = Fact.objects.filter(
        mention__in=named, record__lock=lock
    )  # what another owner was told tells this one nothing
    theirs = theirs if owner is None else theirs.filter(record__owner=owner)
    known = list(theirs.values_list("record", "mention"))
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
