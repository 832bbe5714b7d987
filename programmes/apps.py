"""The programmes app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "programmes"

    def ready(self):
        from programmes import catalogue  # noqa: F401  declares the record types
