"""Loads a partnership's pack into the database: agencies, teams, people, and the pages that the public may read."""

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Account, Principal
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership.contents import Pack, PackAgency, PackPerson, PackTeam
from halcyon.kernel.partnership.models import Agency, Member, Partnership, Team


class NoSuchMember(ValueError):
    """Nobody at the desk has this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"Nobody at the desk has the address {email}, or they have left already.")


@command(needs=Permission.INSTALL)
def install(*, pack: Pack, by: Actor) -> None:
    """Makes the rows that the pack names and that are not there yet; running it again adds only what is new."""
    journal.change(Event.INSTALLED_PARTNERSHIP, by=by)
    agencies = {agency.key: _agency(agency) for agency in pack.agencies}
    teams = {team.key: _team(team, agencies) for team in pack.teams}
    if not Partnership.objects.exists():
        Partnership(key=pack.key, name=pack.name, demo=pack.demo, team=teams[pack.team.key]).save(force_insert=True)
    for person in pack.people:
        _person(person, agencies, teams)


@command(needs=Permission.INSTALL)
def add_member(
    *, name: str, email: str, post: str, agency: str, team: str | None, roles: list[str], password: str, by: Actor
) -> Member:
    """Adds someone to the desk, outside the demo too; they set up their second factor when they first sign in."""
    agencies = {row.key: row for row in Agency.objects.all()}
    teams = {row.key: row for row in Team.objects.all()}
    journal.change(Event.ADDED_MEMBER, by=by)
    account = Account.objects.create_user(email, password)
    member = Member(
        principal=_principal("member"), account=account, name=name, post=post, email=email,
        agency=agencies[agency], team=teams[team] if team else None, roles=roles,
    )  # fmt: skip
    member.save(force_insert=True)
    return member


@command(needs=Permission.INSTALL)
def leave(*, email: str, by: Actor) -> Member:
    """Ends a member's access; the desk asks at every request. What they did stays theirs. Raises NoSuchMember."""
    member = Member.objects.filter(email__iexact=email, active=True).first()
    if member is None:
        raise NoSuchMember(email)
    member.active = False
    member.save(update_fields=["active"])
    journal.change(Event.LEFT, member, by=by)
    return member


def _principal(kind: str) -> Principal:
    principal = Principal(kind=kind)
    principal.save(force_insert=True)
    return principal


def _agency(wanted: PackAgency) -> Agency:
    found = Agency.objects.filter(key=wanted.key).first()
    if found is None:
        found = Agency(
            principal=_principal("agency"), key=wanted.key, name=wanted.name, short=wanted.short, kind=wanted.kind
        )
        found.save(force_insert=True)
    return found


def _team(wanted: PackTeam, agencies: dict[str, Agency]) -> Team:
    found = Team.objects.filter(key=wanted.key).first()
    if found is None:
        agency = agencies[wanted.agency] if wanted.agency else None
        found = Team(principal=_principal("team"), key=wanted.key, name=wanted.name, agency=agency)
        found.save(force_insert=True)
    return found


def _person(wanted: PackPerson, agencies: dict[str, Agency], teams: dict[str, Team]) -> None:
    if Member.objects.filter(key=wanted.key).exists():
        return
    Member(
        principal=_principal("member"),
        account=Account.objects.create_user(wanted.email),
        key=wanted.key,
        name=wanted.name,
        post=wanted.post,
        email=wanted.email,
        telephone=wanted.telephone,
        agency=agencies[wanted.agency],
        team=teams[wanted.team] if wanted.team else None,
        roles=list(wanted.roles),
    ).save(force_insert=True)
