"""The records app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.records"
    label = "records"

    def ready(self):
        from actip.records import assignments  # noqa: F401  declares the record type
