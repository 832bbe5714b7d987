"""The demonstration: a year 2022 that equals the published one, work for everybody, the same each time, nothing loaded twice."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actip.access import decide
from actip.access.models import Assignment
from actip.accounts import person
from actip.accounts.models import User
from actip.accounts.personas import personas
from actip.records import catalogue, clocks, due
from actip.records.models import Clock
from actip.records.pages import context, running
from actip.thai import national_id
from actip.vault import search
from cases.models import Case, Report, SuspectIdentity
from compensation import runs
from compensation.models import FundPayment, StateApplication
from programmes.models import PublishedFigure
from reporting.demo import names, past, steps, year2022
from reporting.demo.cast import Cast
from reporting.indicators import BY_CODE
from victims.models import IdentificationDecision, Person, Placement, VictimIdentity

pytestmark = pytest.mark.slow
# Who deals with statistics, the trail or users alone has no files to work on; nothing of the first version waits for the others.
WITHOUT_TASKS = {"secretariat", "auditor", "admin", "admin.second"}
MADE_BY_TRYING = {"asset-numbers", "earlier-matters", "follow-ups", "witness-costs"}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that bin/demo loads, in one transaction that is undone after this module."""
    credentials = tmp_path_factory.mktemp("demo") / "credentials.json"
    settings = override_settings(DEMO=True, ACTIP_CREDENTIALS_FILE=str(credentials))
    with django_db_blocker.unblock(), settings, transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield credentials
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("agency", "payments"),
    [
        ("fund", FundPayment.objects.filter(status="approved")),
        ("state", StateApplication.objects.filter(status="granted")),
    ],
)
def test_each_of_two_payers_pays_what_the_other_entered(demo, agency, payments):
    for username in (f"{agency}.payer", f"{agency}.payer.second"):
        payer = User.objects.get(username=username)
        with person.as_user(payer):
            found = runs.preview(payments.values_list("pk", flat=True), payer)
            waiting = runs.accounts([payment for payment, _why in found.excluded])
        assert found.included, username
        assert any(runs.own_account(payment, waiting, payer) for payment, _why in found.excluded), username


def acting(username: str):
    return person.as_user(User.objects.get(username=username))


def published(number: str) -> Decimal:
    with person.as_system("a test"):
        return PublishedFigure.objects.get(figure=number).number


def by(indicator: str, breakdown: str) -> Counter:
    """The year 2022 of an indicator, as whoever acts counts it."""
    rows = BY_CODE[indicator].rows(2022).annotate(c_=BY_CODE[indicator].breakdowns[breakdown])
    return Counter(rows.values_list("c_", flat=True))


def test_the_case_manager_counts_the_444_victims_as_published(demo):
    with acting("case.manager"):
        nationalities, sexes, forms = by("victims", "nationality"), by("victims", "sex"), by("victims", "exploitation")

        assert sum(nationalities.values()) == published("PF-150")
        assert [sexes["male"], sexes["female"]] == [published("PF-151"), published("PF-152")]
        assert [nationalities.pop(code) for code in ("TH", "LA", "MM", "IN", "ID", "XS", "XX")] == [
            344,
            41,
            25,
            10,
            7,
            3,
            3,
        ]
        assert sum(nationalities.values()) == published("PF-158")
        assert forms["prostitution"] + forms["pornography"] + forms["other_sexual"] == published("PF-161")
        assert forms["forced_labour"] + forms["slavery"] + forms["begging"] == published("PF-162")
        assert forms["unknown"] == 76


def test_placements_of_2022_are_those_published_one_for_each_victim(demo):
    with acting("case.manager"):
        assert by("placements", "residence") == {"government_shelter": 170, "private_shelter": 32, "outside": 242}
        assert BY_CODE["placements"].rows(2022).values("person").distinct().count() == 444


@pytest.mark.parametrize("username", ["fund.approver", "fund.secretary", "case.manager"])
def test_fund_payments_of_2022_add_up_to_the_baht(demo, username):
    with acting(username):
        rows = BY_CODE["fund"].rows(2022)
        sums = Counter()
        for residence, amount in rows.values_list("residence", "amount"):
            sums[residence] += amount

        assert by("fund", "residence") == {"government_shelter": 1226, "private_shelter": 91, "outside": 340}
        assert sums == {"government_shelter": 2_896_259, "private_shelter": 566_825, "outside": 1_494_575}
        assert sum(sums.values()) - published("PF-069") == -1


def test_each_payment_has_three_people_and_the_residence_of_its_day(demo):
    with person.as_system("a test"), connection.cursor() as cursor:
        for payment in FundPayment.objects.filter(status="paid"):
            assert len({payment.requested_by_id, payment.approved_by_id, payment.paid_by_id}) == 3
        cursor.execute(
            "SELECT count(*) FROM compensation_fundpayment f WHERE status = 'paid' AND residence <> actip.residence_on(id, paid_on)"
        )
        assert cursor.fetchone()[0] == 0


def test_cases_of_2022_are_as_many_as_published(demo):
    with person.as_system("a test"):
        assert BY_CODE["cases"].rows(2022).count() == published("PT-063")


def test_nothing_lies_in_the_future_or_before_its_beginning(demo):
    today = timezone.localdate()
    with person.as_system("a test"):
        assert not Placement.objects.filter(left_on__gt=today).exists()
        assert not FundPayment.objects.filter(paid_on__gt=today).exists()
        assert not Case.objects.filter(closed_on__gt=today).exists()
        assert not Report.objects.filter(received_at__gt=timezone.now()).exists()
        for payment in FundPayment.objects.filter(paid_at__isnull=False):
            assert payment.requested_at <= payment.approved_at <= payment.paid_at


def test_there_are_some_two_hundred_cases_since_2023_in_every_state(demo):
    with person.as_system("a test"):
        states = Counter(Case.objects.filter(opened_on__gte="2023-01-01").values_list("status", flat=True))

    assert 180 <= states.total() <= 230
    assert set(states) == {code for code, _label in Case.STATES}


@pytest.mark.parametrize("username", sorted({persona.username for persona in personas()} - WITHOUT_TASKS))
def test_everybody_finds_work_waiting(demo, username):
    user = User.objects.get(username=username)
    with acting(username):
        waiting = context.offers(user).count() + sum(
            kind.model._default_manager.filter(**{f"{kind.workflow.field}__in": states}).count()
            for kind in catalogue.all_types()
            if kind.workflow and (states := tuple(kind.workflow.waits_for(user.role, decide.verbs(user, kind.code))))
        )

    assert waiting


def test_clocks_run_some_are_late_and_the_supervisor_sees_it(demo):
    now = timezone.now()
    with acting("police.supervisor"):
        running = Clock.objects.filter(ended_at__isnull=True)

        assert running.filter(due_at__lt=now).exists()
        assert running.filter(due_at__gt=now).exists()
        assert set(running.values_list("rule__code", flat=True)) >= {"DL-01", "DL-02"}


def test_a_supervisor_who_opens_the_page_of_limits_finds_what_is_late_and_what_runs_out(demo):
    now = timezone.now()
    with acting("police.supervisor"):
        supervisor = User.objects.get(username="police.supervisor")
        found = running.open_to(supervisor, due.near(supervisor, now), "read")

    assert {clocks.is_late(clock, now) for clock in found} == {True, False}


def test_there_is_something_to_see_of_every_kind_of_record(demo):
    """A step of loading that takes itself for done already would go unnoticed. What has nothing is made by whoever tries it."""
    with person.as_system("looks"):
        missing = {kind.slug for kind in catalogue.all_types() if not kind.model.objects.exists()}

    assert missing == MADE_BY_TRYING


def test_cases_of_today_share_a_telephone_so_that_the_chart_of_links_shows_something(demo):
    from actip.vault.fields import open_sealed

    with acting("police"):
        recent = timezone.localdate() - timedelta(days=60)
        found = SuspectIdentity.objects.filter(suspect__case__opened_on__gte=recent).select_related("suspect")
        linked = {identity.suspect.case_id for identity in found if open_sealed(identity, "phone") == steps.BROKER}

    assert len(linked) >= 3


def test_a_person_is_found_by_her_name_by_those_who_may_read_it(demo):
    from actip.thai.names import lookups

    with acting("province.ranong"):
        identity = VictimIdentity.objects.filter(person__status="under_protection").first()
        name = person_name(identity)
        wanted = [(lookup.tokens, lookup.least) for lookup in lookups(name)]
        assert identity.pk in {hit.row_id for hit in search.find_any("VID", "name", wanted)}
    with acting("fund.secretary"):
        assert not search.find_any("VID", "name", wanted)


def person_name(identity: VictimIdentity) -> str:
    from actip.vault.fields import open_sealed

    return open_sealed(identity, "full_name")


def test_a_second_load_adds_nothing_and_keeps_the_credentials(demo):
    before, secrets = counts(), demo.read_text()

    call_command("load_demo", stdout=StringIO())

    assert counts() == before
    assert demo.read_text() == secrets


def counts() -> dict[str, int]:
    with person.as_system("a test"):
        return {kind.slug: kind.model._default_manager.count() for kind in catalogue.all_types()} | {
            "users": User.objects.count(), "offers": Assignment.objects.filter(state="offered").count(),
        }  # fmt: skip


def test_the_same_seed_gives_the_same_year(demo):
    cast = Cast()

    one, other = year2022.gathered(cast), year2022.gathered(cast)

    assert drawn(one) == drawn(other)
    assert len(one.rows[Person]) == len(one.rows[IdentificationDecision]) == 444


def drawn(ledger) -> list:
    payments = [
        (payment.pk, payment.amount, payment.paid_on, payment.payee_code) for payment in ledger.rows[FundPayment]
    ]
    return payments + [(found.pk, found.nationality, found.first_contact_on) for found in ledger.rows[Person]]


def test_years_in_which_nothing_was_generated_are_not_mixed_with_2022(demo):
    with person.as_system("a test"):
        assert not Person.objects.filter(source=past.SOURCE, first_contact_on__lt="2023-01-01").exists()


def test_outside_demonstration_mode_nothing_is_loaded(db):
    with override_settings(DEMO=False), pytest.raises(CommandError, match="demonstration mode only"):
        call_command("load_demo")


@given(st.integers(1, 300), st.integers(0, 10**7), st.integers())
def test_amounts_have_exactly_the_sum_asked_for_whatever_the_seed(count, over, seed):
    total = 10 * count + over

    found = year2022.amounts(Random(seed), count, total)

    assert len(found) == count
    assert sum(found) == total
    assert min(found) > 0


@given(
    st.integers(),
    st.sampled_from(["TH", "MM", "LA", "KH", "IN", "VN", "XS", "XX", "UG"]),
    st.sampled_from(["female", "male", "unknown"]),
)
def test_everybody_gets_a_name_and_a_number_that_nobody_has(seed, country, sex):
    rng = Random(seed)

    name, _heard = names.name(rng, country, sex)
    document = names.document(rng)

    assert len(name.split()) >= 2
    assert document.startswith("9")
    assert national_id.check_digit(document[:12]) == document[12]
