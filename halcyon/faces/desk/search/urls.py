"""Addresses of the search. What is typed is sent in the page's body, so that no address ever holds it."""

from django.urls import path

from halcyon.faces.desk.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("kept/", views.kept, name="kept"),
    path("kept/<uuid:search>/", views.opened, name="opened"),
]
