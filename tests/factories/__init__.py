"""One factory per record type: each makes a record that passes full validation. Give only what the test is about.

`build("reports")` returns an unsaved record; `make("reports", by=user, ...)` saves it as that user through the actions.
"""

from actip.records import actions, catalogue
from tests.factories import (  # noqa: F401  each names its record types
    access,
    care,
    cases,
    compensation,
    court,
    evidence,
    programmes,
    victims,
)
from tests.factories.base import BY_SLUG, NEEDS

__all__ = ["BY_SLUG", "NEEDS", "build", "every_slug", "links", "make"]


def build(slug: str, **values):
    """An unsaved valid record of a type (its parents must be given)."""
    return BY_SLUG[slug].build(**values)


def make(slug: str, *, by=None, **values):
    """Save a record as `by` through the actions (whoever acts now must be `by`, or the system)."""
    return actions.save(build(slug, **values), by=by)


def every_slug() -> list[str]:
    return [kind.slug for kind in catalogue.all_types()]


def links(slug: str) -> dict[str, str]:
    """Field -> slug of the record that it must point to: the parent, and what the factory names besides."""
    kind = catalogue.get(slug)
    parent = kind.model._meta.get_field(kind.parent).related_model if kind.parent else None
    return ({kind.parent: catalogue.of(parent).slug} if parent else {}) | NEEDS.get(slug, {})
