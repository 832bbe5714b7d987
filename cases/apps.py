"""The cases app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "cases"

    def ready(self):
        from cases import catalogue  # noqa: F401  declares the record types
