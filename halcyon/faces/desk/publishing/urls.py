"""Addresses of what the public reads."""

from django.urls import path

from halcyon.faces.desk.publishing import acts, speaking, views

app_name = "publishing"
urlpatterns = [
    path("", views.pieces, name="pieces"),
    path("new/", views.new, name="new"),
    path("languages/", speaking.languages, name="languages"),
    path("<uuid:piece>/", views.piece, name="piece"),
    path("<uuid:piece>/withdraw/", acts.withdraw, name="withdraw"),
    path("<uuid:piece>/<slug:language>/", views.version, name="version"),
    path("<uuid:piece>/<slug:language>/edit/", views.edit, name="edit"),
    path("<uuid:piece>/<slug:language>/picture/", views.add_picture, name="add_picture"),
    path("<uuid:piece>/<slug:language>/file/", views.add_file, name="add_file"),
    path("<uuid:piece>/<slug:language>/submit/", acts.submit, name="submit"),
    path("<uuid:piece>/<slug:language>/approve/", acts.approve, name="approve"),
    path("<uuid:piece>/<slug:language>/decline/", acts.decline, name="decline"),
    path("<uuid:piece>/<slug:language>/confirm/", acts.confirm, name="confirm"),
    path("<uuid:piece>/revisions/<uuid:revision>/", views.revision, name="revision"),
    path("<uuid:piece>/revisions/<uuid:revision>/restore/", acts.restore, name="restore"),
]
