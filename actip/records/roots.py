"""The root record of a matter carries its matter's reach: row security shows it without a look at the matter.

Kept by triggers, no field of the model: the application reads the column only through policies, and what it writes there
is written over (actip.take_reach). Made by `secure` for each root record of the catalogue.
"""

from collections.abc import Iterable

from actip.records import catalogue


def statements() -> list[str]:
    """The column, filled; what keeps it; and what locks a root record before its matter."""
    tables = [kind.table for kind in catalogue.roots()]
    return [
        *(_column(table) for table in tables),
        *(
            f"CREATE OR REPLACE TRIGGER take_reach BEFORE INSERT OR UPDATE OF reach ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION actip.take_reach()"
            for table in tables
        ),
        _function(
            "hold_root(of_matter uuid) RETURNS void",
            [f"PERFORM FROM public.{table} WHERE id = of_matter FOR NO KEY UPDATE" for table in tables],
        ),
        _function(
            "carry_reach() RETURNS trigger",
            [*(f"UPDATE public.{table} SET reach = NEW.reach WHERE id = NEW.id" for table in tables), "RETURN NULL"],
        ),
        "CREATE OR REPLACE TRIGGER carry_reach AFTER UPDATE OF reach ON access_matter FOR EACH ROW"
        " WHEN (OLD.reach IS DISTINCT FROM NEW.reach) EXECUTE FUNCTION actip.carry_reach()",
    ]


def _function(signature: str, steps: Iterable[str]) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION actip.{signature} LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog"
        f" AS $$ BEGIN {' '.join(f'{step};' for step in steps)} END $$"
    )


def _column(table: str) -> str:
    """Added once and filled at once, past the triggers: nothing that anybody entered changes."""
    return f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attname = 'reach') THEN
                ALTER TABLE {table} ADD COLUMN reach int[] NOT NULL DEFAULT '{{}}';
                ALTER TABLE {table} DISABLE TRIGGER USER;
                UPDATE {table} t SET reach = m.reach FROM access_matter m WHERE m.id = t.id;
                ALTER TABLE {table} ENABLE TRIGGER USER;
            END IF;
        END $$"""
