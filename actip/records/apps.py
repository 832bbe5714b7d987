"""The records app."""

from django.apps import AppConfig


def _strange_keys() -> list[tuple[str, str, str]]:
    """Findings of access.checks: keys that are not those of this database."""
    from django.utils.translation import gettext as _

    from actip.vault import marks

    wrong = _("The key %s of ACTIP_MASTER_KEY is another one than this database was sealed with.")
    mend = _("Put back the keys that belong to this database, and never give a new key an old name.")
    return [("vault.E001", wrong % name, mend) for name in marks.strange()]


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
        checks.also(_strange_keys)
        context.place("records:clocks", _("Limits"), ANY_ROOT, "oversee")
        context.place("records:leaving", _("When an officer leaves"), ANY_ROOT, "oversee")
        context.place("records:leaving", _("When an officer leaves"), "USR", "change")
        context.place("records:role-changes", _("Changes of roles"), "USR", "read")
        context.place("records:audit-log", _("Audit log"), "AUL", "read", first=True)
