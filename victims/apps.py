"""The victims app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "victims"

    def ready(self):
        from victims import catalogue  # noqa: F401  declares the record types
