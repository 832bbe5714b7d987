"""What a payment run may gather, declared once: read by runs, the bank's file, pages, API and, as actip.payable, the database.

Two regimes have two payers under two laws, so a run is of one regime, and an agency pays one: see docs/decisions/0026.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.db import models
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.records import catalogue, hers
from actip.records.catalogue import RecordType
from actip.records.workflow import Move, Workflow


@dataclass(frozen=True)
class Payable:
    """regime: in the ledger. slug: its record type. link: the foreign key of a run's item (and of an account) that names it.

    payers: kinds of agency that pay it. apart: who stands on it and therefore never pays it; `why_apart` tells her.
    after_return: what to do with what the bank returned.
    """

    regime: str
    slug: str
    link: str
    payers: tuple[str, ...]
    apart: tuple[str, ...]
    why_apart: Callable[[], str]
    after_return: Callable[[], str]

    @property
    def kind(self) -> RecordType:
        return catalogue.get(self.slug)

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def rows(self) -> models.QuerySet:
        """Those within reach of whoever acts."""
        return hers.named(self.kind, self.kind.model._default_manager.all())

    @property
    def step(self) -> Move:
        return cast(Workflow, self.kind.workflow).by_name["pay"]


PAYABLES = (
    Payable(
        regime="fund",
        slug="fund-payments",
        link="payment",
        payers=("fund", "msdhs", "province"),
        apart=("requested_by_id", "approved_by_id", "approved_for_id", "second_by_id"),
        why_apart=lambda: _("Whoever asked for or approved a payment cannot pay it."),
        after_return=lambda: _("Reversed in the ledger. Correct the account, then let the payment be asked for again."),
    ),
    Payable(
        regime="state_comp",
        slug="state-applications",
        link="application",
        payers=("rights",),
        apart=("entered_by_id", "decided_by_id"),
        why_apart=lambda: _("Whoever entered an application or its decision cannot pay it."),
        after_return=lambda: _(
            "The payment is reversed in the ledger; what was granted stands. Correct the account, then pay it again."
        ),
    ),
)
BY_REGIME = {each.regime: each for each in PAYABLES}


def of(user) -> Payable | None:
    """What a person pays in runs: of the regime that her agency pays, if her role pays such records at all."""
    if not user.is_authenticated or user.agency_id is None:
        return None
    found = next((each for each in PAYABLES if user.agency.kind in each.payers), None)
    return found if found and decide(user, found.code, "pay") else None


def statements() -> list[str]:
    """For `manage.py secure`: the declaration as the database reads it."""
    values = ", ".join(
        f"('{each.regime}', '{each.code}', '{each.kind.table}', '{each.link}_id', ARRAY{list(each.payers)})"
        for each in PAYABLES
    )
    return [
        "DELETE FROM actip.payable",
        f"INSERT INTO actip.payable (regime, code, tab, link, payers) VALUES {values}",
    ]
