"""The route of the leaders' page."""

from django.urls import path

from halcyon.faces.desk.leaders import views

app_name = "leaders"
urlpatterns = [path("", views.leaders, name="page")]
