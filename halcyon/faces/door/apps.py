"""The door as a Django app: pages and no models."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "halcyon.faces.door"
    label = "door"
