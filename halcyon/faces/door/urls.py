"""Every address of the door. There is no other."""

from django.urls import path

from halcyon.faces.door import pages, returning, telling

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
