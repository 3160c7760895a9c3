"""Lists as a Django application."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "halcyon.domain.lists"
    label = "lists"
