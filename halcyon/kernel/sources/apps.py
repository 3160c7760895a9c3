"""The source register as a Django application."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "halcyon.kernel.sources"
    label = "sources"
