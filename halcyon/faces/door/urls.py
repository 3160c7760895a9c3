"""Every address of the door. There is no other: what is pinned under a name that stands here in no line opens by its name."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from django.urls import path as address

from halcyon.faces.door import faults, pages, pictures, returning, telling


def path(route: str, view: Callable[..., HttpResponse], values: dict[str, Any] | None = None) -> URLPattern:
    """An address whose view may break without a word of the visitor's going anywhere."""
    return address(route, faults.caught(view, pages.our_fault), values or {})


urlpatterns = [
    path("", pages.front),
    path("your-privacy", pages.written, {"slug": "privacy"}),
    path("leaving", pages.written, {"slug": "exit"}),
    path("tell", telling.tell),
    path("back", returning.back),
    path("leave", pages.leave),
    path("all-pages", pages.all_pages),
    path("pictures/<uuid:key>.webp", pictures.picture),
    path("healthz", pages.healthz),
    path("robots.txt", pages.robots),
    path("sitemap.xml", pages.sitemap),
    path("favicon.ico", pages.icon),
    path("<slug:name>.pdf", pages.paper, {"sort": "pdf"}),
    path("<slug:name>.jpg", pages.paper, {"sort": "jpg"}),
    path("<slug:slug>", pages.written),
]
handler400 = "halcyon.faces.door.pages.not_understood"
handler403 = "halcyon.faces.door.pages.not_understood"
handler404 = "halcyon.faces.door.pages.not_there"
handler500 = "halcyon.faces.door.pages.our_fault"
