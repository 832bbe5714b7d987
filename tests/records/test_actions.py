"""What every write asks first: who acts, what is broken, which step it is and what that sets."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions, catalogue
from cases.models import Case, Suspect
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_nobody_writes_in_the_name_of_somebody_else(world):
    pol, other = world.user("POL"), world.add_user("POL", "police", "another")

    with person.as_user(pol):
        case = make("cases", by=pol)
        for by in (other, None):
            with pytest.raises(actions.Refused):
                actions.save(case, by=by)
        actions.save(case, by=pol)


def test_whoever_is_not_signed_in_writes_nothing(world):
    pol = world.user("POL")
    with person.as_user(pol):
        case = make("cases", by=pol)

    with pytest.raises(actions.Refused):
        actions.save(case, by=pol)


def test_a_fault_of_ours_is_not_taken_for_a_record_out_of_reach(world):
    with pytest.raises(ProgrammingError), actions.gate(Case), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM access_matter")


@pytest.mark.parametrize(
    "kind", [kind for kind in catalogue.all_types() if kind.model is not Assignment], ids=lambda kind: kind.slug
)
def test_a_new_record_starts_where_its_workflow_does(kind):
    if kind.workflow:
        assert kind.model._meta.get_field(kind.workflow.field).default == kind.workflow.initial


def test_a_step_sets_what_it_names_and_nothing_else(world):
    pol = world.user("POL")

    with person.as_user(pol):
        case = make("cases", by=pol)
        name, step = next(
            (name, step) for name, step in catalogue.of(case).workflow.by_name.items() if case.status in step.sources
        )
        with pytest.raises(ValidationError) as refused:
            actions.move(case, name, by=pol, facts={"opened_on": date(2020, 1, 1)})

    assert "opened_on" not in step.fields
    assert list(refused.value.message_dict) == ["opened_on"]


def test_a_record_that_hangs_below_nothing_is_refused_in_words(world):
    pol = world.user("POL")

    with person.as_user(pol), pytest.raises(ValidationError) as refused:
        actions.save(Suspect(), by=pol)

    assert "case" in refused.value.message_dict
