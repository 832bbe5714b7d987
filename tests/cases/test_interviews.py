"""Interviews: by somebody of the sex that the person asks for, with an interpreter, a child by somebody trained."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.accounts import person
from cases.interviewers import proposed
from cases.models import Interview
from tests.access.conftest import sql
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"wished_sex": "male"}, {"wished_sex": "male", "wish_reason": "ไม่มีพนักงานสอบสวนชายในเวร"}),
        ({"interpreter_needed": True}, {"interpreter_needed": True, "interpreter_present": True}),
        ({"interpreter_needed": True}, {"interpreter_needed": True, "no_interpreter_reason": "หาล่ามไม่ได้"}),
        ({"is_child": True}, {"is_child": True, "is_trained": True}),
        ({"of_whom": "suspect"}, {"of_whom": "witness"}),
    ],
)
def test_what_was_not_as_it_should_be_has_a_reason(world, case, wrong, right):
    with world.as_("POL"):
        with pytest.raises(ValidationError):
            make("interviews", by=world.user("POL"), case=case, **wrong)
        make("interviews", by=world.user("POL"), case=case, **right)


def test_by_hand_a_child_is_not_interviewed_by_somebody_untrained_either(world, case):
    with world.as_("POL"):
        make("interviews", by=world.user("POL"), case=case)
        with pytest.raises(IntegrityError, match="trained"), transaction.atomic():
            sql("UPDATE cases_interview SET is_child = true")
        sql("UPDATE cases_interview SET is_child = true, is_trained = true")


def test_the_interviewer_works_in_the_agency_that_records_it(world, case):
    stranger = world.add_user("POL", "police_two", "stranger")
    with world.as_("POL"):
        with pytest.raises(ValidationError):
            make("interviews", by=world.user("POL"), case=case, interviewer=stranger)
        make("interviews", by=world.user("POL"), case=case, interviewer=world.user("POL"))


def test_interviews_are_read_by_prosecutor_and_court_and_by_no_shelter(world, case):
    with world.as_("POL"):
        make("interviews", by=world.user("POL"), case=case)
    for role in ("PRO", "CRT"):
        with world.as_(role):
            assert Interview.objects.count() == 1, role
    for role in ("SHG", "NGO", "PMJ", "DAT"):
        with world.as_(role):
            assert Interview.objects.count() == 0, role


def test_officers_of_the_sex_asked_for_are_proposed_from_ones_own_agency_alone(world, case):
    pol = world.user("POL")
    with person.as_system("sexes"):
        for agency, name, sex in (
            ("police", "her", "female"),
            ("police", "him", "male"),
            ("police_two", "elsewhere", "female"),
        ):
            user = world.add_user("POL", agency, name)
            type(user).objects.filter(pk=user.pk).update(sex=sex)
    with person.as_user(pol):
        assert [user.username for user, _n in proposed(pol, "female")] == ["her"]
        assert [user.username for user, _n in proposed(pol, "male")] == ["him"]
        everybody = [user.username for user, _n in proposed(pol, "either")]
        assert "elsewhere" not in everybody
        assert {"her", "him"} <= set(everybody)
        her = next(user for user, _n in proposed(pol, "female"))
        make("interviews", by=pol, case=case, interviewer=her)
        assert dict(proposed(pol, "either"))[her] == 1
        assert proposed(pol, "either")[-1][0] == her
