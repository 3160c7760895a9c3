"""The noticeboard as a Django app: it has tables and no models."""

from django.apps import AppConfig


class NoticeboardConfig(AppConfig):
    name = "halcyon.kernel.noticeboard"
    label = "noticeboard"
