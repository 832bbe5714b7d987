"""An officer who goes to another agency takes no case with her."""

import pytest

from actip.accounts import person
from actip.records import actions
from cases.models import Case
from reporting import cells
from reporting.indicators import INDICATORS
from reporting.models import Cell
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_an_officer_who_moves_loses_what_was_assigned_to_her(world):
    officer, colleague = world.user("POL"), world.add_user("POL", "police_two")
    with person.as_user(officer):
        case = make("cases", by=officer)
        actions.assign(case.matter, by=officer, agency=world.police_two, officer=colleague, basis="case_team")
    with person.as_user(colleague):
        assert Case.objects.count() == 1

    with person.as_system("she moves"):
        colleague.agency = world.ticac
        colleague.save()

    with person.as_user(colleague):
        assert Case.objects.count() == 0


def test_nor_the_figures_of_it(world):
    officer, colleague = world.user("POL"), world.add_user("POL", "police_two")
    with person.as_user(officer):
        case = make("cases", by=officer)
        actions.assign(case.matter, by=officer, agency=world.police_two, officer=colleague, basis="case_team")
    with person.as_system("she moves, the cells are counted"):
        colleague.agency = world.ticac
        colleague.save()
        cells.refresh()

    with person.as_user(colleague):
        assert cells.figures(INDICATORS[0]) == {}
        assert not Cell.objects.filter(token=4 * colleague.pk + 2).exists()
