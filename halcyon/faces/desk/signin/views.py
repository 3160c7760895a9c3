"""The pages of signing in that are ours; the others are the library's, in our frame."""

from allauth.account import views as account
from django.contrib.auth import login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from halcyon.faces.desk.signin.accounts import begin_sitting, note
from halcyon.faces.desk.signin.pages import SignInAsPage
from halcyon.kernel.access.models import Account
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries
from halcyon.kernel.partnership.models import Member

BACKEND = "halcyon.faces.desk.signin.accounts.MemberBackend"


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the desk can ask its database; the words are for a machine."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


def begin(request: HttpRequest) -> HttpResponse:
    """Where whoever is not signed in is sent: to their account, or in the practice county to its people."""
    name = "sign_in_as" if queries.is_demo() else "account_login"
    wanted = onward(request, default="")
    return redirect(f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name))


def sign_in_as(request: HttpRequest) -> HttpResponse:
    """The practice county's people, one click each. Does not exist unless pack and database both say it is practice."""
    if not queries.is_demo():
        raise Http404
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method != "POST":
        page = SignInAsPage(queries.members(), onward(request, default=""))
        return render(request, "access/sign_in_as.html", {"page": page})
    member = _invented(request.POST.get("key", ""))
    note(Event.SIGNED_IN_AS, queries.actor_of(member))
    login(request, member.account, backend=BACKEND)
    begin_sitting(request, practising=True)
    return redirect(onward(request, default=reverse("front")))


def change_password(request: HttpRequest) -> HttpResponseBase:
    """For accounts that have a password; an account with passkeys alone has none to change."""
    if isinstance(request.user, Account) and not request.user.has_usable_password():
        raise Http404
    answer: HttpResponseBase = account.password_change(request)
    return answer


def onward(request: HttpRequest, *, default: str) -> str:
    """The page that was asked for before signing in, when it is one of ours."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else default


def _invented(key: str) -> Member:
    """An active member whom the practice pack invented; nobody else can be signed in as."""
    if key not in {person.key for person in queries.pack().people}:
        raise Http404
    member = Member.objects.select_related("account", "agency", "team").filter(key=key, active=True).first()
    if member is None:
        raise Http404
    return member
