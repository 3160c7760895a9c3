"""Every address of the door. There is no other."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from django.urls import path as address

from halcyon.faces.door import faults, pages, returning, telling


def path(route: str, view: Callable[..., HttpResponse], values: dict[str, Any] | None = None) -> URLPattern:
    """An address whose view may break without a word of the visitor's going anywhere."""
    return address(route, faults.caught(view, pages.our_fault), values or {})


urlpatterns = [
    path("", pages.front),
    path("promise", pages.written, {"slug": "promise"}),
    path("who-can-i-tell", pages.written, {"slug": "who-can-i-tell"}),
    path("your-privacy", pages.written, {"slug": "privacy"}),
    path("leaving", pages.written, {"slug": "exit"}),
    path("tell", telling.tell),
    path("back", returning.back),
    path("leave", pages.leave),
    path("healthz", pages.healthz),
    path("robots.txt", pages.robots),
    path("favicon.ico", pages.icon),
]
handler400 = "halcyon.faces.door.pages.not_understood"
handler403 = "halcyon.faces.door.pages.not_understood"
handler404 = "halcyon.faces.door.pages.not_there"
handler500 = "halcyon.faces.door.pages.our_fault"
