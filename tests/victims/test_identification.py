"""Identification from opening to decision: limits, team, findings, re-opening with new facts, and the age that stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock, Rule
from tests.access.conftest import sql
from tests.factories import make
from victims.models import IdentificationDecision, Person, TeamRule

pytestmark = pytest.mark.django_db
FOUND = {
    "decided_on": date(2026, 1, 9), "reasons": "ครบองค์ประกอบ", "act_found": True, "means_found": True, "purpose_found": True,
    "police_present": True, "msdhs_present": True, "other_present": "labour", "own_words": "อยากกลับบ้าน",
}  # fmt: skip


@pytest.fixture
def pmj(world, story):
    return world.user("PMJ")


@pytest.fixture
def opened(story, pmj):
    with person.as_user(pmj):
        return make("identification-decisions", by=pmj, person=story.victim)


def step(record, name, by, **facts):
    with person.as_user(by):
        return actions.move(record, name, by=by, facts=facts)


def clocks(record) -> dict[str, Clock]:
    with person.as_system("look"):
        return {clock.rule.code: clock for clock in Clock.objects.filter(record_id=record.pk).select_related("rule")}


def test_the_interview_comes_within_15_days(opened, pmj):
    began = timezone.now() - timedelta(days=1)
    record = step(opened, "enter_stay", pmj, stay_began_at=began)

    clock = clocks(record)["DL-03"]
    assert (timezone.localtime(clock.due_at).date() - timezone.localtime(began).date()).days == 15
    record = step(
        record, "hold_interview", pmj, interview_on=date(2026, 1, 9), interviewer_sex="female", wished_sex="female"
    )
    assert record.status == "pending"
    assert clocks(record)["DL-03"].ended_at is not None


def test_reflection_lasts_45_days_from_the_offer(opened, pmj):
    now = timezone.now()
    record = step(opened, "enter_stay", pmj, stay_began_at=now - timedelta(days=10))
    record = step(record, "offer_reflection", pmj, reflection_offered_at=now)

    running = clocks(record)
    assert (timezone.localtime(running["DL-04"].due_at).date() - timezone.localtime(now).date()).days == 45
    assert running["DL-03"].ended_at is not None
    record = step(record, "end_reflection", pmj, reflection_ended_on=date(2026, 2, 1), reflection_end="ready")
    assert clocks(record)["DL-04"].ended_at is not None


def test_whether_the_15_days_count_in_is_a_dated_setting(opened, pmj):
    """It is loaded switched off: no source says how the two periods count together."""
    with person.as_system("the ministry confirms"):
        assert Rule.objects.get(code="DL-04-STAY").confidence == "C"
        assert Rule.objects.filter(code="DL-04-STAY", is_active=False).update(is_active=True) == 1
    began = timezone.now() - timedelta(days=10)
    record = step(opened, "enter_stay", pmj, stay_began_at=began)
    record = step(record, "offer_reflection", pmj, reflection_offered_at=timezone.now())

    assert (timezone.localtime(clocks(record)["DL-04"].due_at).date() - timezone.localtime(began).date()).days == 45


def test_a_victim_is_owed_a_notice_at_once(story, opened, pmj):
    record = step(opened, "decide_victim", pmj, **FOUND | {"decided_on": timezone.localdate()})
    owed = clocks(record)["DL-05"]
    assert owed.ended_at is None
    assert timezone.localtime(owed.due_at).date() == timezone.localdate()

    with person.as_user(pmj):
        make("rights-notices", by=pmj, person=story.victim, given_on=timezone.localdate())
    assert clocks(record)["DL-05"].ended_at is not None


def test_who_is_no_victim_is_owed_no_notice_and_is_referred(opened, pmj):
    with pytest.raises(ValidationError):
        step(opened, "decide_not_victim", pmj, **FOUND)
    record = step(opened, "decide_not_victim", pmj, **FOUND, referral="labour_claim")
    assert "DL-05" not in clocks(record)


@pytest.mark.parametrize(
    ("facts", "missing"), [({"police_present": False}, "Police"), ({"other_present": ""}, "one of")]
)
def test_the_team_must_be_complete(opened, pmj, facts, missing):
    with pytest.raises(ValidationError, match=missing):
        step(opened, "decide_victim", pmj, **FOUND | facts)


def test_a_rule_of_the_province_goes_before_the_general_one(opened, pmj):
    with person.as_system("a provincial rule"):
        TeamRule.objects.create(
            province="TH-10", required=["police", "msdhs"], one_of=["health"], valid_from=date(2020, 1, 1), source="x",
            confidence="C",
        )  # fmt: skip
    with pytest.raises(ValidationError, match="Health"):
        step(opened, "decide_victim", pmj, **FOUND)
    assert step(opened, "decide_victim", pmj, **FOUND | {"other_present": "health"}).status == "decided_victim_tip"


def test_dissent_names_an_office(opened, pmj):
    with pytest.raises(ValidationError, match="dissents"):
        step(opened, "decide_victim", pmj, **FOUND, dissent="ไม่เห็นด้วย")
    assert step(opened, "decide_victim", pmj, **FOUND, dissent="ไม่เห็นด้วย", dissenting=["labour"]).dissenting == [
        "labour"
    ]


def test_a_decision_is_opened_again_by_superseding_it(story, opened, pmj):
    first = step(opened, "decide_not_victim", pmj, **FOUND, referral="health")
    with person.as_user(pmj):
        with pytest.raises(ValidationError, match="decided already"):
            make("identification-decisions", by=pmj, person=story.victim)
        with pytest.raises(ValidationError, match="new facts"):
            make("identification-decisions", by=pmj, person=story.victim, supersedes=first)
        again = make("identification-decisions", by=pmj, person=story.victim, supersedes=first, new_facts="พยานใหม่")
    step(again, "decide_victim", pmj, **FOUND)

    with person.as_user(pmj):
        assert Person.objects.get(pk=story.victim.pk).status == "victim"
        decided = IdentificationDecision.objects.decided_in(2026)
        assert (decided.count(), decided.people(), decided.in_force().count()) == (2, 1, 1)


def test_the_database_itself_refuses_a_second_identification_that_supersedes_nothing(story, opened, pmj):
    first = step(opened, "decide_not_victim", pmj, **FOUND, referral="health")
    with person.as_user(pmj):
        copied = (
            "INSERT INTO victims_identificationdecision SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(),"
            " 'status', 'pending', 'decided_by_id', NULL, 'decided_at', NULL, 'supersedes_id', %s::uuid, 'new_facts', 'x'))).*"
            " FROM victims_identificationdecision d WHERE id = %s"
        )
        with pytest.raises(IntegrityError, match="decided already"), transaction.atomic():
            sql(copied, [None, first.pk])
        sql(copied, [first.pk, first.pk])


def test_the_age_of_first_contact_is_frozen_by_the_first_decision(world, story, opened, pmj):
    lab, pol = world.user("LAB"), world.user("POL")
    with person.as_user(pol):
        victim = actions.save(_aged(story.victim, "15_17"), by=pol)
    with person.as_user(pmj):
        actions.assign(victim.matter, by=pmj, agency=world.labour, basis="case_team")
    step(opened, "decide_victim", pmj, **FOUND)

    with person.as_user(pol), pytest.raises(ValidationError, match="correction"):
        actions.save(_aged(story.victim, "18_24"), by=pol)
    with person.as_user(lab), pytest.raises(ValidationError):  # she may not see that it was decided
        actions.save(_aged(story.victim, "18_24"), by=lab, entered=("age_band",))
    with person.as_user(pol):
        victim = Person.objects.get(pk=story.victim.pk)
        victim.corrected_age_band, victim.corrected_age_basis = "18_24", "document"
        actions.save(victim, by=pol)
        assert (victim.age_band, victim.is_child) == ("15_17", False)


def _aged(victim, band: str):
    victim = Person.objects.get(pk=victim.pk)
    victim.age_band = band
    return victim


@pytest.mark.parametrize("step_name", ["decide_victim", "decide_forced_labour", "decide_not_victim"])
@pytest.mark.parametrize("left_out", ["act_found", "purpose_found", "own_words", "means_found", "reasons"])
def test_a_decision_states_act_means_purpose_and_her_own_words(opened, pmj, step_name, left_out):
    facts = {name: value for name, value in FOUND.items() if name != left_out}
    facts |= {"referral": "health"} if step_name == "decide_not_victim" else {}
    with pytest.raises(ValidationError):
        step(opened, step_name, pmj, **facts)
    with person.as_user(pmj), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        sql(
            "UPDATE victims_identificationdecision SET status = 'decided_not_victim', decided_on = '2026-01-09', decided_by_id = %s,"
            " decided_at = now(), referral = 'health', act_found = true, purpose_found = false WHERE id = %s", [pmj.pk, opened.pk],
        )  # fmt: skip


def test_means_need_not_be_shown_for_a_child(world, pmj):
    facts = {name: value for name, value in FOUND.items() if name != "means_found"}
    with person.as_user(pmj):
        child = make("people", by=pmj, age_band="15_17")
        found = make("identification-decisions", by=pmj, person=child)
        found = actions.move(found, "enter_stay", by=pmj, facts={"stay_began_at": timezone.now()})
        asked = {"interview_on": date(2026, 1, 8), "interviewer_sex": "female", "wished_sex": "any"}
        with pytest.raises(ValidationError, match="trained"):
            actions.move(found, "hold_interview", by=pmj, facts=asked)
        found = actions.move(found, "hold_interview", by=pmj, facts=asked | {"child_trained": True})
        assert actions.move(found, "decide_victim", by=pmj, facts=facts).status == "decided_victim_tip"


def test_of_an_interview_the_sex_of_the_interviewer_and_her_wish_are_recorded(opened, pmj):
    record = step(opened, "enter_stay", pmj, stay_began_at=timezone.now())
    with pytest.raises(ValidationError):
        step(record, "hold_interview", pmj, interview_on=date(2026, 1, 9), interviewer_sex="female")


def test_who_is_released_from_protection_is_under_protection_no_longer(story, opened, pmj):
    now = timezone.now()
    record = step(opened, "protect", pmj, protection_started_at=now - timedelta(hours=5))
    with pytest.raises(ValidationError, match="before it began"):
        step(record, "release", pmj, protection_ended_at=now - timedelta(hours=6))
    record = step(record, "release", pmj, protection_ended_at=now)

    assert record.status == "pending"
    assert clocks(record)["DL-01"].ended_at == now
    with person.as_user(pmj):
        assert Person.objects.get(pk=story.victim.pk).status == "possible_victim"
    first = step(record, "decide_victim", pmj, **FOUND)
    with person.as_user(pmj):
        again = make("identification-decisions", by=pmj, person=story.victim, supersedes=first, new_facts="พยานใหม่")
    again = step(again, "protect", pmj, protection_started_at=now)
    step(again, "release", pmj, protection_ended_at=now)
    with person.as_user(pmj):
        assert Person.objects.get(pk=story.victim.pk).status == "victim", "as the decision that is re-opened says"
