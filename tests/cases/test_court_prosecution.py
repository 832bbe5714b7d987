"""The file at the prosecutor: what the case does with it, the review, and the claim that begins here."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actip.accounts import person
from actip.records import actions
from actip.records.actions import Refused
from actip.records.models import Clock
from cases.models import Case, Prosecution

pytestmark = pytest.mark.django_db


def test_the_case_follows_the_file_though_prosecutors_do_not_write_cases(trial):
    file = trial.received()
    assert trial.of_case() == "with_prosecutor"

    trial.move("PRO", file, "order_further_inquiry", further_inquiry_on=date(2026, 1, 22))
    assert trial.of_case() == "further_inquiry"

    again = trial.received(received_on=date(2026, 2, 10))
    assert trial.of_case() == "with_prosecutor"
    trial.move("PRO", again, "indict", decided_on=date(2026, 2, 20))
    assert trial.of_case() == "indicted"
    assert trial.of_charges() == ["indicted", "indicted"]
    pro = trial.world.user("PRO")
    with person.as_user(pro), pytest.raises(Refused):
        actions.move(Case.objects.get(), "close", by=pro, facts={"closed_on": date(2026, 3, 1), "close_reason": "x"})


def test_an_older_file_that_is_corrected_late_leaves_the_case_alone(trial):
    old = trial.received()
    old = trial.move("PRO", old, "suspend", decided_on=date(2026, 1, 21), decision_reason="ผู้ต้องหาหลบหนี")
    assert trial.of_case() == "suspended"
    trial.move("PRO", old, "resume")
    old = trial.move("PRO", old, "order_further_inquiry", further_inquiry_on=date(2026, 1, 25))
    trial.move("PRO", trial.received(received_on=date(2026, 2, 10)), "indict", decided_on=date(2026, 2, 20))

    with person.as_system("a correction"), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_prosecution SET status = 'further_inquiry_ordered' WHERE id = %s", [old.pk])

    assert trial.of_case() == "indicted"


def test_a_case_that_the_police_have_only_opened_or_closed_stays_as_it_is(trial):
    for state in ("opened", "closed"):
        with person.as_system("a test"):
            Case.objects.update(status=state)
            Prosecution.objects.filter(status="received").update(status="further_inquiry_ordered")
        trial.received()
        assert trial.of_case() == state


def test_a_change_by_the_prosecutor_is_noticed_by_who_had_the_case_open(trial):
    before = trial.case.version
    file = trial.received()
    pol = trial.world.user("POL")

    with person.as_user(pol), pytest.raises(actions.Conflict):
        actions.save(trial.case, by=pol, version=before)
    with person.as_user(pol), pytest.raises(actions.OutOfReach):  # while the file lies there nobody edits the case
        actions.save(Case.objects.get(), by=pol)
    trial.move("PRO", file, "order_further_inquiry", further_inquiry_on=date(2026, 1, 25))
    with person.as_user(pol):
        actions.save(Case.objects.get(), by=pol)


def test_one_file_lies_with_one_prosecutor(trial):
    trial.received()

    with pytest.raises(ValidationError, match="lies with a prosecutor already"):
        trial.received()


def test_nobody_is_indicted_without_a_charge_that_was_laid(trial):
    file, pol = trial.received(), trial.world.user("POL")
    with person.as_user(pol):
        for charge in trial.charges:
            actions.move(charge, "drop", by=pol, facts={"drop_reason": "x"})

    with pytest.raises(ValidationError, match="Lay a charge first"):
        trial.move("PRO", file, "indict", decided_on=date(2026, 1, 30))


def test_not_to_prosecute_is_reviewed_and_on_disagreement_goes_to_the_attorney_general(trial):
    file = trial.received()
    file = trial.move("PRO", file, "not_indict", decided_on=date(2026, 1, 30), decision_reason="พยานหลักฐานไม่พอฟ้อง")
    assert trial.of_case() == "with_prosecutor"
    assert [str(flag) for flag in file.flags] == ["Rule of review: to be confirmed"]
    with pytest.raises(ValidationError):
        trial.move("PRO", file, "disagree", reviewer="governor", reviewed_on=date(2026, 1, 29))
    file = trial.move("PRO", file, "disagree", reviewer="governor", reviewed_on=date(2026, 2, 5))
    file = trial.move("PRO", file, "send_up", sent_up_on=date(2026, 2, 6))
    trial.move("PRO", file, "overrule", attorney_general_on=date(2026, 3, 1))

    assert trial.of_case() == "indicted"
    with person.as_user(trial.world.user("POL")):
        assert Case.objects.get().decided_on == date(2026, 3, 1)


def test_the_attorney_generals_indictment_ends_remand(trial):
    trial.make("POL", "remands", suspect=trial.suspects[0])
    file = trial.move("PRO", trial.received(), "not_indict", decided_on=date(2026, 1, 30), decision_reason="x")
    file = trial.move("PRO", file, "disagree", reviewer="governor", reviewed_on=date(2026, 2, 5))
    file = trial.move("PRO", file, "send_up", sent_up_on=date(2026, 2, 6))
    trial.move("PRO", file, "overrule", attorney_general_on=date(2026, 2, 10))

    with person.as_user(trial.world.user("POL")):
        assert not Clock.objects.filter(rule__code__startswith="DL-07", ended_at=None).exists()


def test_a_file_is_not_received_before_its_case_was_opened(trial):
    with pytest.raises(ValidationError, match="before the case was opened"):
        trial.received(received_on=date(2026, 1, 4))
    file = trial.received()
    with person.as_system("by hand"), pytest.raises(IntegrityError), transaction.atomic():
        Prosecution.objects.filter(pk=file.pk).update(received_on=date(2026, 1, 4))


def test_when_the_review_agrees_the_case_is_not_prosecuted(trial):
    file = trial.move("PRO", trial.received(), "not_indict", decided_on=date(2026, 1, 30), decision_reason="x")
    file = trial.move("PRO", file, "agree", reviewer="police_head", reviewed_on=date(2026, 2, 5))

    assert trial.of_case() == "non_prosecution"
    assert file.flags == []


def test_a_claim_that_was_filed_is_whole(trial):
    file, pro = trial.received(claim_wish="wants"), trial.world.user("PRO")
    file.claim_way, file.claim_filed_on = "motion", date(2026, 5, 1)
    with person.as_user(pro), pytest.raises(ValidationError, match="has a wish, a sum and a way"):
        actions.save(file, by=pro)
    file.claim_sum = Decimal("350000.00")
    with person.as_user(pro), pytest.raises(ValidationError, match="who stated the sum"):
        actions.save(file, by=pro)

    file.claim_sum_by = "delegate"
    with person.as_user(pro):
        actions.save(file, by=pro)
