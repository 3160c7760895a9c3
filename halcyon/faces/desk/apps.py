"""The desk as a Django application: its templates come before those of the sign-in library."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "halcyon.faces.desk"
    label = "desk"
