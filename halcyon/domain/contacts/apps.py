"""Contacts as a Django application."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "halcyon.domain.contacts"
    label = "contacts"

    def ready(self) -> None:
        """What is closed wakes when something new touches it."""
        from halcyon.domain.contacts.commands.touching import wake_what_is_touched
        from halcyon.domain.subjects import touching

        touching.listen(wake_what_is_touched)
