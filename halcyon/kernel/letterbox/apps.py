"""The letterbox as a Django app: it has tables and functions, and no models."""

from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    name = "halcyon.kernel.letterbox"
    label = "letterbox"
