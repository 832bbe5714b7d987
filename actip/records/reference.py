"""Reference data that the program ships as files: read on every upgrade, loaded again without harm.

An app that ships some has a module `reference` with `load() -> str`, which says what was loaded; see `load_all`.
A row is found by its own key; a changed file changes the row, a row taken out of the file stays.
"""

import csv
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from actip.accounts import person
from actip.audit import trail
from actip.records.base import Record
from actip.records.models import Rule

RULES = Path(__file__).parent / "data" / "rules.csv"


def load_all() -> list[str]:
    """Load what every app ships, as the system and in one transaction; returns a sentence each."""
    with person.as_system("load reference data"), transaction.atomic(), trail.label("change"):
        return [
            import_module(f"{app.name}.reference").load()
            for app in apps.get_app_configs()
            if module_has_submodule(app.module, "reference")
        ]


def load() -> str:
    """The dated limits that clocks run by."""
    rows = [rule_from(row) for row in read(RULES)]
    return f"Rules: {keep(Rule, rows, ('code', 'valid_from'))}"


def rule_from(row: dict[str, str]) -> dict:
    """One line of rules.csv as values of a rule; an empty end means that it is still in force."""
    return row | {
        "limit": int(row["limit"]),
        "warn_before": int(row["warn_before"]),
        "warn_again": int(row["warn_again"]),
        "valid_to": row["valid_to"] or None,
        "is_active": row["is_active"] == "yes",
    }


def read(path: Path) -> list[dict[str, str]]:
    """The lines of a shipped file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def keep(model: type[models.Model], rows: list[dict], key: tuple[str, ...]) -> str:
    """Add what is new and change what differs, each row checked in full; says how many of each."""
    known = {tuple(getattr(found, name) for name in key): found for found in model._default_manager.all()}
    added, changed = [], []
    for values in rows:
        wanted = model(**values)
        wanted.clean_fields()
        found = known.get(tuple(getattr(wanted, name) for name in key))
        if found is None:
            wanted.clean()
            added.append(wanted)
        elif any(getattr(found, name) != getattr(wanted, name) for name in values):
            for name in values:
                setattr(found, name, getattr(wanted, name))
            if isinstance(found, Record):
                found.version, found.updated_at = found.version + 1, timezone.now()
            changed.append(found)
    model._default_manager.bulk_create(added, batch_size=500)
    if changed:
        model._default_manager.bulk_update(
            changed, [*rows[0], *(("version", "updated_at") if issubclass(model, Record) else ())]
        )
    return f"{len(added)} added, {len(changed)} changed, {len(rows) - len(added) - len(changed)} as they were."
