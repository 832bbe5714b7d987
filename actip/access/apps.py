"""The access app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.access"
    label = "access"

    def ready(self):
        from actip.access import checks  # noqa: F401  registers the check
