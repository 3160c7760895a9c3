"""Registers the look with Django: templates, tags and static files. It has no models."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """App `look`: no models, no start-up work."""

    name = "halcyon.kernel.look"
    label = "look"
