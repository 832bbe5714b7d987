"""Statements and the trial balance over the API: one regime at a time out of the ledger, by the same filters as the pages."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records.api.plain import reads
from actip.records.export import LONGEST
from compensation import books, takeaway
from compensation.api.base import Money
from compensation.models.ledger import REGIMES
from compensation.pages import trial
from compensation.pages.asked import Asked, regimes
from compensation.pages.statements import note, table, told

FILTERS = [
    OpenApiParameter("regime", str, enum=[code for code, _label in REGIMES]),
    OpenApiParameter("per", str, enum=list(books.PER)),
    OpenApiParameter("since", str, description="First day; a statement over everybody covers a year at most."),
    OpenApiParameter("until", str),
    OpenApiParameter("person", str, description="Number of the person, such as P69-7K3Q-F2DM."),
    OpenApiParameter("shelter", str, description="Code of the shelter."),
    OpenApiParameter("defendant", str, description="Id of the suspect."),
]
FIGURE = OpenApiParameter(
    "figure", str, description="Column of the statement, or account of the trial balance, whose entries are asked for."
)


class Statement(Money):
    slugs = ("statements",)

    def asked(self, request: Request, *, lines: bool) -> Asked:
        """The filters, understood. Raises PermissionDenied, ValidationError."""
        if not regimes(request.user):
            raise PermissionDenied
        asked = Asked(request.user, request.query_params, lines=lines)
        if asked.errors:
            raise ValidationError(asked.form.errors.as_data())
        if not takeaway.may_leave(asked.regime, asked.per, is_narrow=asked.scope.is_narrow, lines=lines):
            raise PermissionDenied(
                _("Of this regime only sums over everybody, by month or head, may leave the system.")
            )
        return asked


@extend_schema_view(get=extend_schema(operation_id="statements", parameters=FILTERS, responses=reads("Statement")))
class Sums(Statement):
    """Statement of one regime: columns, rows and totals in THB."""

    def get(self, request: Request) -> Response:
        asked = self.asked(request, lines=False)
        found = table(asked)
        note("statements", asked, rows=len(found["rows"]))
        names = [column.name for column in asked.scope.columns]
        return Response(
            {
                "regime": asked.regime,
                "per": asked.per,
                "columns": dict(zip(names, found["columns"], strict=True)),
                "rows": [{"label": row["label"], "sums": _texts(names, row["cells"])} for row in found["rows"]],
                "totals": _texts(names, found["totals"]),
                "is_cut": found["is_more"],
            }
        )


@extend_schema_view(
    get=extend_schema(
        operation_id="statement_entries", parameters=[*FILTERS, FIGURE], responses=reads("StatementEntries")
    )
)
class Entries(Statement):
    """The lines behind a figure: newest first, up to 10,000."""

    def get(self, request: Request) -> Response:
        asked = self.asked(request, lines=True)
        lines = list(asked.scope.lines(asked.column).select_related("entry").order_by("-on_day", "-pk")[: LONGEST + 1])
        if len(lines) > LONGEST:
            raise ValidationError(_("A file holds up to 10,000 rows. Set filters and try again."))
        note("statement-entries", asked, figure=asked.column.name if asked.column else "")
        rows = [
            {
                "on": row["on"], "kind": row["kind"], "account": line.account, "person": row["code"],
                "residence": line.residence, "debit": str(line.debit), "credit": str(line.credit),
                "record_type": line.entry.record_type, "record": line.entry.record_id, "entry": line.entry_id,
            }
            for line, row in zip(lines, told(lines, asked), strict=True)
        ]  # fmt: skip
        return Response({"total": str(books.total(asked.scope.lines(asked.column), asked.column)), "results": rows})


@extend_schema_view(
    get=extend_schema(
        operation_id="trial_balance",
        parameters=[FILTERS[0], OpenApiParameter("on", str, description="At the end of this day; today if left out.")],
        responses=reads("TrialBalance"),
    )
)
class TrialBalance(Money):
    """The accounts of one regime at the end of a day: in THB, debits, credits, debits less credits. `difference` is zero."""

    slugs = ("statements",)

    def get(self, request: Request) -> Response:
        if not regimes(request.user):
            raise PermissionDenied
        form = trial.DayForm(request.user, request.query_params)
        if form.errors:
            raise ValidationError(form.errors.as_data())
        found = trial.table(form)
        trial.note(form)
        return Response(
            {
                "regime": form.chosen,
                "on": form.day,
                "accounts": [
                    {
                        "account": one.account, "label": one.label, "debits": str(one.debits), "credits": str(one.credits),
                        "balance": str(one.balance),
                    }
                    for one in found["accounts"]
                ],
                "totals": {"debits": str(found["debits"]), "credits": str(found["credits"])},
                "difference": str(found["difference"]),
            }
        )  # fmt: skip


def _texts(names: list[str], cells: list[dict]) -> dict[str, str]:
    return {name: str(cell["amount"]) for name, cell in zip(names, cells, strict=True)}
