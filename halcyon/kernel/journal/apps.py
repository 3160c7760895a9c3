"""The journal as a Django application: it has no models, its tables belong to PostgreSQL."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "halcyon.kernel.journal"
    label = "journal"
