"""The promise as a Django application."""

from django.apps import AppConfig


class PromiseConfig(AppConfig):
    name = "halcyon.domain.promise"
    label = "promise"
