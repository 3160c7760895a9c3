"""Intelligence as a Django application."""

from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "halcyon.domain.intelligence"
    label = "intelligence"
