"""The ledger: what was decided and what moved, as balanced sets of debits and credits that nobody changes.

Written by triggers on the records that they tell of (sql/10_ledger.sql, sql/20_posting.sql), never by the application: no code
can forget to post. A balance is summed from lines whenever it is asked for.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

# Five payers, five laws: figures of two of them are never added up.
REGIMES = [
    ("fund", _("Anti-Trafficking in Persons Fund")),
    ("state_comp", _("State compensation")),
    ("court", _("Compensation ordered by a court")),
    ("witness", _("Witness protection costs")),
    ("income", _("Income from work and sales")),
]
# The record code of the matrix that opens a regime's entries: whoever reads the records reads what they came to.
CODES = {"fund": "FPY", "state_comp": "SPY", "court": "CLM", "witness": "WPR", "income": "WEL"}

KINDS = [
    ("claim", _("Claim")),
    ("order", _("Order")),
    ("approval", _("Approval")),
    ("payment", _("Payment")),
    ("receipt", _("Receipt")),
    ("interest", _("Interest")),
    ("correction", _("Correction")),
    ("write_off", _("Write-off")),
    ("earning", _("Earning")),
    ("deduction", _("Deduction")),
    ("saving", _("Saving")),
    ("withdrawal", _("Withdrawal of savings")),
    ("reversal", _("Reversal")),
]

# Each account belongs to one regime. Debit means: was promised, is owed to us, was spent; credit: where it came from.
ACCOUNTS = [
    ("fund.help", _("Help granted")),
    ("fund.payable", _("Approved and not yet paid")),
    ("fund.bank", _("Paid by the Fund")),
    ("state.granted", _("Compensation granted")),
    ("state.payable", _("Granted and not yet paid")),
    ("state.bank", _("Paid by the state")),
    ("court.asked", _("Claimed in court")),
    ("court.claims", _("Claims made")),
    ("court.owed", _("Owed by defendants")),
    ("court.ordered", _("Ordered as compensation")),
    ("court.punitive", _("Ordered as punitive damages")),
    ("court.interest", _("Interest")),
    ("court.received", _("Received from defendants")),
    ("court.written_off", _("Written off")),
    ("court.beyond", _("Received beyond what was ordered")),
    ("witness.costs", _("Costs of protection")),
    ("witness.bank", _("Paid by the office")),
    ("income.hers", _("Paid out to the person")),
    ("income.wages", _("Wages")),
    ("income.sales", _("Share of sales")),
    ("income.deducted", _("Deducted")),
    ("income.held", _("Savings held for the person")),
]


class Entry(models.Model):
    """One balanced set of lines. `by` is whoever made the step it tells of; `on_day` is the day in the world, not of entry.

    `reverses`: the entry that this one undoes, line by line and once. `again`: how often the same step of the record was posted and
    undone before; counted by trigger, so that a step stands in the ledger once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+", verbose_name=_("matter"))
    code = models.CharField(max_length=3)
    regime = models.CharField(_("regime"), max_length=10, choices=REGIMES)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    on_day = models.DateField(_("on"))
    record_type = models.CharField(max_length=40)
    record_id = models.UUIDField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    note = models.CharField(_("reason"), max_length=500, blank=True)
    again = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    posted_at = models.DateTimeField(_("posted at"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "kind", "again"],
                condition=models.Q(reverses__isnull=True),
                name="entry_once_per_record",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", reverses__isnull=False)
                | (~models.Q(kind="reversal") & models.Q(reverses__isnull=True)),
                name="entry_reversal_names_what",
            ),
            models.CheckConstraint(
                condition=models.Q(regime="fund", code="FPY")
                | models.Q(regime="state_comp", code="SPY")
                | models.Q(regime="court", code="CLM")
                | models.Q(regime="witness", code="WPR")
                | models.Q(regime="income", code="WEL"),
                name="entry_code_of_regime",
            ),
        ]
        indexes = [models.Index(fields=["record_id"], name="entry_of_record")]

    def __str__(self) -> str:
        return str(self.id)[:8]


class Line(models.Model):
    """A debit or a credit in THB. Matter, code, regime and day are its entry's, kept here so that a statement reads one table.

    category: kind of help, head of claim or cost. suspect, shelter, residence: where the line has one.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines", verbose_name=_("entry"))
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=3)
    regime = models.CharField(max_length=10, choices=REGIMES)
    on_day = models.DateField(_("on"))
    account = models.CharField(_("account"), max_length=20, choices=ACCOUNTS)
    debit = models.DecimalField(_("debit"), max_digits=14, decimal_places=2, default=0)
    credit = models.DecimalField(_("credit"), max_digits=14, decimal_places=2, default=0)
    category = models.CharField(_("head"), max_length=20, blank=True)
    residence = models.CharField(_("residence at payment"), max_length=18, blank=True)
    suspect = models.ForeignKey(
        "cases.Suspect", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("defendant")
    )
    shelter = models.ForeignKey(
        "victims.Shelter", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("shelter")
    )

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debit__gt=0, credit=0) | models.Q(debit=0, credit__gt=0), name="line_debit_or_credit"
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "on_day", "id"], name="line_of_matter"),
            models.Index(
                fields=["suspect", "on_day"], condition=models.Q(suspect__isnull=False), name="line_of_defendant"
            ),
            models.Index(
                fields=["shelter", "on_day"], condition=models.Q(shelter__isnull=False), name="line_of_shelter"
            ),
            models.Index(fields=["regime", "on_day"], name="line_of_month"),
        ]

    def __str__(self) -> str:
        return self.account
