"""Suspects of a case are told apart by whoever may not see who they are: by their number in the case."""

import pytest
from django.db import connection, transaction

from actip.accounts import person
from actip.records import actions, shapes
from cases.models import Suspect
from tests.access.conftest import browsing
from tests.cases.test_story import signed_in
from tests.factories import make
from tests.victims.test_beds import at_once
from tests.worlds import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def test_each_gets_the_next_number_of_the_case(world, trial):
    assert [one.number_in_case for one in trial.suspects] == [1, 2]
    assert trial.make("POL", "suspects", case=trial.case).number_in_case == 3
    with world.as_("POL"):
        another = make("cases", by=world.user("POL"))
    assert trial.make("POL", "suspects", case=another).number_in_case == 1


def test_a_number_is_neither_chosen_nor_changed(world, trial):
    pol = world.user("POL")
    with person.as_user(pol):
        chosen = actions.save(Suspect(case=trial.case, number_in_case=77), by=pol)
        assert chosen.number_in_case == 3
        Suspect.objects.filter(pk=trial.suspects[0].pk).update(number_in_case=9)
        assert sorted(Suspect.objects.values_list("number_in_case", flat=True)) == [1, 2, 3]


def test_two_that_look_the_same_are_told_apart_in_lists_choices_and_headings(world, trial):
    first, second = trial.suspects
    with world.as_("POL"):
        assert shapes.title(first).startswith("Suspect 1 · ")
        assert shapes.title(second).startswith("Suspect 2 · ")
        assert shapes.title(first)[len("Suspect 1") :] == shapes.title(second)[len("Suspect 2") :]
    with browsing(signed_in(world.user("POL"))) as browser:
        form = browser.get(f"/case-charges/new/?case={trial.case.pk}").content.decode()
        assert form.index("Suspect 1 · ") < form.index("Suspect 2 · ")
        tab = browser.get(f"/cases/{trial.case.pk}/?tab=suspects").content.decode()
        assert "Number in the case" in tab
        assert ">Suspect 2</a>" in tab
        assert "Suspect 2 · " in browser.get(f"/suspects/{second.pk}/").content.decode()


def test_who_sees_but_part_of_a_suspect_sees_the_number(world, trial):
    """The case manager (level m) reads neither sex nor days of arrest."""
    pol = world.user("POL")
    with person.as_user(pol):
        actions.assign(trial.case.matter, by=pol, agency=world.msdhs, basis="case_team")
    with world.as_("DAT"):
        assert shapes.title(Suspect.objects.get(pk=trial.suspects[1].pk)).startswith("Suspect 2 · ")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_those_entered_at_once_get_a_number_each():
    with transaction.atomic():
        world = World()
        pol = world.user("POL")
        with person.as_user(pol):
            case = make("cases", by=pol)

    def enter(_place: int) -> int:
        with transaction.atomic(), person.as_user(pol):
            return actions.save(Suspect(case=case), by=pol).number_in_case

    assert sorted(at_once(enter, 6)) == [1, 2, 3, 4, 5, 6]


def test_nobody_deletes_a_suspect(world, trial):
    """So that the last number is not given again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('actip_app', 'cases_suspect', 'DELETE')")
        assert cursor.fetchone() == (False,)
