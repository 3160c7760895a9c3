"""Addresses of asking and answering."""

from django.urls import path

from halcyon.faces.desk.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.asks, name="asks"),
    path("new/", views.ask, name="ask"),
    path("children/<reference>/", views.ask_detail, name="ask_detail"),
    path("<uuid:asked>/", views.answer, name="answer"),
    path("open/<reference>/", views.close_too, name="close_too"),
    path("left/<int:pk>/", views.left, name="left"),
    path("looks/<uuid:asked>/", views.answer_look, name="answer_look"),
]
