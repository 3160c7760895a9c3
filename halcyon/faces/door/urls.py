"""Every address of the door. There is no other: what is pinned under a name that stands here in no line opens by its name."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from django.urls import path as address

from halcyon.faces.door import faults, pages, pictures, returning, speaking, telling


def path(route: str, view: Callable[..., HttpResponse], values: dict[str, Any] | None = None) -> URLPattern:
    """An address whose view may break without a word of the visitor's going anywhere."""
    return address(route, speaking.spoken(faults.caught(view, pages.our_fault)), values or {})


def in_every_language() -> Iterator[URLPattern]:
    """The pages that say something: in English at their own address, in another language behind its code."""
    for before in ("", *(f"{code}/" for code in speaking.CODES)):
        yield path(before, pages.front)
        yield path(f"{before}your-privacy", pages.written, {"slug": "privacy"})
        yield path(f"{before}leaving", pages.written, {"slug": "exit"})
        yield path(f"{before}tell", telling.tell)
        yield path(f"{before}back", returning.back)
        yield path(f"{before}all-pages", pages.all_pages)
        if before:
            yield path(before.rstrip("/"), pages.front)
            yield path(f"{before}<slug:name>.pdf", pages.paper, {"sort": "pdf"})
            yield path(f"{before}<slug:slug>", pages.written)


urlpatterns = [
    *in_every_language(),
    path("leave", pages.leave),
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
