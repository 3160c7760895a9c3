"""Sharing as a Django application."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "halcyon.domain.sharing"
    label = "sharing"
