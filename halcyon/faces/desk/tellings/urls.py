"""Addresses of taking down a telling."""

from django.urls import path

from halcyon.faces.desk.tellings import views

app_name = "tellings"
urlpatterns = [
    path("", views.new),
    path("new", views.new, name="new"),
    path("from/<reference>/", views.from_report, name="from_report"),
]
