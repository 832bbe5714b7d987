"""Judgment per charge and defendant: what is in force, what the charge does with it, and what is refused."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from actip.accounts import person
from actip.records import actions
from cases.models import CaseCharge, Judgment
from tests.factories import build, make
from tests.rows import copied

pytestmark = pytest.mark.django_db


def states(trial) -> list[str]:
    with person.as_user(trial.world.user("CRT")):
        return [one.status for one in Judgment.objects.order_by("created_at")]


def test_one_defendant_is_convicted_and_another_acquitted_in_one_case(trial):
    court_case = trial.read()

    assert court_case.status == "judgment"
    assert trial.of_charges() == ["convicted", "acquitted"]
    assert states(trial) == ["in_force", "in_force"]


def test_the_highest_instance_is_in_force_and_a_late_entry_of_a_lower_one_changes_nothing(trial):
    court_case = trial.read()
    trial.judgment(court_case, 0, "acquitted", instance="appeal", read_on=date(2026, 9, 1))
    assert trial.of_charges() == ["acquitted", "acquitted"]

    trial.judgment(court_case, 0, "convicted", instance="first", read_on=date(2026, 10, 1))
    assert trial.of_charges() == ["acquitted", "acquitted"]
    trial.judgment(court_case, 0, "convicted", instance="supreme", read_on=date(2026, 11, 1))

    assert trial.of_charges() == ["convicted", "acquitted"]
    assert states(trial) == ["superseded", "in_force", "superseded", "superseded", "in_force"]


def test_a_judgment_is_corrected_until_it_is_confirmed_and_superseded_afterwards(trial):
    court_case, crt = trial.heard(), trial.world.user("CRT")
    entered = trial.make(
        "CRT", "judgments", court_case=court_case, suspect=trial.suspects[0], charge=trial.charges[0], years=8
    )
    assert trial.of_charges() == ["indicted", "indicted"]
    with person.as_user(crt):
        entered.years = 18
        actions.save(entered, by=crt)
        confirmed = actions.move(entered, "confirm", by=crt)
        confirmed.years = 1
        with pytest.raises(actions.OutOfReach):
            actions.save(confirmed, by=crt)
    with person.as_system("even the system"), pytest.raises(ProgrammingError), transaction.atomic():
        Judgment.objects.update(years=1)

    trial.judgment(court_case, 0, "convicted", years=12)
    with person.as_user(crt):
        assert [(one.years, one.status) for one in Judgment.objects.order_by("created_at")] == [
            (18, "superseded"),
            (12, "in_force"),
        ]


def test_no_verdict_by_hand_against_the_judgment_in_force(trial):
    trial.read()
    pro = trial.world.user("PRO")
    with person.as_user(pro), connection.cursor() as cursor:
        cursor.execute("SELECT actip.reaches(matter_id, 'CHG', 'change') FROM cases_casecharge")
        assert cursor.fetchone()[0]
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE cases_casecharge SET status = 'acquitted'")
    with person.as_system("even the system"), pytest.raises(ProgrammingError), transaction.atomic():
        CaseCharge.objects.update(status="withdrawn")

    assert trial.of_charges() == ["convicted", "acquitted"]


def test_no_verdict_on_a_charge_that_was_dropped(trial):
    pol = trial.world.user("POL")
    with person.as_user(pol):
        trial.charges[1] = actions.move(trial.charges[1], "drop", by=pol, facts={"drop_reason": "x"})
    court_case = trial.heard()

    with pytest.raises(ValidationError):
        trial.judgment(court_case, 1, "convicted")
    trial.judgment(court_case, 0, "convicted")
    assert trial.of_charges() == ["convicted", "dropped"]


@pytest.mark.parametrize("step", [None, "approve", "lay"])
def test_no_verdict_on_a_charge_that_was_never_indicted(trial, step):
    court_case, pol = trial.heard(), trial.world.user("POL")
    with person.as_user(pol):
        later = make("case-charges", by=pol, case=trial.case, suspect=trial.suspects[0], provision="PC-282")
    who = trial.world.user("SPV" if step == "approve" else "POL")
    with person.as_user(who):
        if step:
            later = actions.move(later, step, by=who, facts={"laid_on": date(2026, 2, 20)} if step == "lay" else {})
    trial.charges[0] = later
    with pytest.raises(ValidationError):
        trial.judgment(court_case, 0, "convicted")
    with person.as_user(trial.world.user("CRT")):  # what was entered is corrected meanwhile
        entered = Judgment.objects.get()
        entered.years = 9
        assert actions.save(entered, by=trial.world.user("CRT")).years == 9


def refused(row: dict) -> str:
    """The constraint that refuses a judgment written past every form."""
    names = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO cases_judgment ({names}) VALUES ({marks})", list(row.values()))
    return error.value.__cause__.diag.constraint_name or ""


def test_raw_sql_is_held_to_the_same(trial):
    court_case, crt, pol = trial.heard(), trial.world.user("CRT"), trial.world.user("POL")
    with person.as_user(pol):
        other = make("cases", by=pol)
        stranger = make("suspects", by=pol, case=other)
        foreign = make("case-charges", by=pol, case=other, suspect=stranger)
        actions.assign(other.matter, by=pol, agency=trial.world.court, basis="case_team")
    early = {"id": str(uuid.uuid4()), "kind": "early_testimony", "status": "filed", "black_number": "อ.99/2569"}
    with person.as_system("another file of the same case"), connection.cursor() as cursor:
        cursor.execute(*copied("cases_courtcase", court_case, **early))
    valid = build("judgments", court_case=court_case, suspect=trial.suspects[0], charge=trial.charges[0])
    row = {field.column: getattr(valid, field.attname) for field in Judgment._meta.concrete_fields}
    row |= {"matter_id": trial.case.matter_id, "created_at": "now()", "updated_at": "now()"}

    with person.as_user(crt):
        new = lambda **more: row | {"id": uuid.uuid4()} | more  # noqa: E731
        assert refused(new(charge_id=trial.charges[1].pk)) == "judgment_of_one_case"
        assert refused(new(charge_id=foreign.pk, suspect_id=stranger.pk)) == "judgment_of_one_case"
        assert refused(new(court_case_id=early["id"])) == "judgment_of_one_case"
        assert refused(new(read_on=date(2026, 2, 1))) == "judgment_after_filing"
        assert refused(new(outcome="acquitted")) == "judgment_sentence_needs_conviction"
        assert refused(new(is_life=True)) == "judgment_life_has_no_term"
        assert refused(new(is_suspended=True)) == "judgment_suspended_for_years"
        assert refused(new(charge_id=None)) == "judgment_of_one_case"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO cases_judgment ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
                list(new().values()),
            )


def test_a_judgment_is_not_entered_before_it_was_read(trial):
    court_case = trial.heard()

    with pytest.raises(ValidationError, match="after it was read"):
        trial.judgment(court_case, 0, "convicted", read_on=date(2099, 1, 1))
