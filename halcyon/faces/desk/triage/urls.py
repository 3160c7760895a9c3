"""The routes of triage. The page itself is the desk's front."""

from django.urls import path

from halcyon.faces.desk.triage import views

app_name = "triage"
urlpatterns = [path("lines", views.lines, name="lines")]
