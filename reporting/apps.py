"""The reporting app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "reporting"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from actip.records import security
        from actip.records.pages import context
        from reporting import cells

        security.further(cells.statements)
        context.place("dashboard", _("Dashboard"), "STA", "stats")
