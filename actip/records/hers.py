"""The few records of somebody who may not know of the matters that they stand in: who pays, who executes an order.

Their lists cannot start from the feed, which names matters. Row security would look at every record of the country until it
has found a page of hers: for the payer of one province 50 seconds at a million matters. One function for each such record
type gives the ids of hers, while her matters are few. Who has many finds a page of them among all, and what is paid is found there
through a view that asks the signed context once a query, not once a row.
"""

from django.db.models import QuerySet

from actip.accounts.backend import prepared
from actip.records import catalogue
from actip.records.catalogue import RecordType, matter_kind
from actip.records.scopes import DIRECT

FEW = 10_000  # matters; a fifth of them where that is much of all there is: then a page is found sooner without


def statements() -> list[str]:
    """The functions, as row security grants: all that her role reads, and what she pays in its payable states; the views."""
    return [*(_function(kind) for kind in _kinds()), *(_view(kind) for kind in _kinds() if kind.payable)]


def grants() -> list[str]:
    views = [f"GRANT SELECT ON actip.paid_{kind.table} TO actip_app, actip_report" for kind in _kinds() if kind.payable]
    return [f"GRANT EXECUTE ON FUNCTION actip.few_{kind.table} TO actip_app" for kind in _kinds()] + views


def _kinds() -> list[RecordType]:
    return [kind for kind in catalogue.all_types() if is_direct(kind)]


def is_direct(kind: RecordType) -> bool:
    """Whether somebody may find such records without knowing of their matters."""
    return bool(kind.payable) or kind.scope is DIRECT


def named(kind: RecordType, rows: QuerySet) -> QuerySet:
    """The same rows for whoever acts, by their ids where her matters are few; row security decides which of them she sees."""
    few = prepared.rows(f"SELECT actip.few_{kind.table}()", [])[0][0]
    return rows if few is None else rows.filter(pk__in=few)


def is_paid(kind: RecordType) -> str:
    """The condition on a row that whoever acts pays it, as PostgreSQL may ask of each of a million rows."""
    return (
        f"{_is_payable(kind)} AND (SELECT actip.may('{kind.code}', 'pay'))"
        f" AND (SELECT true FROM actip.paid_{kind.table} p WHERE p.id = {kind.table}.id)"
    )


def _is_payable(kind: RecordType, row: str = "") -> str:
    return f"{row}status IN ({', '.join(map(repr, kind.payable))})"


def _view(kind: RecordType) -> str:
    """Ids alone, and of those rows alone that the policy admits; it belongs to the deploying role, past row security."""
    return f"""
        CREATE OR REPLACE VIEW actip.paid_{kind.table} WITH (security_barrier) AS
        SELECT r.id FROM public.{kind.table} r JOIN public.access_matter m ON m.id = r.matter_id
        WHERE {_is_payable(kind, "r.")} AND m.reach && (SELECT actip.keys('{kind.code}', 'pay'))"""


def _function(kind: RecordType) -> str:
    pays = f" OR {_is_payable(kind, 'r.')}" if kind.payable else ""
    return f"""
        CREATE OR REPLACE FUNCTION actip.few_{kind.table}() RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        DECLARE
            reads int[] := actip.keys('{kind.code}', '{kind.see}');
            pays int[] := actip.keys('{kind.code}', 'pay');
            found bigint;
        BEGIN
            SELECT count(*) INTO found FROM (
                SELECT FROM public.access_feed f
                WHERE f.token = ANY (reads || pays) AND f.kind = '{matter_kind(kind)}' LIMIT {FEW + 1}) m;
            IF 0 = ANY (reads || pays) OR found > {FEW} OR (found > {FEW // 5} AND found * 20 > (
                    SELECT c.reltuples FROM pg_class c WHERE c.oid = 'public.{kind.table}'::regclass)) THEN
                RETURN NULL;
            END IF;
            RETURN ARRAY(SELECT r.id FROM public.access_feed f CROSS JOIN LATERAL
                             (SELECT * FROM public.{kind.table} WHERE matter_id = f.matter_id OFFSET 0) r -- matter by matter, never all rows
                         WHERE f.token = ANY (reads || pays) AND f.kind = '{matter_kind(kind)}'
                           AND (f.token = ANY (reads){pays}));
        END $$"""
