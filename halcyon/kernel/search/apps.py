"""Search as a Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "halcyon.kernel.search"
    label = "search"
