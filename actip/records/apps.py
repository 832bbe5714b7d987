"""The records app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.records"
    label = "records"

    def ready(self):
        from actip.access import checks
        from actip.records import assignments, catalogue  # noqa: F401  declares the record type

        checks.protect(
            lambda: ["records_clock", "records_clockextension", *(kind.table for kind in catalogue.all_types())]
        )
