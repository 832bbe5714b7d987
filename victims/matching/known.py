"""Possible matches within the reach of whoever asks, each with a score and why; no stored value is opened."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from actip.records import catalogue
from actip.thai import alike, national_id, phones
from actip.vault import search
from actip.vault.fields import open_sealed
from victims.matching.tokens import names_of

FEW = 20
DOCUMENT, PHONE = "document", "phone"
SCORES = {DOCUMENT: 0.99, PHONE: 0.6, **alike.SCORES}
REASONS = {DOCUMENT: gettext_lazy("the same document"), PHONE: gettext_lazy("the same telephone"), **alike.REASONS}


class Match(NamedTuple):
    """A person who may be the one, how likely (0 to 1), and the reasons, the surest first."""

    person: models.Model
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Never 100: two people may hold one document."""
        return min(99, round(self.score * 100))

    @property
    def why(self) -> str:
        return ", ".join(str(REASONS[reason]) for reason in self.reasons)


@sensitive_variables()
def possible(*, full_name: str = "", other_names: str = "", document: str = "", phone: str = "") -> list[Match]:
    """People within reach whose identity answers, best first; several reasons together make it more likely."""
    found: dict = {}

    def note(hits, reason: str) -> None:
        for hit in hits:
            found.setdefault(hit.row_id, {})[reason] = SCORES[reason]

    kind = catalogue.get("identities")
    if number := national_id.normalise(document):
        note(search.find_exact(kind.code, "document", number, limit=FEW), DOCUMENT)
    if number := phones.normalise(phone):
        note(search.find_exact(kind.code, "phone", number, limit=FEW), PHONE)
    for reason, lookups in _by_reason(full_name, other_names).items():
        hits = search.find_any(kind.code, "alike", [(tokens, 1) for tokens in lookups], limit=FEW)
        note((hit for hit in hits if not found.get(hit.row_id, {}).keys() & alike.SCORES), reason)
    rows: models.QuerySet[Any] = kind.model._default_manager.filter(pk__in=list(found))
    rows = rows.prefetch_related("person__matter")
    matches = [_match(row.person, found[row.pk]) for row in rows]
    return sorted(matches, key=lambda match: (-match.score, str(match.person.pk)))[:FEW]


@sensitive_variables()
def same_person(identity) -> Iterator[tuple[models.Model, str, int]]:
    """For whoever enters an identity: others whom it may belong to, why, and how surely (0-100)."""
    typed = {name: open_sealed(identity, name) for name in ("full_name", "other_names", "document", "phone")}
    for match in possible(**typed):
        if match.person.pk != identity.person_id:
            yield match.person, match.why, match.percent


def _by_reason(full_name: str, other_names: str) -> dict[str, list[frozenset[str]]]:
    """Reason -> sets of tokens any of which is enough, the surest reason first."""
    found: dict[str, list[frozenset[str]]] = {reason: [] for reason in alike.SCORES}
    for name in names_of(full_name, other_names):
        for lookup in alike.lookups(name):
            found[lookup.reason].append(lookup.tokens)
    return {reason: lookups for reason, lookups in found.items() if lookups}


def _match(person, reasons: dict[str, float]) -> Match:
    doubt = 1.0
    for score in reasons.values():
        doubt *= 1 - score
    return Match(person, 1 - doubt, tuple(sorted(reasons, key=lambda reason: -reasons[reason])))
