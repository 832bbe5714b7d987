"""State compensation, witness-protection costs and income: each with its own steps, clocks, rates and accounts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock, Rule
from compensation import ledger
from compensation.models import Line, StateApplication
from tests.compensation.conftest import refused
from tests.compensation.test_approval import limit
from tests.factories import make
from tests.records.handover import browser

pytestmark = pytest.mark.django_db


class Office:
    """The compensation office reaches the victim; so does whoever pays for it."""

    def __init__(self, world):
        self.world, self.officer, self.payer = world, world.user("RLP"), world.add_user("PAY", "rights", "state-payer")
        self.committee = world.add_user("RLP", "rights", "committee")
        with world.as_("PMJ"):
            self.victim = make("people", by=world.user("PMJ"))
            actions.assign(self.victim.matter, by=world.user("PMJ"), agency=world.rights, basis="protection")
        self.application = self.make("state-applications", person=self.victim)

    def make(self, slug, user=None, **values):
        with person.as_user(user or self.officer):
            return make(slug, by=user or self.officer, **values)

    def move(self, name, user=None, **facts):
        user = user or (self.committee if name in ("grant", "refuse", "refuse_appeal") else self.officer)
        with person.as_user(user):
            self.application = actions.move(self.application, name, by=user, facts=facts)
        return self.application

    def balances(self):
        with person.as_user(self.officer):
            assert ledger.out_of_balance() == 0
            return {account: amount for account, amount in ledger.balances().items() if amount}


@pytest.fixture
def office(world, settings) -> Office:
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return Office(world)


def granted(office, treatment="30000.00"):
    office.make("state-heads", application=office.application, granted=Decimal(treatment))
    office.make(
        "state-heads",
        application=office.application,
        head="lost_income",
        asked=Decimal("9000.00"),
        granted=Decimal("0.00"),
    )
    office.move("apply", applied_on=date(2026, 3, 1))
    return office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5))


def test_applied_granted_and_paid(office):
    assert granted(office).amount == 30000
    assert office.balances() == {"state.granted": 30000, "state.payable": -30000}

    office.move("pay", user=office.payer, paid_on=date(2026, 4, 20))

    assert office.balances() == {"state.granted": 30000, "state.bank": -30000}
    office.move("reverse", reverse_reason="ผิดบัญชี")
    assert office.balances() == {}


def test_whoever_entered_an_application_records_no_decision_on_it(office):
    office.make("state-heads", application=office.application, granted=Decimal("100.00"))
    office.move("apply", applied_on=date(2026, 3, 1))
    facts = {"decided_on": date(2026, 4, 1), "notified_on": date(2026, 4, 5)}
    for name, more in (("grant", {}), ("refuse", {"refuse_reason": "x"})):
        with pytest.raises(ValidationError, match="Somebody else"):
            office.move(name, user=office.officer, **facts, **more)
    office.move("refuse", **facts, refuse_reason="x")
    office.move("appeal", appealed_on=date(2026, 4, 10))
    office.move("grant", **facts)  # the committee's secretary again: the same stamp, not a second person's


def test_three_people_hold_for_state_compensation_even_for_the_system(office):
    granted(office)
    with person.as_system("a test"):
        for column in ("decided_by_id", "paid_by_id"):
            stamp = column.removesuffix("_by_id")
            statement = (
                f"UPDATE compensation_stateapplication SET {column} = entered_by_id, {stamp}_at = now() WHERE id = %s"
            )
            assert refused(statement, [office.application.pk]) == "23514", column


def test_the_year_runs_from_the_day_she_learned_and_ends_with_the_application(office):
    with person.as_user(office.officer):
        clock = Clock.objects.get(record_id=office.application.pk)
        assert (clock.rule.code, clock.due_at.date() - date(2026, 1, 6)) == ("DL-14", timedelta(days=365))
    office.move("apply", applied_on=date(2026, 3, 1))
    with person.as_user(office.officer):
        assert Clock.objects.get(record_id=office.application.pk).ended_at is not None


def test_nothing_is_granted_before_a_head_says_how_much(office):
    office.make("state-heads", application=office.application, granted=Decimal("0.00"))
    office.move("apply", applied_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="First record under each head what was granted"):
        office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5))


def test_the_days_to_appeal_run_from_the_notice_and_the_decision_on_an_appeal_has_none(office):
    with person.as_system("a test: the rule is confirmed"):
        Rule.objects.filter(code="DL-15").update(is_active=True)

    def days() -> list[tuple]:
        with person.as_user(office.officer):
            found = Clock.objects.filter(record_id=office.application.pk, rule__code="DL-15")
            ends = [(timezone.localtime(clock.due_at).date(), clock.ended_at) for clock in found]
        return [(due, ended and timezone.localtime(ended).date()) for due, ended in ends]

    granted(office)
    assert days() == [(date(2026, 5, 5), None)]
    office.move("appeal", appealed_on=date(2026, 4, 10))
    assert days() == [(date(2026, 5, 5), date(2026, 4, 10))]
    office.move("grant", decided_on=date(2026, 6, 1), notified_on=date(2026, 6, 2))
    assert days() == [(date(2026, 5, 5), date(2026, 4, 10))]


def test_no_head_is_granted_more_than_the_rate_of_the_day_it_was_asked(office):
    limit(
        "40000", "rate", regime="state_comp", kind="treatment", valid_from=date(2016, 1, 1), valid_to=date(2026, 3, 31)
    )
    limit("80000", "rate", regime="state_comp", kind="treatment", valid_from=date(2026, 4, 1))
    with pytest.raises(ValidationError):
        granted(office, "40000.01")

    with person.as_user(office.officer):
        head = office.application.heads.get(head="treatment")
        head.granted = Decimal("40000.00")
        actions.save(head, by=office.officer)
    assert office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5)).amount == 40000


def test_a_setting_says_whether_the_day_of_the_offence_or_of_the_application_decides(office, settings):
    limit(
        "20000", "rate", regime="state_comp", kind="treatment", valid_from=date(2025, 2, 1), valid_to=date(2026, 1, 5)
    )
    limit("50000", "rate", regime="state_comp", kind="treatment", valid_from=date(2026, 1, 6))
    with person.as_user(office.officer):  # she knew of it on the sixth
        office.application.offence_on = date(2026, 1, 5)
        office.application = actions.save(office.application, by=office.officer)
    settings.ACTIP_STATE_RATE_DAY = "offence"
    with pytest.raises(ValidationError, match="at most THB 20,000"):
        granted(office, "30000.00")
    settings.ACTIP_STATE_RATE_DAY = "application"

    assert office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5)).amount == 30000


def test_the_page_says_the_rate_of_each_head_and_where_none_is_known(office, settings):
    limit("40000", "rate", regime="state_comp", kind="treatment", valid_from=date(2016, 1, 1))
    granted(office)

    page = browser(office.officer).get(f"/state-applications/{office.application.pk}/").content.decode()

    assert "Treatment: at most THB 40,000" in page
    assert "no rate is known: the amount is not checked" in page  # lost income


def test_an_appeal_undoes_the_grant_until_it_is_decided_anew(office):
    granted(office)
    office.move("appeal", appealed_on=date(2026, 4, 10))
    assert office.balances() == {}

    with person.as_user(office.officer):
        head = office.application.heads.get(head="lost_income")
        head.granted = Decimal("9000.00")
        actions.save(head, by=office.officer)
    office.move("grant", decided_on=date(2026, 6, 1), notified_on=date(2026, 6, 2))
    assert office.balances() == {"state.granted": 39000, "state.payable": -39000}
    with pytest.raises(ValidationError):
        office.move("appeal", appealed_on=date(2026, 6, 10))


def test_an_appeal_that_is_refused_takes_nothing_of_what_was_granted(office):
    granted(office)
    office.move("appeal", appealed_on=date(2026, 4, 10))
    with pytest.raises(ValidationError, match="that stands"):
        office.move("refuse_appeal", decided_on=date(2026, 6, 1), refuse_reason="ไม่มีพยานหลักฐานใหม่")
    office.move("grant", decided_on=date(2026, 6, 1), notified_on=date(2026, 6, 2))
    office.move("pay", user=office.payer, paid_on=date(2026, 6, 20))
    assert office.balances() == {"state.granted": 30000, "state.bank": -30000}


def test_raw_sql_grants_no_other_sum_and_pays_in_nobodys_name(office):
    office.make("state-heads", application=office.application, granted=Decimal("100.00"))
    office.move("apply", applied_on=date(2026, 3, 1))
    grant = (
        "UPDATE compensation_stateapplication SET status = 'granted', amount = %s, decided_on = '2026-04-01', decided_by_id = %s,"
        " decided_at = now() WHERE id = %s"
    )
    with person.as_user(office.committee):
        assert refused(grant, [100, office.committee.pk, office.application.pk]) == ""
        assert refused(grant, [101, office.committee.pk, office.application.pk]) == "23514"
        assert refused(grant, [100, office.payer.pk, office.application.pk]) == "42501"
    with person.as_user(office.officer):
        assert refused(grant, [100, office.officer.pk, office.application.pk]) == "23514"
    office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5))
    pay = "UPDATE compensation_stateapplication SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = '2026-04-20' WHERE id = %s"
    with person.as_user(office.payer):
        assert StateApplication.objects.count() == 1
        assert refused(pay, [office.payer.pk, office.application.pk]) == ""
        assert refused(pay, [office.officer.pk, office.application.pk]) != ""
    with person.as_user(office.officer):
        assert refused("UPDATE compensation_statehead SET granted = 1") == "42501"
        assert refused("UPDATE compensation_stateapplication SET amount = 1") == "42501"


def test_what_came_back_and_is_reversed_was_paid_once(office):
    granted(office)
    office.move("pay", user=office.payer, paid_on=date(2026, 4, 20))
    office.move("return", user=office.payer, return_reason="ปิดบัญชีแล้ว")
    office.move("reverse", reverse_reason="ผิดคน")

    assert office.balances() == {}
    with person.as_user(office.officer):
        assert Line.objects.filter(entry__kind="payment", account="state.bank").count() == 1


def test_costs_of_protection_are_seen_and_posted_by_the_office_alone(world):
    with world.as_("PMJ"):
        victim = make("people", by=world.user("PMJ"))
        actions.assign(victim.matter, by=world.user("PMJ"), agency=world.witness, basis="protection")
    with world.as_("WPO"):
        make("witness-costs", by=world.user("WPO"), person=victim)
        assert ledger.balances() == {"witness.costs": 2500, "witness.bank": -2500}
    with world.as_("PMJ"):
        assert not Line.objects.exists()


def test_income_deductions_and_savings(money):
    user = money.world.user("PMJ")

    def add(kind, amount, **values):
        with person.as_user(user):
            return make("income-entries", by=user, person=money.victim, kind=kind, amount=Decimal(amount), **values)

    add("wage", "9000.00")
    add("sale", "500.00", place="in_shelter")
    with pytest.raises(ValidationError):
        add("deduction", "100.00")
    add("deduction", "100.00", explanation="ค่าประกันสังคม")
    add("saving", "2000.00")
    with person.as_user(user):  # what is held for somebody else is not hers
        another = make("people", by=user)
        make("income-entries", by=user, person=another, kind="saving", amount=Decimal("9000.00"))
    with pytest.raises(ValidationError, match="than is held for the person"):
        add("withdrawal", "2000.01")
    add("withdrawal", "500.00")
    with pytest.raises(ValidationError):
        add("wage", "1.00", consent="")

    with person.as_user(user):
        assert ledger.balances(Line.objects.filter(matter=money.victim.matter)) == {
            "income.hers": 7900, "income.wages": -9000, "income.sales": -500, "income.deducted": 100, "income.held": 1500,
        }  # fmt: skip
