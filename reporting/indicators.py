"""Indicators: each one a definition in a sentence, a queryset, a counting rule and its breakdowns.

The dashboard, the API, the cells in the database and the drill-down all read the same entry; a figure and the list that
it opens cannot differ. A fall in reports, cases or victims is never shown as good or bad.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Case as When_
from django.db.models import Exists, F, OuterRef, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records import catalogue
from cases.models import Case, Report
from compensation.models import FundPayment, Order, OrderChange, Receipt
from victims.models import IdentificationDecision, Placement
from victims.models.identification import DECIDED, NOT_VICTIM, VICTIM

RESIDENCE_OF_KIND = When_(
    When(kind__in=("government_long_term", "children_family_home"), then=Value("government_shelter")),
    When(kind="private_registered", then=Value("private_shelter")),
    default=Value("outside"),
)


@dataclass(frozen=True, eq=False)
class Indicator:
    """`records` gives the rows counted; each counts once in the year of `dated`. breakdowns: name -> expression.

    money: the column summed in THB beside the count. labels: breakdown -> field path whose choices name the categories.
    """

    code: str
    title: str | Promise
    definition: str | Promise
    slug: str
    records: Callable[[], models.QuerySet]
    dated: str
    breakdowns: dict[str, object]
    money: str = ""
    unit: str | Promise = ""
    labels: dict[str, Callable] = field(default_factory=dict)

    @property
    def kind(self):
        return catalogue.get(self.slug)

    @property
    def record_code(self) -> str:
        return self.kind.code

    def rows(self, year: int, breakdown: str = "", category: str = "") -> models.QuerySet:
        """Exactly the records that one figure counts, within the reach of whoever asks."""
        rows = self.records().filter(**{f"{self.dated}__year": year})
        if breakdown:
            rows = rows.annotate(category_=self.breakdowns[breakdown]).filter(category_=category)
        return rows

    def label(self, breakdown: str, category: str):
        """A category in the reader's language."""
        choices = self.labels.get(breakdown, ())
        return dict(choices() if callable(choices) else choices).get(category, category or _("Not stated"))


def _choices(model, name: str) -> Callable:
    return lambda: model._meta.get_field(name).flatchoices


def _first_victim_decisions():
    """Decisions that first found somebody a victim who still is one; none of a record that was merged into another."""
    hers = IdentificationDecision.objects.filter(person=OuterRef("person"))
    earlier = hers.filter(status__in=VICTIM).filter(
        Q(decided_on__lt=OuterRef("decided_on")) | Q(decided_on=OuterRef("decided_on"), id__lt=OuterRef("id"))
    )
    cleared = hers.filter(status__in=NOT_VICTIM).exclude(superseded_by__status__in=DECIDED)
    found = IdentificationDecision.objects.filter(~Exists(earlier), ~Exists(cleared), status__in=VICTIM)
    return found.filter(person__merged_into=None)


def _person(name: str):
    return F(f"person__{name}")


def _of_person(name: str) -> Callable:
    from victims.models import Person

    return _choices(Person, name)


INDICATORS = [
    Indicator(
        code="reports",
        title=_("Reports received"),
        definition=_(
            "Reports by the date they were received, whatever became of them; tips in bulk once they leave the pool."
        ),
        slug="reports",
        records=Report.objects.all,
        dated="received_at",
        breakdowns={
            "channel": F("channel"),
            "exploitation": F("exploitation"),
            "province": F("province"),
            "danger": F("danger"),
        },
        labels={name: _choices(Report, name) for name in ("channel", "exploitation", "province", "danger")},
        unit=pgettext_lazy("unit", "reports"),
    ),
    Indicator(
        code="cases",
        title=_("Cases opened"),
        definition=_("Inquiry files by the date they were opened."),
        slug="cases",
        records=Case.objects.all,
        dated="opened_on",
        breakdowns={
            "exploitation": F("exploitation"),
            "province": F("province"),
            "status": F("status"),
            "investigator": F("investigator"),
        },
        labels={name: _choices(Case, name) for name in ("exploitation", "province", "status", "investigator")},
        unit=pgettext_lazy("unit", "cases"),
    ),
    Indicator(
        code="victims",
        title=_("Victims identified"),
        definition=_(
            "People who are victims by a decision that stands (section 6 or 6/1), each once, by the date of the first; of merged records the one kept."
        ),
        slug="identification-decisions",
        records=_first_victim_decisions,
        dated="decided_on",
        breakdowns={
            "nationality": _person("nationality"),
            "sex": _person("sex"),
            "age": _person("age_band"),
            "exploitation": _person("exploitation"),
            "province": F("province"),
        },
        labels={
            "nationality": _of_person("nationality"),
            "sex": _of_person("sex"),
            "age": _of_person("age_band"),
            "exploitation": _of_person("exploitation"),
            "province": _choices(IdentificationDecision, "province"),
        },
        unit=pgettext_lazy("unit", "people"),
    ),
    Indicator(
        code="placements",
        title=_("Placements begun"),
        definition=_("Stays by the date they began; a person who moved counts for each stay."),
        slug="placements",
        records=lambda: Placement.objects.filter(placed_on__isnull=False),
        dated="placed_on",
        breakdowns={"residence": RESIDENCE_OF_KIND, "kind": F("kind")},
        labels={"residence": _choices(FundPayment, "residence"), "kind": _choices(Placement, "kind")},
        unit=_("stays"),
    ),
    Indicator(
        code="fund",
        title=_("Fund payments"),
        definition=_(
            "Payments of the Fund by the date paid, reversed ones left out; payments are counted, not people."
        ),
        slug="fund-payments",
        records=lambda: FundPayment.objects.filter(status__in=("paid", "receipted")),
        dated="paid_on",
        breakdowns={"residence": F("residence"), "kind": F("kind")},
        labels={"residence": _choices(FundPayment, "residence"), "kind": _choices(FundPayment, "kind")},
        money="amount",
        unit=_("payments"),
    ),
    Indicator(
        code="court-orders",
        title=_("Compensation ordered by courts"),
        definition=_("Orders that stand, by the date ordered; a joint debt counts once, changes on appeal are apart."),
        slug="orders",
        records=lambda: Order.objects.filter(same_debt_as=None).exclude(status="overturned"),
        dated="ordered_on",
        breakdowns={"status": F("status")},
        labels={"status": _choices(Order, "status")},
        money="amount",
        unit=_("orders"),
    ),
    Indicator(
        code="court-appeals",
        title=_("Changes of orders on appeal"),
        definition=_("What appeals added to or took from orders that stand, by the date of the order."),
        slug="order-changes",
        records=lambda: OrderChange.objects.filter(kind="appeal", status="stands").exclude(order__status="overturned"),
        dated="order__ordered_on",
        breakdowns={},
        money="amount",
        unit=_("changes"),
    ),
    Indicator(
        code="court-receipts",
        title=_("Received from defendants"),
        definition=_("Receipts that stand, by the date of the order they came for and not of the receipt."),
        slug="receipts",
        records=lambda: Receipt.objects.filter(status="received"),
        dated="order__ordered_on",
        breakdowns={"source": F("source")},
        labels={"source": _choices(Receipt, "source")},
        money="amount",
        unit=_("receipts"),
    ),
]
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
