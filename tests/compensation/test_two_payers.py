"""The Fund and the state are two payers under two laws: no run, no file and no sight of each other."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.records import actions
from compensation import payables, runs
from compensation.models import PaymentRun, RunItem, StateApplication
from tests.compensation.conftest import refused, sql
from tests.compensation.desk import DAY
from tests.compensation.test_runs import approved
from tests.compensation.test_runs import pay as pay_fund

pytestmark = pytest.mark.django_db


def test_the_two_payers_share_no_run_no_file_and_no_sight_of_each_other(desk, money):
    """Two laws, two budgets, two ministries: Act B.E. 2551 s.42 and Act B.E. 2544. Held by PostgreSQL, not by the pages."""
    fund, state = approved(money), desk.granted()
    fund_run, state_run = pay_fund(money, [fund]).run, desk.pay(state).run
    fund_payer = money.world.user("PAY")
    assert (fund_run.regime, state_run.regime) == ("fund", "state_comp")

    for user, own in ((fund_payer, fund_run), (desk.payer, state_run)):
        with person.as_user(user):
            assert list(PaymentRun.objects.values_list("pk", flat=True)) == [own.pk]
            assert set(RunItem.objects.values_list("run", flat=True)) == {own.pk}
    start = (
        "INSERT INTO compensation_paymentrun (id, key, regime, agency_id, made_by_id, made_at, paid_on)"
        " VALUES (gen_random_uuid(), 'key-by-hand', %s, %s, %s, now(), now())"
    )
    for user, own, other in ((fund_payer, "fund", "state_comp"), (desk.payer, "state_comp", "fund")):
        with person.as_user(user):
            assert refused(start, [other, user.agency_id, user.pk]) == "42501"
            assert refused(start, [own, user.agency_id, user.pk]) == ""  # the control
    with person.as_user(fund_payer):
        sql("UPDATE compensation_runitem SET outcome = 'paid', answered_at = now()")  # of her own runs alone
    with person.as_user(desk.payer):
        assert [item.outcome for item in RunItem.objects.all()] == [""]
    with person.as_system("even the system mixes nothing"):
        mixed_up = "SELECT count(*) FROM compensation_line l JOIN compensation_entry e ON e.id = l.entry_id"
        said_twice = "(l.matter_id, l.code, l.regime, l.on_day) <> (e.matter_id, e.code, e.regime, e.on_day)"
        assert sql(f"{mixed_up} WHERE {said_twice}") == [(0,)]  # a line is read by whoever reads its entry
        mixed = "INSERT INTO compensation_runitem (run_id, {}, number, outcome, reason) VALUES (%s, %s, 9, '', '')"
        assert refused(mixed.format("application_id"), [fund_run.pk, state.pk]) == "23514"
        assert refused(mixed.format("payment_id"), [state_run.pk, fund.pk]) == "23514"


def test_a_payer_who_reaches_both_gathers_only_what_her_agency_pays(desk, money):
    """The Fund may reach a person for whom the state pays as well: its payer cannot take that into a run."""
    chosen = desk.granted()
    with money.world.as_("PMJ"):
        actions.assign(desk.office.victim.matter, by=money.world.user("PMJ"), agency=money.world.fund, basis="fund")
    fund_payer = money.world.user("PAY")

    with person.as_user(fund_payer):
        assert StateApplication.objects.filter(pk=chosen.pk).exists()
        assert runs.preview([chosen.pk], fund_payer).count == 0
        with pytest.raises(ValidationError):
            runs.pay([chosen.pk], by=fund_payer, paid_on=DAY, key="fund-key-1")
    assert desk.state(chosen) == "granted"


@pytest.mark.parametrize("role", ["FND", "FAP", "PMJ", "RLP", "POL", "ADM"])
def test_whose_role_pays_nothing_gathers_no_run_though_her_agency_may_pay(money, role):
    user = money.world.user(role)
    with person.as_user(user):
        assert payables.of(user) is None
        with pytest.raises(actions.Refused):
            runs.preview([], user)


def test_nobody_and_whoever_is_of_no_agency_pays_nothing():
    assert payables.of(AnonymousUser()) is payables.of(User(role="PAY")) is None


def test_each_kind_of_agency_pays_at_most_one_regime():
    kinds = [kind for payable in payables.PAYABLES for kind in payable.payers]

    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= set(dict(Agency.KINDS))
