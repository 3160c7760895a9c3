"""What holds for every answer of the desk: nothing is kept by a browser, and each request knows who makes it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from halcyon.faces.desk import errors
from halcyon.faces.desk.signin.standing import Standing, standing

Answer = Callable[[HttpRequest], HttpResponse]
SENSORS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class KeepNothing:
    """No page of the desk stays in a browser's or a gateway's memory, and none may use the device's sensors."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer["Cache-Control"] = "no-store"
        answer["Permissions-Policy"] = SENSORS
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer


class WhoIsHere:
    """Sets ``request.member``; leads those who are signed in but not yet a member to what is missing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = standing(request)
        request.standing = held  # type: ignore[attr-defined]
        request.member = held.member  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """A view that declares a permission is never reached half signed in."""
        held: Standing = request.standing  # type: ignore[attr-defined]
        if held.led_to and hasattr(view, "permission"):
            return redirect(held.led_to)
        return None


class NothingStandsAtNul:
    """An address with a NUL in it is not there: PostgreSQL refuses to be asked for one, which is no fault of the desk's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.get_full_path()):
            raise Http404
        return self.get_response(request)


class SaysWhatIsOnlySent:
    """Whoever opens an address that takes only what a page sends, after signing in again for instance, reads what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.content:
            return answer
        page = errors.only_sent(request)
        page["Allow"] = answer["Allow"]
        return page
