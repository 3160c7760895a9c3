"""Notices as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "halcyon.kernel.notices"
    label = "notices"
