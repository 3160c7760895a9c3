"""Children as a Django application."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "halcyon.domain.children"
    label = "children"
