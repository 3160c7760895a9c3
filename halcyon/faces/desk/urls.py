"""Every address of the desk. Each view declares its permission; signing in is the one list without (signin/urls.py)."""

from django.urls import include, path

from halcyon.faces.desk.publishing import views as publishing
from halcyon.faces.desk.triage import views as triage

urlpatterns = [
    path("", triage.front, name="front"),
    path("", include("halcyon.faces.desk.signin.urls")),
    path("triage/", include("halcyon.faces.desk.triage.urls")),
    path("leaders/", include("halcyon.faces.desk.leaders.urls")),
    path("children/", include("halcyon.faces.desk.children.urls")),
    path("contacts/", include("halcyon.faces.desk.contacts.urls")),
    path("subjects/", include("halcyon.faces.desk.subjects.urls")),
    path("lists/", include("halcyon.faces.desk.lists.urls")),
    path("tellings/", include("halcyon.faces.desk.tellings.urls")),
    path("intelligence/", include("halcyon.faces.desk.intelligence.urls")),
    path("alerts/", include("halcyon.faces.desk.alerts.urls")),
    path("search/", include("halcyon.faces.desk.search.urls")),
    path("publishing/", include("halcyon.faces.desk.publishing.urls")),
    path("pictures/<uuid:picture>.webp", publishing.picture, name="picture"),  # the address it has at the door
    path("<uuid:picture>.pdf", publishing.file, {"sort": "pdf"}, name="file"),
    path("<uuid:picture>.jpg", publishing.file, {"sort": "jpg"}, name="file_picture"),
    path("asks/", include("halcyon.faces.desk.sharing.urls")),
]

handler400 = "halcyon.faces.desk.errors.not_understood"
handler403 = "halcyon.faces.desk.errors.not_allowed"
handler404 = "halcyon.faces.desk.errors.not_there"
handler500 = "halcyon.faces.desk.errors.broken"
