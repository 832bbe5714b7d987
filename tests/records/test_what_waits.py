"""What waits for somebody is asked for on every visit of her work: an index finds it, however many records wait for nobody."""

import pytest
from django.db import models

from actip.access import decide, matrix
from actip.records import catalogue

BELOW = [kind for kind in catalogue.all_types() if kind.workflow and kind.has_matter and not kind.is_root]
PAID = [kind for kind in catalogue.all_types() if kind.payable]


def waiting(kind) -> set[str]:
    """States in which somebody, of whatever role, finds a record in her work."""
    return {
        state
        for role in matrix.roles()
        for state in kind.workflow.waits_for(role, decide.granted(role, kind.code))
        if kind.code != decide.ANY_ROOT
    }


def found_by(index: models.Index, field: str) -> set[str] | None:
    """The states that an index led by the state finds: None for all of them."""
    if index.fields[:1] != [field]:
        return set()
    return held(index, field)


def held(index: models.Index, field: str) -> set[str] | None:
    """The states of the rows that an index holds: None for all of them."""
    if index.condition is None:
        return None
    states: set[str] = set()
    for name, value in index.condition.children:
        states |= set(value) if name == f"{field}__in" else {value} if name == field else set()
    return states


@pytest.mark.parametrize("kind", BELOW, ids=lambda kind: kind.slug)
def test_an_index_leads_to_what_waits(kind):
    states = waiting(kind)
    known = [found_by(index, kind.workflow.field) for index in kind.model._meta.indexes]
    assert not states or None in known or states <= set().union(*known), f"{kind.slug}: no index on {sorted(states)}"


@pytest.mark.parametrize("kind", PAID, ids=lambda kind: kind.slug)
def test_the_list_of_who_pays_is_an_index(kind):
    """In the order of that list, and of just the states that the list asks for: else the whole table is read for one page."""
    ordered = [index for index in kind.model._meta.indexes if index.expressions]
    assert any(held(index, kind.workflow.field) == set(kind.payable) for index in ordered)


def test_one_that_is_missing_would_be_seen():
    index = models.Index(fields=["status"], condition=models.Q(status__in=["requested"]), name="half")
    assert found_by(index, "status") == {"requested"}
    assert found_by(models.Index(fields=["matter", "status"], name="other"), "status") == set()
