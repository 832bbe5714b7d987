"""The reporting app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "reporting"

    def ready(self):
        from actip.records import security
        from reporting import cells

        security.further(cells.statements)
