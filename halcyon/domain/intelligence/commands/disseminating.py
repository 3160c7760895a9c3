"""Giving an item to somebody: a member or an agency, for a reason, on a lawful basis, under its handling."""

from halcyon.domain.intelligence import rules
from halcyon.domain.intelligence.commands.apart import is_about
from halcyon.domain.intelligence.commands.filing import latest
from halcyon.domain.intelligence.models import Dissemination, Item, Report, Sanitised
from halcyon.domain.intelligence.rules import BASES, Code
from halcyon.kernel import journal
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.models import Grant
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership.models import Member


@command(needs=Permission.GRADE_INTELLIGENCE)
def disseminate(*, item: Item, to: int, why: str, basis: str, by: Actor, accepted_by: str = "") -> Dissemination:
    """Lets a member or an agency read the sanitised text, and keeps why, on what basis and under which conditions.

    Raises NotSanitised, NotNamed (C goes only to those whom its conditions name), ReportIncomplete for what is missing.
    """
    hold(item.record)
    text, grading = Sanitised.objects.filter(record=item.record).order_by("-at").first(), latest(item)
    if is_about(Report.objects.get(pk=item.report), to):
        raise rules.ReportIncomplete("It is about them, or would reach them. Give it to someone else.", "to")
    if text is None:
        raise rules.NotSanitised()
    if not why.strip():
        raise rules.ReportIncomplete("Say why they need it: the reason stays beside what they were given.", "why")
    if basis not in BASES:
        raise rules.ReportIncomplete("Choose the lawful basis on which it is shared.", "basis")
    if grading.code == Code.C:
        if to not in grading.named:
            raise rules.NotNamed()
        if not accepted_by.strip():
            raise rules.ReportIncomplete("Say who accepted the conditions for them.", "accepted_by")
    given = Dissemination(
        record=item.record, to=to, text=text, why=why.strip(), basis=basis, code=grading.code,
        conditions=grading.conditions, accepted_by=accepted_by.strip(), by=by.principal,
    )  # fmt: skip
    given.save(force_insert=True)
    if not Grant.objects.filter(record=item.record, principal=to, ended_at=None).exists():
        access.grant(record=item.record, to=to, reason=f"Disseminated: {why.strip()}", by=by)
    journal.export(Event.DISSEMINATED_ITEM, item, by=by)
    journal.change(Event.DISSEMINATED_ITEM, item, by=by, detail=grading.code)
    member = Member.objects.filter(principal=to, active=True).first()
    if member is not None:
        notices.queue(to=member.email, recipient=to, kind=NoticeKind.HANDED_OVER, by=by)
    return given
