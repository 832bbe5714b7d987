"""Finding records by protected values, within reach and without opening any: names, documents, telephones."""

from typing import cast

from django.db import models
from django.utils.translation import gettext as _

from actip.records import catalogue
from actip.records.catalogue import RecordType
from actip.thai import names, national_id, phones
from actip.vault import search

FEW = 20


def kinds() -> list[RecordType]:
    """Record types that keep blind tokens."""
    return [kind for kind in catalogue.all_types() if hasattr(kind.model, "search_keys")]


def find(kind: RecordType, *, name: str = "", document: str = "", phone: str = "") -> list[tuple[models.Model, str]]:
    """The records that an identity of this kind belongs to, best first, each with why; no value is opened or told."""
    found: dict = {}
    if document and (key := national_id.normalise(document)):
        found |= {
            hit.row_id: _("the same document number")
            for hit in search.find_exact(kind.code, "document", key, limit=FEW)
        }
    if phone and (key := phones.normalise(phone)):
        hits = search.find_exact(kind.code, "phone", key, limit=FEW)
        found = {hit.row_id: _("the same telephone") for hit in hits} | found
    if name and (asked := names.lookups(name)):
        hits = search.find_any(kind.code, "name", asked, limit=FEW, enough=FEW)
        best = max((hit.hits for hit in hits), default=0)
        words = {hit.row_id: _("the same name or nearly") if hit.hits == best else _("a similar name") for hit in hits}
        found = found | {row: why for row, why in words.items() if row not in found}  # surer reasons first
    holder = cast(models.ForeignKey, kind.model._meta.get_field(kind.parent))
    identity = holder.related_query_name()
    records = holder.related_model._default_manager.select_related("matter").filter(**{f"{identity}__in": list(found)})
    held = {record.held_as: record for record in records.annotate(held_as=models.F(f"{identity}__pk"))}
    return [(held[key], why) for key, why in found.items() if key in held]
