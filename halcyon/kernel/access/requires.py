"""``@requires``: the only way a desk view runs. Opens the transaction, enters the principals, checks, journals refusals."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from halcyon.kernel import journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible, Refused, StreamedRead
from halcyon.kernel.journal import Event

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request with the member who makes it, set by the desk's middleware."""

    member: Actor


GONE = "{name}, {agency}, held it and has left. Ask for it here: a manager then says who answers you."


def whom_to_ask(hidden: NotVisible, *, by: Actor) -> tuple[str, str]:
    """What to say of a record that is not there for ``by``: whom to ask, or exactly what is said of nothing.

    And the reference to ask with, where there is someone to ask. It leaves a look, met or not (decision 0037).
    """
    journal.change(Event.ASKED_FOR, by=by)
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, agency, reference, gone from access.answer_for(%s, %s)", [list(hidden.wanted), by.principal]
        )
        name, agency, reference, gone = cursor.fetchone()
    if not name:
        return str(hidden), ""
    who = GONE.format(name=name, agency=agency) if gone else f"Ask {name}, {agency}."
    return f"A record exists that you may not open. {who}", reference


def typed(reference: str, *, by: Actor, nothing: str) -> str:
    """What to say beside a reference that somebody typed and that leads to nothing that they may open: it leaves a look like
    any other, and says whom to ask where there is someone, else ``nothing``.
    """
    sentence, there = whom_to_ask(NotVisible(reference), by=by)
    return sentence if there else nothing


def requires(permission: Permission) -> Callable[[Callable[Concatenate[DeskRequest, P], HttpResponse]], Any]:
    """Declares what a view needs. The route walk of the guards reads ``permission`` from the wrapped view."""

    def wrap(view: Callable[Concatenate[DeskRequest, P], HttpResponse]) -> Any:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = getattr(request, "member", None)
            if not isinstance(member, Actor):
                return redirect(f"{settings.LOGIN_URL}?next={request.path}")
            try:
                with transaction.atomic(durable=True), acting(member):
                    member.check(permission)
                    response = view(cast(DeskRequest, request), *args, **kwargs)
                    if hasattr(response, "render") or response.streaming:
                        raise StreamedRead(f"{view.__qualname__} answered lazily")
                    return response
            except Refused as refusal:
                with transaction.atomic(durable=True), acting(member):
                    journal.refusal(Event.REFUSED, by=member, of=refusal.of)
                return render(request, "access/refused.html", {"sentence": str(refusal)}, status=403)
            except NotVisible as hidden:
                hidden.look_for(key for key in kwargs.values() if isinstance(key, UUID))
                with transaction.atomic(durable=True), acting(member):
                    journal.refusal(Event.NOT_THERE, by=member, of=permission.name.lower())
                    sentence, reference = whom_to_ask(hidden, by=member)
                ask = reference if member.may(Permission.ASK) else ""
                return render(request, "access/not_visible.html", {"sentence": sentence, "ask": ask}, status=404)

        opened.permission = permission  # type: ignore[attr-defined]
        return opened

    return wrap
