"""Clocks of prosecutor, court and restraint: which run, until when, and what ends them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records.models import Clock, Rule
from cases import court_clocks

pytestmark = pytest.mark.django_db


def running(trial) -> dict:
    """Rule -> the day it ends, of the clocks that run in the case."""
    with person.as_user(trial.world.user("POL")):
        found = Clock.objects.filter(ended_at__isnull=True).select_related("rule")
        return {clock.rule.code: timezone.localtime(clock.due_at).date() for clock in found}


def switch_on(*codes):
    with person.as_system("an agency confirms"):
        Rule.objects.filter(code__in=codes).update(is_active=True)


def test_what_is_to_be_confirmed_is_loaded_switched_off_and_says_so():
    with person.as_system("a look"):
        rules = {
            rule.code: rule for rule in Rule.objects.filter(code__in=["DL-09", "DL-10", "DL-11", "DL-13", "DL-16"])
        }

    assert {code for code, rule in rules.items() if rule.is_active} == {"DL-11", "DL-16"}
    assert all("to be confirmed" in rule.name_en for rule in rules.values() if rule.confidence == "C")
    assert "policy, not law" in rules["DL-11"].name_en


def test_six_months_and_a_year_in_court(trial):
    court_case = trial.filed()
    assert running(trial) == {"DL-11": date(2026, 8, 2), "DL-11-MAX": date(2027, 2, 2)}

    court_case = trial.move("CRT", court_case, "list_evidence", evidence_listing_on=date(2026, 2, 20))
    trial.judgment(court_case, 0, "convicted")
    trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")
    assert running(trial) == {}


def test_a_month_to_appeal_once_the_rule_is_confirmed(trial):
    switch_on("DL-13")
    court_case = trial.read()
    assert running(trial) == {"DL-13": date(2026, 7, 1)}

    values = {"court_case": court_case, "judgment": trial.judgments[0]}
    appeal = trial.make("PRO", "appeals", **values, filed_on=date(2026, 7, 1))
    late = trial.make("PRO", "appeals", **values, appellant="prosecutor", filed_on=date(2026, 7, 2))
    assert appeal.due_on == date(2026, 7, 1)
    assert (appeal.flags, [str(flag) for flag in late.flags]) == ([], ["Filed after the term"])
    assert running(trial) == {}


def test_without_a_confirmed_rule_no_term_is_shown(trial):
    court_case = trial.read()

    assert trial.make("PRO", "appeals", court_case=court_case, judgment=trial.judgments[0]).due_on is None
    assert running(trial) == {}


def test_a_target_of_the_prosecutor_begins_with_the_file_and_ends_with_the_decision(trial):
    switch_on("DL-10")
    file = trial.received()
    assert running(trial) == {"DL-10": date(2026, 2, 19)}

    trial.move("PRO", file, "order_further_inquiry", further_inquiry_on=date(2026, 1, 25))
    assert running(trial) == {}


def test_a_target_for_the_inquiry_ends_when_the_case_is_not_prosecuted(trial):
    switch_on("DL-09")
    pol = trial.world.user("POL")
    with person.as_user(pol):
        court_clocks.case_opened(trial.case)
    file = trial.received()
    assert running(trial) == {"DL-09": date(2026, 7, 5)}

    file = trial.move("PRO", file, "not_indict", decided_on=date(2026, 1, 30), decision_reason="x")
    trial.move("PRO", file, "agree", reviewer="governor", reviewed_on=date(2026, 2, 5))
    assert running(trial) == {}


def test_ninety_days_of_restraint_and_what_ends_them(trial):
    asset = trial.make("AML", "assets", case=trial.case, suspect=None)
    asset = trial.move("AML", asset, "restrain", restrained_on=date(2026, 1, 31), restraint_order="ย. 12/2569")
    assert running(trial) == {"DL-16": date(2026, 5, 1)}

    asset = trial.move("AML", asset, "extend", extended_on=date(2026, 4, 20))
    assert running(trial) == {}
    asset = trial.move("AML", asset, "forfeit", forfeited_on=date(2026, 6, 1))
    trial.move("AML", asset, "give_back", returned_on=date(2026, 9, 1), returned_value="100000")


def test_a_hearing_that_is_postponed_has_its_next_day_the_same_day(trial):
    court_case = trial.heard()
    before, first = running(trial), trial.make("CRT", "hearings", court_case=court_case)
    later = timezone.now() + timedelta(days=9)
    first = trial.move("CRT", first, "postpone", postpone_reason="force_majeure", postponed_to=later)
    assert running(trial) == before  # its next day is known
    with person.as_user(trial.world.user("CRT")):
        (second,) = court_case.hearings.filter(status="planned")
    trial.move("CRT", second, "postpone", postpone_reason="other", postpone_note="ศาลติดราชการ")
    assert running(trial) == before | {"DL-12": timezone.localdate()}
    trial.make("CRT", "hearings", court_case=court_case, starts_at=later)
    assert running(trial) == before


def test_no_next_day_is_owed_once_the_judgment_is_read(trial):
    court_case = trial.heard()
    trial.move("CRT", trial.make("CRT", "hearings", court_case=court_case), "postpone", postpone_reason="force_majeure")
    assert "DL-12" in running(trial)
    trial.judgment(court_case, 0, "convicted")
    trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")
    assert running(trial) == {}
