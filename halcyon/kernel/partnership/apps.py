"""The partnership as a Django application."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "halcyon.kernel.partnership"
    label = "partnership"
