"""Every route of the desk, for every role: closed unless its view declares a permission that the role holds.

Seen to fail: once with a view that declared nothing, once with one more route of signing in that stood in no list, and
once with a view reached through a wrapper that dropped the declaration.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.roles import ROLES, Role, permissions_of
from halcyon.kernel.partnership import queries
from tests.faces.sitting import Seats, Sitting, desk  # noqa: F401

pytestmark = pytest.mark.django_db

# Everything that answers someone who is not a member. Adding a line here is a decision about the internet.
OPEN_TO_ANYONE = {
    "healthz",
    "sign_in",
    "sign_in_as",
    "account_login",
    "account_inactive",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
OWN_ACCOUNT_ONLY = {
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
SOMETHING: dict[str, Any] = {
    "reference": "2222-2222", "question": "offence", "pk": 1, "child": UUID(int=1), "decision": UUID(int=2),
    "action": UUID(int=3), "owed": UUID(int=4), "asked": UUID(int=5), "statement": UUID(int=6),
    "fact": UUID(int=7), "kind": "school",
    "judgement": UUID(int=7), "link": UUID(int=8), "match": UUID(int=9), "mention": UUID(int=10),
    "other": "3333-3333", "search": UUID(int=11), "learned": UUID(int=12), "listing": UUID(int=13),
    "piece": UUID(int=14), "language": "en", "revision": UUID(int=15), "picture": UUID(int=16),
}  # fmt: skip


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every pattern of the desk: its name, its address with something in each gap, and the pattern."""
    for found in (resolver or get_resolver("halcyon.faces.desk.urls")).url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from routes(found, address)
        else:
            yield found.name or "", filled(address, found), found


def filled(address: str, found: URLPattern) -> str:
    for name, converter in found.pattern.converters.items():
        kind = {"StringConverter": "", "UUIDConverter": "uuid:", "SlugConverter": "slug:", "IntConverter": "int:"}
        gap = f"<{kind[type(converter).__name__]}{name}>"
        assert gap in address, (gap, address)
        address = address.replace(gap, str(SOMETHING[name]))
    for name in ("reference", "question", "pk", "child", "decision", "action", "owed", "asked", "kind", "fact"):
        for kind in ("", "uuid:", "slug:", "int:"):
            address = address.replace(f"<{kind}{name}>", str(SOMETHING[name]))
    assert "<" not in address, f"say in SOMETHING what stands in {address}"
    return "/" + address


def declared(found: URLPattern) -> Permission | None:
    held = getattr(found.callback, "permission", None)
    return held if isinstance(held, Permission) else None


def test_every_route_declares_a_permission_or_is_one_of_signing_in(desks_frame: None) -> None:
    """Seen to fail: with the views of alerts declaring nothing."""
    undeclared = {name or address for name, address, found in routes() if declared(found) is None}
    assert undeclared == OPEN_TO_ANYONE | OWN_ACCOUNT_ONLY


def test_no_route_of_signing_in_opens_anything_that_is_declared(desks_frame: None) -> None:
    """Seen to fail: with a permission declared by the page that signs in with one click."""
    for name, address, found in routes():
        if declared(found) is not None:
            assert name not in OPEN_TO_ANYONE | OWN_ACCOUNT_ONLY, address


def test_nobody_who_is_not_signed_in_gets_past_a_declared_route(desk: Seats) -> None:
    """Seen to fail: with `requires` answering those who are nobody by a page."""
    nobody = desk()
    for name, address, found in routes():
        if name in OPEN_TO_ANYONE:
            continue
        for answer in entered(nobody, address):
            assert answer.status_code == 302, (address, answer.status_code)
            assert answer.url.startswith("/sign-in"), (address, found.name)


def test_without_the_permission_that_it_declares_every_route_refuses_whoever_holds_all_others(
    desk: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: the front page took what it did not declare; with `requires` that checked nothing; that took any permission."""
    lacking = set[Permission]()
    sitting = seated(desk, list(Role), monkeypatch, lacking)
    for _, address, found in routes():
        needed = declared(found)
        if needed is None:
            continue
        lacking.clear()
        lacking.add(needed)
        for answer in entered(sitting, address):
            assert answer.status_code == 403, (address, needed, answer.status_code)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_comes_in_wherever_it_holds_what_the_route_declares(
    desk: Seats,
    role: Role,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it comes in to may be missing, or ask for more: never 403, never a fault. A role holds what is declared, no more.

    Forms are sent by the first role alone that may send them: what guards a route does not ask which method it is. Seen to
    fail: with a `requires` that asked something else of whoever sends.
    """
    sitting = seated(desk, [role], monkeypatch, set())
    assert permissions_of(frozenset({role})) == ROLES[role]
    for _, address, found in routes():
        needed = declared(found)
        if needed not in ROLES[role]:
            continue
        first = role == next(each for each in Role if needed in ROLES[each])
        for answer in entered(sitting, address) if first else [sitting.get(address)]:
            assert answer.status_code != 403, (role, address, needed)
            assert answer.status_code < 500, (role, address, answer.status_code)


def entered(sitting: Sitting, address: str) -> list[Any]:
    """The answers to a GET and a POST, without those that the route does not take at all."""
    answers = [answer for answer in (sitting.get(address), sitting.post(address)) if answer.status_code != 405]
    assert answers, f"{address} takes neither GET nor POST"
    return answers


def seated(desk: Seats, roles: list[Role], monkeypatch: pytest.MonkeyPatch, lacking: set[Permission]) -> Sitting:
    """A member of the team with these roles alone, and without what is lacking at the time."""
    sitting = desk("sam")
    real = queries.actor_of
    from halcyon.faces.desk.signin import standing
    from halcyon.kernel.partnership.models import Member

    def with_roles(member: Member) -> Actor:
        member.roles = [role.value for role in roles]
        actor = real(member)
        return replace(actor, permissions=actor.permissions - lacking)

    monkeypatch.setattr(standing, "actor_of", with_roles)
    return sitting
