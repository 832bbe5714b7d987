"""A case: special by a decision, several forms and routes, places in time as exactly as is known."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from actip.records import actions, shapes
from cases import when
from cases.models import Case, CasePlace
from tests.access.conftest import sql
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "half",
    [
        {"is_special_case": True},
        {"is_special_case": True, "special_number": "กคพ. 5/2569"},
        {"is_special_case": True, "special_on": date(2026, 1, 6)},
        {"special_number": "กคพ. 5/2569", "special_on": date(2026, 1, 6)},
    ],
)
def test_a_special_case_has_the_decision_that_made_it_so(world, half):
    with world.as_("DSI"):
        with pytest.raises(ValidationError, match="by a decision"):
            make("cases", by=world.user("DSI"), **half)
        whole = {"is_special_case": True, "special_number": "กคพ. 5/2569", "special_on": date(2026, 1, 6)}
        made = make("cases", by=world.user("DSI"), **whole)
        with pytest.raises(IntegrityError, match="case_special_by_decision"), transaction.atomic():
            sql("UPDATE cases_case SET special_number = '' WHERE id = %s", [made.pk])


def test_several_forms_work_and_routes_are_kept_in_the_order_of_their_lists(world):
    with world.as_("POL"):
        make(
            "cases", by=world.user("POL"), exploitations=["forced_labour", "prostitution"], sectors=["factory", "fishing"],
            source_countries=["LA", "MM"], destination_countries=["TH"],
        )  # fmt: skip
        found = Case.objects.get()
        assert found.exploitations == ["prostitution", "forced_labour"]
        assert found.source_countries == ["MM", "LA"]
        assert shapes.display(found, "sectors") == "Fishing, Factory"
        with pytest.raises(IntegrityError, match="case_sectors_known"), transaction.atomic():
            sql("UPDATE cases_case SET sectors = '{mining}'")


@pytest.mark.parametrize(
    ("first", "last", "precision", "kept", "english", "thai"),
    [
        (date(2026, 3, 5), None, "day", (date(2026, 3, 5), date(2026, 3, 5)), "5 Mar 2026", "5 มี.ค. 2569"),
        (date(2026, 3, 5), None, "month", (date(2026, 3, 1), date(2026, 3, 31)), "March 2026", "มีนาคม 2569"),
        (date(2024, 2, 5), None, "month", (date(2024, 2, 1), date(2024, 2, 29)), "February 2024", "กุมภาพันธ์ 2567"),
        (date(2024, 2, 5), date(2025, 7, 1), "year", (date(2024, 1, 1), date(2025, 12, 31)), "2024 to 2025", "2567 ถึง 2568"),
        (date(2026, 3, 5), None, "about", (date(2026, 3, 5), date(2026, 3, 5)), "about 5 Mar 2026", "ประมาณ 5 มี.ค. 2569"),
    ],
)  # fmt: skip
def test_a_place_has_a_time_as_exact_as_is_known(world, case, first, last, precision, kept, english, thai):
    with world.as_("POL"):
        make("case-places", by=world.user("POL"), case=case, from_on=first, to_on=last, precision=precision)
        found = CasePlace.objects.get()
        assert (found.from_on, found.to_on) == kept
        with translation.override("en"):
            assert shapes.display(found, "from_on") == english
        with translation.override("th"):
            assert when.words(*kept, precision) == thai


def test_a_place_in_thailand_names_its_province_and_one_abroad_has_none(world, case):
    with world.as_("POL"):
        for wrong in ({"province": ""}, {"country": "MM"}):
            with pytest.raises(ValidationError):
                make("case-places", by=world.user("POL"), case=case, **wrong)
        make("case-places", by=world.user("POL"), case=case, country="MM", province="")


def test_places_are_read_by_the_prosecutor_and_not_by_another_unit(world, case):
    with world.as_("POL"):
        place = make("case-places", by=world.user("POL"), case=case)
        place.district = "เมือง"
        actions.save(place, by=world.user("POL"))
    with world.as_("PRO"):
        assert CasePlace.objects.count() == 1
    stranger = world.add_user("POL", "police_two", "stranger")
    from actip.accounts import person

    with person.as_user(stranger):
        assert CasePlace.objects.count() == 0
