"""Addresses of lists from agencies."""

from django.urls import path

from halcyon.faces.desk.lists import views

app_name = "lists"
urlpatterns = [
    path("", views.received, name="received"),
    path("rows/<reference>/", views.row, name="row"),
    path("<uuid:listing>/", views.listing, name="listing"),
]
