"""The records app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.records"
    label = "records"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from actip.access import checks
        from actip.access.decide import ANY_ROOT
        from actip.records import assignments, catalogue  # noqa: F401  declares the record type
        from actip.records.pages import context

        checks.protect(
            lambda: [
                "records_clock",
                "records_clockextension",
                "records_packet",
                *(kind.table for kind in catalogue.all_types()),
            ]
        )
        context.place("records:clocks", _("Limits"), ANY_ROOT, "oversee")
        context.place("records:leaving", _("When an officer leaves"), ANY_ROOT, "oversee")
        context.place("records:leaving", _("When an officer leaves"), "USR", "change")
        context.place("records:role-changes", _("Changes of roles"), "USR", "read")
