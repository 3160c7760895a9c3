"""Addresses of taking down a telling."""

from django.urls import path

from halcyon.faces.desk.tellings import views

app_name = "tellings"
urlpatterns = [path("", views.new), path("new", views.new, name="new")]
