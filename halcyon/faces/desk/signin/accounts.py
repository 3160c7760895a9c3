"""How the sign-in library meets our accounts: their member comes along, and every sign-in or failed one is a line.

An account opens nothing by itself. If the line cannot be written, nobody is signed in.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from halcyon.kernel import clocks, journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Account
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import actor_of

SINCE = "sitting_since"
PRACTISING = "practising"
NOBODY_KNOWN = Actor.system("signing in")


def member_of(account: Account) -> Member | None:
    """The active member this account belongs to."""
    found = Member.objects.select_related("agency", "team").filter(account=account, active=True).first()
    return found if account.is_active else None


def note(event: Event, by: Actor) -> None:
    """One line about signing in, in a transaction of its own."""
    with transaction.atomic(durable=True), acting(by):
        journal.signed_in(event, by=by)


def note_failure(account: Account | None) -> None:
    """A failed try, under the member whose account was tried where there is one."""
    member = member_of(account) if account is not None else None
    note(Event.SIGN_IN_FAILED, actor_of(member) if member else NOBODY_KNOWN)


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]
    """Loads an account together with its member and their agency: one query a request."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account, when it may sign in."""
        wanted = Account.objects.select_related("member__agency")
        found = wanted.filter(pk=user_id, is_active=True).first()
        return found if isinstance(found, Account) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The library's questions, answered for the desk: no sign-up, no leavers, a line for each sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **about: Any) -> HttpResponse | None:
        if member_of(user) is None:
            answer: HttpResponse = self.respond_user_inactive(request, user)
            return answer
        return None

    def login(self, request: HttpRequest, user: Account) -> None:
        member = member_of(user)
        if member is None:
            raise PermissionError("an account without an active member signed in")
        note(Event.SIGNED_IN, actor_of(member))
        super().login(request, user)
        begin_sitting(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(Account.objects.filter(email__iexact=str(credentials.get("email", ""))).first())

    def reauthenticate(self, user: Account, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


def begin_sitting(request: HttpRequest, *, practising: bool = False) -> None:
    """Starts the eight hours; `practising` says that it was one click in the practice county."""
    request.session[SINCE] = clocks.now().timestamp()
    request.session[PRACTISING] = practising
    request.session.set_expiry(0)
