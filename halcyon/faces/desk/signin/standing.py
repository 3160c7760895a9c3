"""Who makes this request: a member, or nobody yet and where they are led. Nothing here reads a record."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from halcyon.faces.desk.signin.accounts import PRACTISING, SINCE
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Account
from halcyon.kernel.look.parts import Who
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import actor_of, pack

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Standing:
    """The member of a request with their name for the head of the page; or where somebody signed in is led instead."""

    member: Actor | None = None
    who: Who | None = None
    led_to: str = ""


def standing(request: HttpRequest) -> Standing:
    """Whoever has left, sat too long or used no second factor is nobody, from this request on."""
    account = request.user
    if not isinstance(account, Account):
        return Standing()
    if sat_too_long(request):
        logout(request)
        return Standing()
    member = _member(account)
    if member is None:
        logout(request)
        return Standing(led_to=reverse("account_inactive"))
    if not practising(request) and not used_second_factor(request, account):
        return Standing(led_to=_towards_second_factor(request, account))
    who = Who(name=member.name, role=member.post, agency=member.agency.short, sign_out=reverse("account_logout"))
    return Standing(member=actor_of(member), who=who)


def sat_too_long(request: HttpRequest) -> bool:
    """Whether the eight hours are over, counted from signing in."""
    since = request.session.get(SINCE)
    if not isinstance(since, (int, float)):
        return True
    return clocks.now().timestamp() - since > timedelta(seconds=settings.SESSION_COOKIE_AGE).total_seconds()


def practising(request: HttpRequest) -> bool:
    """One click in the practice county: it counts only while that is what this process serves."""
    return bool(request.session.get(PRACTISING)) and pack().demo


def used_second_factor(request: HttpRequest, account: Account) -> bool:
    """Whether this sitting began with, or has since shown, a passkey, an authenticator's code or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


def _member(account: Account) -> Member | None:
    try:
        found: Member = account.member
    except Member.DoesNotExist:
        return None
    return found if found.active else None


def _towards_second_factor(request: HttpRequest, account: Account) -> str:
    kinds = set(Authenticator.objects.filter(user=account, type__in=FACTORS).values_list("type", flat=True))
    if not kinds:
        return reverse("mfa_index")
    name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return f"{reverse(name)}?{urlencode({'next': request.path})}"
