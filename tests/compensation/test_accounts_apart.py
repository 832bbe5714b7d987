"""One person says where the money goes, another pays: whoever wrote the account neither pays to it nor takes it to the bank."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from compensation import bankfile, runs
from compensation.models import BankAccount, FundPayment
from tests.api.conftest import Caller
from tests.compensation.conftest import refused, sql
from tests.compensation.test_runs import DAY, approved, pay, state
from tests.factories import make
from tests.records.handover import browser
from tests.rows import copied

pytestmark = pytest.mark.django_db
APART = "Whoever entered or corrected the payee's bank account last cannot pay to it: another payer can."
PAY_BY_HAND = (
    "UPDATE compensation_fundpayment SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = %s,"
    " residence = actip.residence_on(id, %s) WHERE id = %s"
)


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def correct(user, **values) -> None:
    """A payer changes the one account that is there."""
    with person.as_user(user):
        account = BankAccount.objects.get()
        for name, value in values.items():
            setattr(account, name, value)
        actions.save(account, by=user)


def export(user, run) -> str:
    with person.as_user(user):
        return bankfile.export(run, by=user, reason="โอนเงินรอบนี้")


def test_an_account_keeps_who_wrote_it_last_whatever_is_sent(money):
    approved(money)
    keeper, other, another = money.keeper, money.payer_two, approved(money)

    with person.as_user(other):
        assert refused("UPDATE compensation_bankaccount SET payment_id = %s", [another.pk]) == "42501"
        signed = "UPDATE compensation_bankaccount SET account_number = '\\x00', entered_by_id = %s, entered_at = '2020-01-01'"
        assert refused(signed, [keeper.pk]) == ""
        sql(signed, [keeper.pk])
        assert sql("SELECT entered_by_id, entered_at > now() FROM compensation_bankaccount") == [(other.pk, True)]
        sql("UPDATE compensation_bankaccount SET entered_by_id = %s, entered_at = '2020-01-01'", [keeper.pk])
        sql("UPDATE compensation_bankaccount SET entered_by_id = NULL, entered_at = NULL")
        assert sql("SELECT entered_by_id, entered_at > now() FROM compensation_bankaccount") == [(other.pk, True)]
    with person.as_user(keeper):
        sql("UPDATE compensation_bankaccount SET entered_by_id = %s", [keeper.pk])
        assert sql("SELECT entered_by_id FROM compensation_bankaccount") == [(other.pk,)], (
            "who changes nothing wrote nothing"
        )


def test_whoever_wrote_the_account_pays_it_in_no_run_and_is_told_before(money):
    payment, keeper = approved(money), money.keeper

    with person.as_user(keeper):
        assert runs.preview([payment.pk], keeper).excluded == [(payment, APART)]
    with pytest.raises(ValidationError, match="another payer can"):
        pay(money, [payment], user=keeper)

    assert state(money, payment) == "approved"
    assert pay(money, [payment], key="key-two-2", user=money.payer_two).is_new  # one enters, the other pays


def test_nor_by_itself_on_its_page_over_the_api_or_by_hand(money):
    payment, keeper, today = approved(money), money.keeper, timezone.localdate().isoformat()
    page = browser(keeper).post(reverse("records:move", args=["fund-payments", payment.pk, "pay"]), {"paid_on": today})
    tag = {"If_Match": f'"{payment.version}"'}
    told = Caller(keeper, session=True).post(f"fund-payments/{payment.pk}/moves/pay/", {"paid_on": today}, **tag)

    assert (page.status_code, "another payer can" in page.content.decode()) == (
        409,
        True,
    )  # the step is not hers, and the form not shown
    assert (told.status, "another payer can" in told.text) == (400, True)
    with person.as_user(keeper):
        assert refused(PAY_BY_HAND, [keeper.pk, DAY, DAY, payment.pk]) == "23514"
    with person.as_user(money.payer_two):
        assert refused(PAY_BY_HAND, [money.payer_two.pk, DAY, DAY, payment.pk]) == ""  # the control: another payer
    with person.as_system("the control: without this guard nothing else would have refused it"):
        assert refused(PAY_BY_HAND, [keeper.pk, DAY, DAY, payment.pk]) == ""
    assert state(money, payment) == "approved"


def test_a_correction_moves_it_to_whoever_corrected(money):
    payment, payer = approved(money), money.world.user("PAY")
    correct(payer, account_number="9876543210")

    with pytest.raises(ValidationError, match="another payer can"):
        pay(money, [payment], user=payer)
    assert pay(money, [payment], key="key-two-2", user=money.keeper).is_new


def test_whoever_touches_anothers_account_types_its_number_anew(money):
    """Else a colleague who corrects a name would answer for a number that she never saw, and its writer could pay to it."""
    payment, payer = approved(money), money.world.user("PAY")

    for values in ({"bank": "004"}, {"account_name": "น.ส. บี"}):
        with pytest.raises(ValidationError, match="type the account number anew"):
            correct(payer, **values)
    correct(payer, is_active=False)  # taking it out of use says nothing of where the money goes
    with person.as_user(payer):
        assert refused("UPDATE compensation_bankaccount SET updated_at = now()") == ""  # nor does leaving it so
    with pytest.raises(ValidationError, match="type the account number anew"):
        correct(payer, is_active=True)
    with person.as_user(money.keeper):
        again = {"bank": "006", "is_active": True, "payment": payment}
        assert refused("UPDATE compensation_bankaccount SET is_active = true") == ""  # the control: it is her own
        assert make("bank-accounts", by=money.keeper, **again).entered_by_id != payer.pk
    with pytest.raises(ValidationError, match="another payer can"):
        pay(money, [payment], user=money.keeper)


def test_taking_the_account_out_of_use_to_pay_by_itself_helps_nobody(money):
    payment, keeper = approved(money), money.keeper
    correct(keeper, is_active=False)

    with pytest.raises(ValidationError, match="another payer can"):
        money.move(keeper, payment, "pay", paid_on=DAY)
    assert money.move(money.payer_two, payment, "pay", paid_on=DAY).status == "paid"


def test_the_file_is_refused_to_whoever_wrote_an_account_in_it(money):
    run = pay(money, [approved(money)]).run

    with pytest.raises(ValidationError, match="You entered or corrected the account of payee"):
        export(money.keeper, run)
    with person.as_user(money.keeper):
        take = "UPDATE compensation_paymentrun SET exported_by_id = %s, exported_at = now()"
        assert refused(take, [money.keeper.pk]) == "23514"
    with person.as_user(money.payer_two):
        assert refused(take, [money.payer_two.pk]) == ""  # the control
    page = browser(money.keeper).post(reverse("payment-run-file", args=[run.pk]), {"reason": "โอนเงินรอบนี้"}, follow=True)
    assert "another payer takes this file" in page.content.decode()
    assert "1234567890" in export(money.world.user("PAY"), run)


def test_an_account_that_the_payer_changed_after_the_run_goes_to_the_bank_with_nobody_until_another_enters_it(money):
    """She looked it over, paid, and then turned the money to herself: neither she nor a colleague in good faith takes that file."""
    run, payer = pay(money, [approved(money)]).run, money.world.user("PAY")
    correct(payer, account_number="9999999999")

    for taker in (payer, money.payer_two):
        with pytest.raises(ValidationError, match="Whoever paid this run"):
            export(taker, run)
        with person.as_user(taker):
            take = "UPDATE compensation_paymentrun SET exported_by_id = %s, exported_at = now()"
            assert refused(take, [taker.pk]) == "23514"
    correct(money.payer_two, account_number="1234567890")

    assert "1234567890" in export(payer, run)  # the colleague entered it, the payer goes on
    with pytest.raises(ValidationError, match="You entered or corrected"):
        export(money.payer_two, run)


def test_a_payment_that_is_left_out_leaves_the_rest_of_the_run_as_it_is(money):
    """Each payer pays what the other entered, and both things are done."""
    payer, other = money.world.user("PAY"), money.payer_two
    first = approved(money, account=False)
    with money.world.as_("PMJ"):
        money.victim = make("people", by=money.world.user("PMJ"))
    second = approved(money, account=False)
    for user, payment in ((payer, first), (other, second)):
        with person.as_user(user):
            make("bank-accounts", by=user, payment=payment)

    made = pay(money, [first, second], user=payer)
    assert [payment.pk for payment, _why in made.excluded] == [first.pk]
    assert "1234567890" in export(payer, made.run)
    made = pay(money, [first], key="key-two-2", user=other)
    assert "1234567890" in export(other, made.run)


def test_it_is_said_on_the_pages_before_anybody_pays(money):
    payment, keeper = approved(money), money.keeper
    with person.as_user(keeper):
        account = BankAccount.objects.get()
    hers, others = browser(keeper), browser(money.payer_two)

    for where, words in (
        (f"/bank-accounts/{account.pk}/", "You entered or corrected this account last"),
        (f"/fund-payments/{payment.pk}/", "another payer can"),
        (reverse("payment-runs"), "recorded by you: another payer pays"),
    ):
        assert words in hers.get(where).content.decode().replace("&#x27;", "'"), where
        assert words not in others.get(where).content.decode().replace("&#x27;", "'"), where
    step = f"/fund-payments/{payment.pk}/moves/pay/"
    assert [step in each.get(f"/fund-payments/{payment.pk}/").content.decode() for each in (hers, others)] == [
        False,
        True,
    ]
    told = hers.get(step)
    assert (told.status_code, "another payer can" in told.content.decode()) == (409, True)
    look = hers.post(reverse("payment-runs"), {"payment": str(payment.pk), "step": "look"}).content.decode()
    assert "another payer can" in look
    assert str(keeper) in others.get(f"/bank-accounts/{account.pk}/").content.decode()


def test_an_account_is_of_the_person_whose_application_it_pays(desk):
    """Whatever other applications there are in her matter."""
    office, chosen = desk.office, desk.granted()
    with desk.world.as_("PMJ"):
        another = make("people", by=desk.world.user("PMJ"))
        actions.assign(another.matter, by=desk.world.user("PMJ"), agency=desk.world.rights, basis="protection")
    theirs = office.make("state-applications", person=another)
    with person.as_user(desk.keeper):
        account = BankAccount.objects.get()
    with person.as_system("even an import"):
        for application, answer in ((chosen, ""), (theirs, "42501")):
            other = copied("compensation_bankaccount", account, application_id=str(application.pk), is_active=False)
            assert refused(*other) == answer


def test_the_same_holds_for_state_compensation(desk):
    chosen, keeper = desk.granted(), desk.keeper
    by_hand = "UPDATE compensation_stateapplication SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = %s WHERE id = %s"

    with person.as_user(keeper):
        assert runs.preview([chosen.pk], keeper).excluded == [(chosen, APART)]
        assert refused(by_hand, [keeper.pk, DAY, chosen.pk]) == "23514"
        with pytest.raises(ValidationError, match="another payer can"):
            actions.move(chosen, "pay", by=keeper, facts={"paid_on": date(2026, 4, 20)})
    run = desk.pay(chosen).run
    with pytest.raises(ValidationError, match="another payer takes this file"):
        export(keeper, run)
    assert "1234567890" in export(desk.payer, run)


def test_a_payment_without_any_account_is_paid_by_itself_as_before(money):
    assert money.paid().status == "paid"
    with money.world.as_("PMJ"):
        assert FundPayment.objects.get().status == "paid"
