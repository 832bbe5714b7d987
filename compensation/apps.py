"""The compensation app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "compensation"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from actip.access import checks
        from actip.records import security
        from actip.records.pages import context
        from compensation import catalogue, ledger, payables  # noqa: F401  declares the record types

        checks.protect(lambda: list(ledger.TABLES))
        security.further(ledger.statements)
        security.further(payables.statements)
        context.place("payment-approval", _("Approve many payments"), "FPY", "approve")
        context.place("delegations", _("Delegations"), "FPY", "approve")
        for payable in payables.PAYABLES:
            context.place("payment-runs", _("Payment runs"), payable.code, "pay")
        for code in ledger.CODES.values():
            context.place("statements", _("Statements"), code, "read", is_worked_on=False)
