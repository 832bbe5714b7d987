"""The cases app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "cases"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from actip.records import leaving
        from actip.records.pages import context
        from cases import catalogue  # noqa: F401  declares the record types
        from cases.evidence import (
            custody,
            work,  # noqa: F401  puts its alarms into somebody's work
        )

        leaving.further(_("Evidence in this officer's custody"), custody.held_by, custody.held_rows)
        context.place("intake:queue", _("Triage"), "RPT", "create", first=True)
        context.place("hearing-calendar", _("Hearing calendar"), "PRC", "read")
