"""A screening that finds something, or leaves doubt, opens an identification, whoever screened."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from tests.access.conftest import refuses
from tests.factories import make
from victims.models import IdentificationDecision, Screening

pytestmark = pytest.mark.django_db
DONE = {
    "screened_on": date(2026, 1, 8), "form_code": "ror_bor_1", "interviewer": "พนักงานตรวจแรงงาน 5", "language": "my",
    "place": "workplace", "interpreter": "ล่าม 12",
}  # fmt: skip


@pytest.fixture
def met(world):
    """Somebody whom a labour inspector met."""
    lab = world.user("LAB")
    with person.as_user(lab):
        return make("people", by=lab)


def screen(world, met, outcome: str, **facts):
    lab = world.user("LAB")
    with person.as_user(lab):
        screening = make("screenings", by=lab, person=met)
        return actions.move(screening, "record", by=lab, facts=DONE | {"outcome": outcome} | facts)


@pytest.mark.parametrize(("outcome", "opens"), [("indications_found", 1), ("unclear", 1), ("none_found", 0)])
def test_indications_and_doubt_open_an_identification(world, met, outcome, opens):
    screening = screen(world, met, outcome)

    with person.as_system("look"):
        found = list(IdentificationDecision.objects.filter(person=met))
        offered = Assignment.objects.filter(matter=met.matter, agency=world.province, state="offered")
        assert (len(found), offered.count()) == (opens, opens)
        assert all(one.screening_id == screening.pk and one.status == "pending" for one in found)


def test_the_inspector_opens_it_and_may_not_see_it(world, met):
    screen(world, met, "unclear")

    with world.as_("LAB"):
        assert not IdentificationDecision.objects.exists()
    with world.as_("PMJ"):
        assert IdentificationDecision.objects.get().person == met


def test_a_second_screening_opens_no_second_identification(world, met):
    screen(world, met, "unclear")
    screen(world, met, "indications_found")

    with person.as_system("look"):
        assert IdentificationDecision.objects.count() == 1
        assert Assignment.objects.filter(agency=world.province).count() == 1


def test_without_interpreter_there_is_a_reason(world, met):
    with pytest.raises(ValidationError, match="interpreter"):
        screen(world, met, "none_found", interpreter="")
    screen(world, met, "none_found", interpreter="", no_interpreter="same_language")


def test_what_was_found_is_not_rewritten(world, met):
    screening = screen(world, met, "none_found")

    with world.as_("LAB"):
        assert refuses("UPDATE victims_screening SET outcome = 'unclear' WHERE id = %s", [screening.pk])


def test_screenings_are_counted_in_people_and_in_reports(world, met):
    lab = world.user("LAB")
    with person.as_user(lab):
        report = make("reports", by=lab)
        others = [make("people", by=lab, report=report) for _ in range(2)]
    for one in (met, met, *others):
        screen(world, one, "none_found")

    with person.as_user(lab):
        done = Screening.objects.done_in(2026)
        assert (done.count(), done.people(), done.reports()) == (4, 3, 1)
