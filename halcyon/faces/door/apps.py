"""The door as a Django app: pages and no models."""

from django.apps import AppConfig

from halcyon.kernel.look import catalogues


class DoorConfig(AppConfig):
    name = "halcyon.faces.door"
    label = "door"

    def ready(self) -> None:
        catalogues.take_up()
