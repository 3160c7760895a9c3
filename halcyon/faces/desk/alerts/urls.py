"""Addresses of what was raised to the top."""

from django.urls import path

from halcyon.faces.desk.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("<reference>/", views.alert, name="alert"),
    path("<reference>/answer/", views.answer, name="answer"),
]
