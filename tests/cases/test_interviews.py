"""Interviews: by somebody of the sex that the person asks for, with an interpreter, a child by somebody trained."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from actip.accounts import person
from cases.interviewers import proposed
from cases.models import Interview
from tests.access.conftest import sql
from tests.api.conftest import Caller
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


@pytest.fixture
def officers(world) -> dict:
    """Colleagues by name, with the sex that each has in her own entry."""
    found = {}
    with person.as_system("sexes"):
        for name, sex in (("her", "female"), ("him", "male")):
            found[name] = world.add_user("POL", "police", name)
            type(found[name]).objects.filter(pk=found[name].pk).update(sex=sex)
            found[name].refresh_from_db()
    return found


def test_a_wish_is_not_met_by_ticking_another_sex(world, case, officers):
    with world.as_("POL"):
        values = {"by": world.user("POL"), "case": case, "wished_sex": "female"}
        with pytest.raises(ValidationError, match="own entry"):
            make("interviews", **values, interviewer=officers["him"], interviewer_sex="female")
        met = make("interviews", **values, interviewer=officers["her"], interviewer_sex="unknown")
        assert met.interviewer_sex == "female"


def test_whoever_is_chosen_is_filled_in(world, case, officers, settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.user("POL"), backend="actip.accounts.authentication.Backend")
    page = client.get(f"/cases/{case.pk}/interviewers/?wished=female")
    (proposal,) = page.context["people"]
    form = client.get(proposal["url"]).context["form"]
    assert str(form["interviewer"].value()) == str(officers["her"].pk)
    assert (form["wished_sex"].value(), form["interviewer_sex"].value()) == ("female", "female")


def test_a_program_asks_who_could_interview(world, case, officers, caller):
    path = f"/api/v1/cases/{case.pk}/interviewers/?wished="
    assert [row["name"] for row in caller("POL").get(path + "male").body["results"]] == [str(officers["him"])]
    assert caller("POL").get(path + "nobody").status == 400
    assert caller("PRO").get(path + "male").status == 403
    stranger = world.add_user("POL", "police_two", "stranger")
    assert caller(user=stranger).get(path + "male").status == 404
    limited = Caller(world.add_user("POL", "police", "limited"), record_types=["cases"])
    assert limited.get(path + "male").status == 403
