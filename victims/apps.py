"""The victims app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "victims"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from actip.records import security
        from actip.records.pages import context
        from victims import catalogue, merged  # noqa: F401  declares the record types
        from victims.pages import glass  # noqa: F401  puts what was opened in an emergency into somebody's work

        security.further(merged.statements)
        context.place("free-beds", _("Free beds"), "PLC", "create")
        context.place("glass-list", _("Emergency openings"), "VPR", "oversee")
