"""Giving protected rows new data keys: what was sealed under an old key is opened, sealed under a new one, and the old is destroyed."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from actip.vault import sealing
from actip.vault.fields import EncryptedField, KeyField, Sealed, place
from actip.vault.models import DataKey

ACT = json.dumps({"verb": "key_renewed", "detail": {}, "purpose": ""})


def sealed_models() -> list[type[models.Model]]:
    """Every model whose encrypted columns are all that its data key seals."""
    return [model for model in apps.get_models() if any(_renews(field) for field in model._meta.fields)]


def renew(keys: list[DataKey], database: str) -> tuple[int, list[DataKey]]:
    """New keys for every row under these, in one transaction: how many rows, and the keys that were left as they are.

    Left is a key under which no such row lies: nothing is destroyed that might still be needed. Rows are locked, and whoever
    had one before her to change it is told, since its version goes up; what she had before her to read still opens.
    """
    old = {key.id: key for key in keys}
    with transaction.atomic(using=database):
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT set_config('actip.act', %s, true)", [ACT])
        rows = list(_rows(list(old), database))
        new = {key_id: DataKey.fresh() for key_id in {row.key_id for row in rows}}
        DataKey.objects.using(database).bulk_create(new.values())
        for row in rows:
            _seal_anew(row, old[row.key_id], new[row.key_id], database)
        DataKey.objects.using(database).filter(id__in=new).update(wrapped=None, destroyed_at=timezone.now())
    return len(rows), [key for key in keys if key.id not in new]


def _renews(field: models.Field) -> bool:
    return isinstance(field, KeyField) and not field.seals_more


def _rows(keys: list, database: str) -> Iterator[Any]:
    for model in sealed_models():
        yield from model._base_manager.using(database).select_for_update(of=("self",)).filter(key_id__in=keys)


@sensitive_variables()
def _seal_anew(row: models.Model, old: DataKey, new: DataKey, database: str) -> None:
    values: dict = {"key_id": new.id}
    for field in row._meta.fields:
        if isinstance(field, EncryptedField) and (value := getattr(row, field.attname)):
            plain = sealing.unseal(old.unwrap(), value._blob, place(row, field, old))
            values[field.attname] = Sealed(sealing.seal(new.unwrap(), new.id.bytes[:4], plain, place(row, field, new)))
    if any(field.name == "version" for field in row._meta.fields):
        values["version"] = F("version") + 1
    type(row)._base_manager.using(database).filter(pk=row.pk).update(**values)
