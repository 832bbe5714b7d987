"""The bank account of a payee: a compartment of its own that the payer alone opens, one at a time and with a reason."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from compensation.models.fund import one_of

# The Bank of Thailand's three-digit codes of banks.
BANKS = [
    ("002", _("Bangkok Bank")),
    ("004", _("Kasikornbank")),
    ("006", _("Krungthai Bank")),
    ("011", _("TMBThanachart Bank")),
    ("014", _("Siam Commercial Bank")),
    ("025", _("Bank of Ayudhya")),
    ("030", _("Government Savings Bank")),
    ("033", _("Government Housing Bank")),
    ("034", _("Bank for Agriculture and Agricultural Cooperatives")),
    ("other", _("Another bank")),
]


class BankAccount(MatterRecord):
    """Hangs below the payment, or the state compensation, for which it was first needed and serves every payment to the same payee.

    entered_by, entered_at: who said last where the money goes, and when; set by the database (sql/45_accounts.sql), whatever is
    sent. She neither pays to this account nor takes it to the bank.

    Encrypted; never in a list, an export or the API. The file for the bank is the one way out: see docs/bank-file.md.
    """

    payment = models.ForeignKey(
        "compensation.FundPayment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_accounts",
        verbose_name=_("Fund payment"),
    )
    application = models.ForeignKey(
        "compensation.StateApplication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_accounts",
        verbose_name=_("application for state compensation"),
    )
    bank = models.CharField(_("bank"), max_length=5, choices=BANKS)
    key = KeyField()
    account_number = EncryptedField(
        _("account number"),
        max_length=20,
        help_text=_("Digits as in the bank book, without spaces."),
    )
    account_name = EncryptedField(_("name of the account"), max_length=140)
    is_active = models.BooleanField(_("in use"), default=True)
    entered_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered or corrected last by"),
    )
    entered_at = models.DateTimeField(_("entered or corrected last at"), null=True, editable=False)
    REFUSALS = {
        "account_number_anew": _(
            "Somebody else entered this account. Whoever changes it or puts it in use again answers for it: type the account"
            " number anew, from the bank book."
        )
    }

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(is_active=True),
                name="bank_account_one_in_use",
                violation_error_message=_("This payee has an account in use already: take that one out of use first."),
            ),
            models.CheckConstraint(
                condition=one_of("payment", "application"),
                name="bank_account_of_one_payment",
                violation_error_message=_("An account is recorded at one payment."),
            ),
        ]

    def clean(self):
        """Below a payment that stands: one that is refused pays nobody."""
        of = self.payment or self.application
        if self._state.adding and of and of.status not in ("approved", "granted", "paid", "returned"):
            raise ValidationError(_("Only an approved payment needs an account."))
