"""Indicators over the API: the same figures, definitions and comparisons as the dashboard."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from actip.access.decide import decide
from actip.records.api.plain import Plain, reads
from actip.thai.dates import parse_year
from reporting import cells, funnel
from reporting.cells import Figures
from reporting.comparison import Comparison, compare
from reporting.indicators import BY_CODE, INDICATORS, Indicator


def allowed(request: Request, indicator: Indicator) -> bool:
    """Whether the person counts these records herself; if not, she may still read the country's statistics."""
    return decide(request.user, indicator.record_code, "read")


class Statistics(Plain):
    """What all addresses share: a program needs `indicators` in its list of record types."""

    slugs = ("indicators",)


class IndicatorList(Statistics):
    """What is counted, and how."""

    @extend_schema(operation_id="indicators_list", responses=reads("Indicators"))
    def get(self, request: Request) -> Response:
        open_ones = [i for i in INDICATORS if allowed(request, i) or decide(request.user, "STA", "stats")]
        if not open_ones:
            raise PermissionDenied
        return Response({"results": [describe(indicator) for indicator in open_ones]})


class IndicatorFigures(Statistics):
    """One indicator's figures: over what the caller reaches, or over the country with groups under five left out."""

    @extend_schema(
        operation_id="indicators_retrieve",
        parameters=[OpenApiParameter("year", int, description="Year, in either calendar; all years without it.")],
        responses=reads("IndicatorFigures"),
    )
    def get(self, request: Request, code: str) -> Response:
        indicator = BY_CODE.get(code)
        if indicator is None:
            raise NotFound
        is_own = allowed(request, indicator)
        if not is_own and not decide(request.user, "STA", "stats"):
            raise PermissionDenied
        figures = cells.figures(indicator) if is_own else cells.national(indicator)
        year = asked_year(request)
        years = sorted({y for y, _by, _category in figures if year in (None, y)})
        return Response(
            describe(indicator)
            | {
                "scope": "reach" if is_own else "country",
                "figures": [row for each in years for row in rows(figures, each)],
                "published": [beside(found) for each in years for found in compare(indicator, each, figures)],
            }
        )


class ReferralPath(Statistics):
    """The referral path of one year: notified, screened, identified, victims, counted in reports and in people."""

    @extend_schema(
        operation_id="referral_path_retrieve",
        parameters=[OpenApiParameter("year", int, description="Year, in either calendar; this year without it.")],
        responses=reads("ReferralPath"),
    )
    def get(self, request: Request) -> Response:
        national = funnel.is_national(request.user)
        if national is None:
            raise PermissionDenied
        year = asked_year(request) or localdate().year
        found = [
            {"step": step.code, "title": step.label, "definition": step.definition, "reports": step.reports, "people": step.people}
            for step in funnel.steps(year, national=national)
        ]  # fmt: skip
        return Response({"year": year, "scope": "country" if national else "reach", "steps": found})


def asked_year(request: Request) -> int | None:
    """The year that the address names, in either calendar; None where it names none. Raises ValidationError for what is no year."""
    asked = request.query_params.get("year")
    try:
        return parse_year(asked) if asked else None
    except ValidationError as error:
        raise ValidationError({"year": error}) from None


def describe(indicator: Indicator) -> dict:
    """Code, title, definition, counting unit and breakdowns."""
    return {
        "code": indicator.code,
        "title": str(indicator.title),
        "definition": str(indicator.definition),
        "unit": str(indicator.unit),
        "records": indicator.slug,
        "money": "THB" if indicator.money else None,
        "breakdowns": list(indicator.breakdowns),
    }


def rows(figures: Figures, year: int) -> list[dict]:
    """One year's figures, totals first."""
    return [
        {"year": y, "breakdown": by, "category": category, "count": n, "amount": money(amount)}
        for (y, by, category), (n, amount) in sorted(figures.items())
        if y == year
    ]


def beside(found: Comparison) -> dict:
    """A published figure beside ours."""
    line = found.line
    return {
        "year": line.year, "breakdown": line.breakdown, "categories": list(line.categories), "measure": line.measure,
        "computed": money(found.computed), "published": money(found.published), "difference": money(found.difference),
        "figure": line.figure, "source": found.source,
    }  # fmt: skip


def money(amount: Decimal | None) -> str | None:
    """Decimals travel as text, so that none is rounded on the way."""
    return None if amount is None else str(amount)
