"""The compensation app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "compensation"

    def ready(self):
        from compensation import catalogue  # noqa: F401  declares the record types
