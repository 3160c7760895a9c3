"""Sharing as a Django application."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "halcyon.domain.sharing"
    label = "sharing"

    def ready(self) -> None:
        """What was asked of whoever held a record is asked of whoever holds it now."""
        from halcyon.domain.sharing.following import asks_follow
        from halcyon.kernel.access import commands

        commands.follow(asks_follow)
