"""The way of a court case: its steps, hearings, appeals, a new trial; dates in order and numbers that tell nothing."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from cases.lookalikes import same_court_number
from cases.models import CourtCase, Hearing, Judgment
from tests.compensation.conftest import refused
from tests.factories import build, make
from tests.rows import copied

pytestmark = pytest.mark.django_db
NEXT = timezone.make_aware(datetime(2026, 4, 20, 13, 30))


def test_from_filing_to_a_final_judgment_by_appeal_and_leave(trial):
    court_case = trial.read()
    values = {"court_case": court_case, "judgment": trial.judgments[0]}
    appeal = trial.make("PRO", "appeals", **values, appellant="prosecutor")
    assert trial.move("CRT", appeal, "decide", result="affirmed", decided_on=date(2026, 9, 1)).status == "decided"
    court_case = CourtCase(pk=court_case.pk)
    court_case = trial.move("CRT", court_case, "read_appeal_judgment", appeal_judgment_on=date(2026, 9, 1))

    further = trial.make("PRO", "appeals", **values, level="supreme", filed_on=date(2026, 9, 20))
    court_case = trial.move("CRT", court_case, "grant_leave", leave_decided_on=date(2026, 10, 1))
    with pytest.raises(ValidationError, match="not decided yet"):
        trial.move(
            "CRT",
            court_case,
            "read_supreme_judgment",
            supreme_judgment_on=date(2026, 11, 1),
            final_on=date(2026, 11, 1),
        )
    trial.move("CRT", further, "decide", result="affirmed", decided_on=date(2026, 11, 1))
    court_case = trial.move(
        "CRT", court_case, "read_supreme_judgment", supreme_judgment_on=date(2026, 11, 1), final_on=date(2026, 11, 1)
    )

    assert (court_case.status, court_case.leave_sought_on) == ("final", date(2026, 9, 20))


def test_a_judgment_is_read_only_when_it_is_recorded(trial):
    court_case = trial.heard()

    with pytest.raises(ValidationError, match="Record and confirm the judgment"):
        trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")
    trial.judgment(court_case, 0, "convicted")
    trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")


def test_a_new_trial_takes_the_judgments_out_of_force_and_begins_again(trial):
    court_case = trial.read()
    appeal = trial.make("PRO", "appeals", court_case=court_case, judgment=trial.judgments[0])
    order = {"retrial_on": date(2026, 8, 1), "retrial_by": "appeal", "retrial_reason": "สืบพยานไม่ชอบ"}
    with pytest.raises(ValidationError, match="higher court orders"):
        trial.move("CRT", court_case, "order_retrial", **order)
    trial.move("CRT", appeal, "decide", result="retrial", decided_on=date(2026, 8, 1))
    court_case = trial.move("CRT", court_case, "order_retrial", **order)

    assert (court_case.status, court_case.judgment_on) == ("hearing", None)
    assert trial.of_charges() == ["indicted", "indicted"]
    trial.judgment(court_case, 0, "acquitted", read_on=date(2026, 10, 1))
    trial.judgment(court_case, 1, "convicted", read_on=date(2026, 7, 1))  # read before the order, entered late
    assert trial.of_charges() == ["acquitted", "indicted"]
    trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 10, 1), red_number="คม 95/2569")
    with person.as_user(trial.world.user("CRT")):
        assert Judgment.objects.filter(status="in_force").count() == 1


def test_early_testimony_may_come_before_the_charge_and_ends_without_a_judgment(trial):
    early = trial.make(
        "PRO",
        "court-cases",
        case=trial.case,
        kind="early_testimony",
        filed_on=date(2026, 1, 12),
        black_number="สพ 1/2569",
    )
    early = trial.move("CRT", early, "accept", accepted_on=date(2026, 1, 13))
    early = trial.move("CRT", early, "hear_early")
    values = {"court_case": early, "suspect": trial.suspects[0], "charge": trial.charges[0]}
    with pytest.raises(ValidationError, match="Early testimony ends without a judgment"):
        trial.make("CRT", "judgments", **values)
    with pytest.raises(ValidationError, match="court file of its own"):
        trial.move("CRT", early, "list_evidence", evidence_listing_on=date(2026, 1, 20))
    assert trial.move("CRT", early, "end_early", final_on=date(2026, 1, 21)).status == "final"
    with pytest.raises(ValidationError):
        trial.move("CRT", trial.filed(), "end_early", final_on=date(2026, 3, 1))


def test_dates_stand_in_order(trial):
    court_case = trial.make("PRO", "court-cases", case=trial.case)

    with pytest.raises(ValidationError, match="order in which things happen"):
        trial.move("CRT", court_case, "accept", accepted_on=date(2026, 2, 1))
    with person.as_system("typed wrong"), pytest.raises(IntegrityError), transaction.atomic():
        CourtCase.objects.update(accepted_on=date(2026, 2, 1))
    trial.move("CRT", court_case, "accept", accepted_on=date(2026, 2, 2))


def test_each_postponement_needs_a_reason_and_plans_the_next_hearing(trial):
    hearing = trial.make("CRT", "hearings", court_case=trial.heard())
    with pytest.raises(ValidationError):
        trial.move("CRT", hearing, "postpone", postponed_to=NEXT)
    with pytest.raises(ValidationError, match="in words"):
        trial.move("CRT", hearing, "postpone", postpone_reason="other", postponed_to=NEXT)
    with person.as_user(trial.world.user("CRT")), pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.update(status="postponed")

    trial.move("CRT", hearing, "postpone", postpone_reason="force_majeure", postponed_to=NEXT)
    with person.as_user(trial.world.user("CRT")):
        found = Hearing.objects.order_by("starts_at").values_list("status", "starts_at", "kind", "room")
        assert list(found) == [("postponed", hearing.starts_at, "witness", "704"), ("planned", NEXT, "witness", "704")]


def test_how_the_witness_was_protected_and_why_the_accused_was_away(trial):
    hearing = trial.make("CRT", "hearings", court_case=trial.heard())

    held = trial.move("CRT", hearing, "hold", measures=["closed_court", "screen"], absence="fled")

    assert held.measures == ["screen", "closed_court"]
    assert held.absence == "fled"


def test_a_hearing_or_appeal_is_not_older_than_what_it_is_about(trial):
    court_case = trial.read()
    early = timezone.make_aware(datetime(2026, 2, 1, 9, 0))

    with pytest.raises(ValidationError, match="older than the filing"):
        trial.make("CRT", "hearings", court_case=court_case, starts_at=early)
    trial.make("CRT", "hearings", court_case=court_case)
    with person.as_user(trial.world.user("CRT")), pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.update(starts_at=early)
    with pytest.raises(ValidationError, match="older than the judgment"):
        trial.make("PRO", "appeals", court_case=court_case, judgment=trial.judgments[0], filed_on=date(2026, 5, 1))


def test_a_number_of_a_hidden_case_can_be_used_and_is_not_told(trial):
    """Unique within the case alone: a refusal would tell that the number stands in a case that the writer cannot see."""
    number = "คม 77/2569"
    trial.filed(black_number=number)
    world = trial.world
    stranger = world.user("DSI")
    with person.as_user(stranger):
        other = make("cases", by=stranger)
        actions.assign(other.matter, by=stranger, agency=world.court, basis="case_team")
    elsewhere = world.add_user("PRO", "prosecutor", "another prosecutor")
    with person.as_user(stranger):
        actions.assign(other.matter, by=stranger, agency=world.prosecutor, officer=elsewhere, basis="case_team")

    with pytest.raises(ValidationError, match="number already"):
        trial.make("PRO", "court-cases", case=trial.case, black_number=number)
    new = trial.make("CRT", "court-cases", case=other, black_number=number)
    with person.as_user(world.user("CRT")):  # who reaches both is told, and may go on: one trial may cover two cases
        assert [why for _other, why in same_court_number(new)] == ["the same black number at the same court"]
    with person.as_user(stranger):
        assert list(same_court_number(build("court-cases", black_number=number, case=other))) == [
            (new, "the same black number at the same court")
        ]


def test_a_charge_is_not_filed_before_the_prosecutor_decided(trial):
    file = trial.move("PRO", trial.received(), "indict", decided_on=date(2026, 1, 30))
    with pytest.raises(ValidationError, match="before the prosecutor decided"):
        trial.make("PRO", "court-cases", case=trial.case, prosecution=file, filed_on=date(2026, 1, 29))
    early = trial.make(
        "PRO", "court-cases", case=trial.case, prosecution=file, kind="early_testimony", filed_on=date(2026, 1, 22)
    )
    assert early.pk
    filed = trial.make("PRO", "court-cases", case=trial.case, prosecution=file)
    with person.as_system("by hand"), pytest.raises(IntegrityError), transaction.atomic():
        CourtCase.objects.filter(pk=filed.pk).update(filed_on=date(2026, 1, 29))


def test_an_appeal_by_sql_is_against_an_earlier_judgment(trial):
    court_case = trial.read()
    appeal = trial.make("PRO", "appeals", court_case=court_case, judgment=trial.judgments[0], filed_on=date(2026, 7, 1))
    with person.as_user(trial.world.user("PRO")):
        assert refused(*copied("cases_appeal", appeal)) in ("", "23505")  # the control: not this guard's
        assert refused(*copied("cases_appeal", appeal, filed_on="2026-02-01")) == "23514"
