"""What a person saves and sells while in care: lines of her savings statement, and her share of each sale."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check
from victims.models.work import baht


class SavingsLine(MatterRecord):
    """One line of the statement that she is given of money kept for her. The ledger itself is kept with the money."""

    KINDS = [("deposit", _("Paid in")), ("withdrawal", _("Paid out to the person")), ("interest", _("Interest"))]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="savings", verbose_name=_("person"))
    on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    amount = baht(_("amount in baht"))
    shown_on = models.DateField(_("statement shown to the person on"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of savings")
        verbose_name_plural = _("savings")
        constraints = [
            year_check("savings_years_are_common_era", "on", "shown_on"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="savings_above_zero",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]


class ProductSale(MatterRecord):
    """Something that she made or helped to make was sold: for how much, and what her share of it is.

    Of a sale with several makers each has a row of her own, under the number that it has in the home's book; rows of one
    number agree with each other and their shares come to no more than the price (sql/60_sales.sql).
    """

    REFUSALS = {
        "sale_rows_agree": _(
            "This number stands for another sale: day, product, channel, pieces, price and makers are not the same. To correct a"
            " sale, give each of its rows a new number."
        ),
        "sale_makers_counted": _("All makers of this sale are entered already."),
        "sale_shares_within_price": _("The shares of all makers together exceed what it was sold for."),
    }

    CHANNELS = [
        ("shelter_shop", _("Shop of the shelter")),
        ("fair", _("Fair or market")),
        ("online", _("Online")),
        ("order", _("Order of a company")),
        ("state_shop", _("Shop of a ministry")),
        ("other", _("Other")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="sales", verbose_name=_("person"))
    seller = models.ForeignKey(
        "accounts.Agency", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("sold by")
    )
    sale_number = models.CharField(
        _("number in the book of sales"),
        max_length=40,
        blank=True,
        help_text=_("The same for every maker of one sale; needed where there are several."),
    )
    sold_on = models.DateField(_("sold on"))
    product = models.CharField(
        _("product"),
        max_length=10,
        choices=[
            ("textile", _("Clothes and textiles")),
            ("weaving", _("Weaving and basketry")),
            ("jewellery", _("Jewellery")),
            ("food", _("Food")),
            ("soap", _("Soap and cosmetics")),
            ("plants", _("Plants and vegetables")),
            ("other", _("Other")),
        ],
    )
    channel = models.CharField(_("channel"), max_length=12, choices=CHANNELS)
    pieces = models.PositiveIntegerField(_("pieces"), default=1)
    price = baht(_("sold for, in baht"))
    makers = models.PositiveSmallIntegerField(_("makers"), default=1)
    share = baht(_("the person's share, in baht"))
    paid_on = models.DateField(_("share paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sale of a product")
        verbose_name_plural = _("sales of products")
        constraints = [
            year_check("sale_years_are_common_era", "sold_on", "paid_on"),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=models.F("price"), price__gt=0),
                name="sale_share_within_price",
                violation_error_message=_("A share is between zero and what it was sold for."),
            ),
            models.CheckConstraint(
                condition=models.Q(pieces__gte=1, makers__gte=1, makers__lte=500),
                name="sale_has_pieces_and_makers",
                violation_error_message=_("At least one piece, and 1 to 500 makers."),
            ),
            models.UniqueConstraint(
                fields=["person", "seller", "sale_number"],
                condition=~models.Q(sale_number=""),
                name="sale_once_a_maker",
                violation_error_message=_("The person's share of this sale is entered already."),
            ),
        ]
        indexes = [models.Index(fields=["seller", "sale_number"], name="sale_of_book")]

    def clean(self):
        """Rows of one sale are found by its number."""
        if self._state.adding and (self.makers or 1) > 1 and not self.sale_number:
            raise ValidationError({"sale_number": _("Several people made it: give the number of the sale.")})
