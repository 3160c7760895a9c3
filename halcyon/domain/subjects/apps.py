"""Subjects as a Django application."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "halcyon.domain.subjects"
    label = "subjects"
