"""The figures that a person's dashboard shows: cells of her tokens plus what changed since; exact at every moment."""

from collections import defaultdict
from decimal import Decimal

from django.db import connection, connections, models, transaction
from django.db.models import Count, Sum, Value
from django.db.models.functions import ExtractYear

from reporting.indicators import INDICATORS, Indicator

ZERO = Decimal(0)
MOST_CHANGED = 2000  # up to so many changed matters are corrected on reading; actip.corrections has the same number
Figure = tuple[int, Decimal]  # how many, THB
Figures = dict[tuple[int, str, str], Figure]  # (year, breakdown, category) -> figure; breakdown "" is the total


def statements() -> list[str]:
    """For `manage.py secure`: the function that lists a matter's facts, written from the indicators; the cells' policy."""
    parts = [_fact_sql(indicator, name) for indicator in INDICATORS for name in ("", *indicator.breakdowns)]
    codes = sorted({indicator.record_code for indicator in INDICATORS})
    mine = " OR ".join(
        f"(code = '{code}' AND token = ANY ((SELECT actip.keys('{code}', 'read'))::int[]))" for code in codes
    )
    return [
        "DROP FUNCTION IF EXISTS actip.facts(uuid[])",
        "CREATE FUNCTION actip.facts(matters uuid[]) RETURNS TABLE (matter_id uuid, code text, indicator text, year int,"
        " breakdown text, category text, n bigint, amount numeric) LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = public, pg_catalog AS $$ {' UNION ALL '.join(parts)} $$",
        "REVOKE ALL ON FUNCTION actip.facts, actip.counting_tokens FROM PUBLIC",
        "ALTER TABLE reporting_cell ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE reporting_cell FORCE ROW LEVEL SECURITY",
        "DROP POLICY IF EXISTS see ON reporting_cell",
        # Nobody's own cells: the whole country, for whoever may read statistics, and no group of fewer than five (is_told).
        "CREATE POLICY see ON reporting_cell FOR SELECT TO actip_app, actip_report"
        f" USING ({mine} OR (token = 0 AND (SELECT actip.may('STA', 'stats'))"
        " AND actip.is_told(code, indicator, year, breakdown, category)))",
    ]


def _fact_sql(indicator: Indicator, breakdown: str) -> str:
    """One indicator and breakdown: its records grouped by matter, year and category, as SQL text."""
    expression = indicator.breakdowns[breakdown] if breakdown else Value("", output_field=models.CharField())
    money = (
        Sum(indicator.money)
        if indicator.money
        else Value(ZERO, output_field=models.DecimalField(max_digits=20, decimal_places=2))
    )
    rows = (
        indicator.records()
        .order_by()
        .annotate(year_=ExtractYear(indicator.dated), category_=expression)
        .values("matter_id", "year_", "category_")
        .annotate(n_=Count("id"), amount_=money)
        .values_list("matter_id", "year_", "category_", "n_", "amount_")
    )
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        text = cursor.mogrify(sql, params)
    text = text.decode() if isinstance(text, bytes) else text
    return (
        f"SELECT q.m, '{indicator.record_code}'::text, '{indicator.code}'::text, q.y::int, '{breakdown}'::text,"
        f" coalesce(q.c, '')::text, q.n::bigint, q.a::numeric FROM ({text}) AS q(m, y, c, n, a)"
        " WHERE q.m = ANY (matters) AND q.y IS NOT NULL"
    )


def figures(indicator: Indicator) -> Figures:
    """An indicator's figures over what the person reaches."""
    found: dict[tuple[int, str, str], list] = defaultdict(lambda: [0, ZERO])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, breakdown, category, n, amount FROM reporting_cell WHERE code = %s AND indicator = %s"
            " AND token = ANY ((SELECT actip.keys(%s, 'read'))::int[]) AND token <> 0"
            " UNION ALL SELECT year, breakdown, category, n, amount FROM actip.corrections(%s) WHERE indicator = %s",
            [indicator.record_code, indicator.code, indicator.record_code, indicator.record_code, indicator.code],
        )
        for year, breakdown, category, n, amount in cursor.fetchall():
            cell = found[year, breakdown, category]
            cell[0] += n
            cell[1] += amount
    return {key: (n, amount) for key, (n, amount) in found.items() if n}


def national(indicator: Indicator) -> Figures:
    """An indicator's figures over the whole country, groups under five left out by the database; not to be opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, breakdown, category, n, amount FROM reporting_cell WHERE token = 0 AND code = %s AND indicator = %s",
            [indicator.record_code, indicator.code],
        )
        return {(year, breakdown, category): (n, amount) for year, breakdown, category, n, amount in cursor.fetchall()}


def waiting() -> int:
    """How many matters changed since they were counted, up to one more than MOST_CHANGED; above, figures are as of the last count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.changed_matters()")
        return cursor.fetchone()[0]


def refresh(most: int = 5000, using: str = "default") -> int:
    """Count changed matters into the cells, `most` a step; returns how many. May run beside writers."""
    total = 0
    while True:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("SELECT actip.refresh_cells(%s)", [most])
            taken = cursor.fetchone()[0]
        total += taken
        if taken < most:
            return total
