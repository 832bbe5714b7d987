"""The ledger is written by what happens, balances, and is changed by nobody."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from actip.accounts import person
from compensation import ledger
from compensation.models import Entry, Line
from tests.compensation.conftest import refused, sql
from tests.factories import make

pytestmark = pytest.mark.django_db


def kinds_of(record) -> list[str]:
    return sorted(entry.kind for entry in ledger.of_record(record))


def test_approval_and_payment_are_posted_without_anybody_asking(money):
    payment = money.ask("3000.00")
    with money.world.as_("PMJ"):
        assert kinds_of(payment) == []

    payment = money.approve(payment)
    with money.world.as_("PMJ"):
        assert kinds_of(payment) == ["approval"]
        assert ledger.balances() == {"fund.help": 3000, "fund.payable": -3000}

    money.pay(payment)
    with money.world.as_("PMJ"):
        assert kinds_of(payment) == ["approval", "payment"]
        assert ledger.balances() == {"fund.help": 3000, "fund.payable": 0, "fund.bank": -3000}
        assert {line.residence for line in Line.objects.filter(account="fund.bank")} == {"outside"}
        assert ledger.out_of_balance() == 0


def test_where_she_lived_is_the_home_of_that_day_whichever_of_her_records_it_stands_in(money):
    """The home that she came to last; on the day of leaving still that one. Another person's home is not hers."""
    pmj, second = money.world.user("PMJ"), money.world.add_user("PMJ", "province", "second")
    with person.as_user(pmj):
        other, also_her = (make("people", by=pmj) for _ in range(2))
        make("fund-payments", by=pmj, person=other)
    payment, homes = money.approve(money.ask()), {}  # it waits for its payer
    for who, kind, since, until in (
        (money.victim, "government_long_term", "2026-01-01", "2026-01-10"),
        (money.victim, "private_registered", "2026-01-10", "2026-01-20"),
        (money.victim, "hospital", "2026-01-22", "2026-01-24"),
        (also_her, "children_family_home", "2026-01-24", None),
        (other, "private_registered", "2026-01-01", None),
    ):
        with person.as_user(pmj):
            stay = make("placements", by=pmj, person=who, kind="hospital", offered_on=date(2026, 1, 1))
        with person.as_system("an archive"):
            went = "kind = %s, shelter_id = %s, placed_on = %s, left_on = %s, status = %s, left_reason = %s"
            home = None if kind == "hospital" else make("shelters", agency=money.world.shelter).pk
            end = ["left", "other"] if until else ["placed", ""]
            sql(f"UPDATE victims_placement SET {went} WHERE id = %s", [kind, home, since, until, *end, stay.pk])
        homes.setdefault(since, home)
    with person.as_user(pmj):
        merge = make("merges", by=pmj, person=money.victim, merged=also_her)
    money.move(second, merge, "approve")

    def lived(user, *days: str) -> list:
        with person.as_user(user):
            return [sql("SELECT actip.residence_on(%s, %s)", [payment.pk, day])[0][0] for day in days]

    for user in (pmj, money.world.user("PAY")):
        assert lived(user, "2025-12-31", "2026-01-21", "2026-01-23") == ["outside"] * 3
        assert lived(user, "2026-01-05", "2026-01-24", "2026-02-01") == ["government_shelter"] * 3
        assert lived(user, "2026-01-10", "2026-01-20") == ["private_shelter"] * 2
    assert lived(money.world.user("POL"), "2026-01-05") == [None]
    for day, since in (("05", "2026-01-01"), ("10", "2026-01-10"), ("21", None), ("23", None), ("31", "2026-01-24")):
        paid = money.paid(on=f"2026-01-{day}")
        with person.as_user(pmj):
            to_her = Line.objects.get(entry__record_id=paid.pk, account="fund.bank")
        assert to_her.shelter_id == homes.get(since), day


def test_a_reversal_leaves_every_account_at_zero_and_every_entry_in_place(money):
    payment = money.paid("1250.50")

    money.approve(payment, "reverse", reverse_reason="ผิดคน")

    with money.world.as_("PMJ"):
        assert kinds_of(payment) == ["approval", "payment", "reversal", "reversal"]
        assert set(ledger.balances().values()) == {Decimal(0)}
        assert {entry.note for entry in Entry.objects.filter(kind="reversal")} == {"ผิดคน"}
        assert all(entry.reverses_id for entry in Entry.objects.filter(kind="reversal"))


def test_an_approval_withdrawn_before_payment_is_undone_in_the_ledger(money):
    payment = money.approve(money.ask())

    money.approve(payment, "withdraw", refuse_reason="ขอผิด")

    with money.world.as_("PMJ"):
        assert kinds_of(payment) == ["approval", "reversal"]
        assert set(ledger.balances().values()) == {Decimal(0)}


def test_who_reads_the_payments_reads_the_entries_and_nobody_else(money):
    money.paid()

    for role, there in (
        ("PMJ", True),
        ("FND", True),
        ("FAP", True),
        ("PAY", False),
        ("SHG", False),
        ("POL", False),
        ("AUD", False),
    ):
        with money.world.as_(role):
            assert Entry.objects.exists() == Line.objects.exists() == there, role
    with transaction.atomic():
        assert not Entry.objects.exists()


def test_raw_sql_of_the_application_writes_no_entry(money):
    payment = money.paid()
    with money.world.as_("FND"):
        entry = Entry.objects.filter(record_id=payment.pk).first()
        assert sql("SELECT count(*) FROM compensation_entry WHERE id = %s", [entry.pk]) == [(1,)]  # reading works

        assert refused("UPDATE compensation_line SET debit = debit + 1") == "42501"
        assert refused("DELETE FROM compensation_line") == "42501"
        assert refused("UPDATE compensation_entry SET note = 'x'") == "42501"
        assert refused("DELETE FROM compensation_entry") == "42501"
        assert refused("TRUNCATE compensation_line") == "42501"
        assert (
            refused(
                "INSERT INTO compensation_line (entry_id, matter_id, code, regime, on_day, account, debit, credit, category, residence)"
                " VALUES (%s, %s, 'FPY', 'fund', '2026-01-01', 'fund.bank', 1, 0, '', '')",
                [entry.pk, entry.matter_id],
            )
            == "42501"
        )
        assert refused("SELECT actip_private.ledger_reverse(%s, '', '2026-01-01', 1, '')", [payment.pk]) == "42501"
    with person.as_system("even the system"):
        assert refused("UPDATE compensation_line SET debit = 1") == "42501"


class Owner:
    """The deploying role, which row security does not bind."""

    def refused(self, *statements: str) -> str:
        try:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True, using="owner")
        except DatabaseError as error:
            return getattr(error.__cause__, "pgcode", "")
        return ""


ENTRY = "0b0f3c0e-0000-4000-8000-0000000000e1"
MATTER = "0b0f3c0e-0000-4000-8000-0000000000aa"
OPEN = (
    f"INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, reach) VALUES ('{MATTER}', 'person', 'P-OWNER', '', now(), now(), '{{0}}')",
    "INSERT INTO compensation_entry (id, matter_id, code, regime, kind, on_day, record_type, record_id, note, posted_at)"
    f" VALUES ('{ENTRY}', '{MATTER}', 'FPY', 'fund', 'payment', '2026-01-01', 'x', gen_random_uuid(), '', now())",
)


def line(side: str, amount: str, account: str = "fund.bank") -> str:
    debit, credit = (amount, "0") if side == "debit" else ("0", amount)
    return (
        "INSERT INTO compensation_line (entry_id, matter_id, code, regime, on_day, account, debit, credit, category, residence)"
        f" VALUES ('{ENTRY}', '{MATTER}', '', 'fund', '2026-01-01', '{account}', {debit}, {credit}, '', '')"
    )


@pytest.mark.django_db(databases=["default", "owner"])
def test_even_the_owner_cannot_leave_an_entry_out_of_balance_change_it_or_delete_it():
    owner = Owner()
    balanced = (*OPEN, line("debit", "10.00", "fund.payable"), line("credit", "10.00"))
    assert owner.refused(*balanced) == ""

    assert owner.refused(*OPEN, line("debit", "10.00"), line("credit", "9.99")) == "23514"
    assert owner.refused(*OPEN) == "23514"  # an entry without lines
    other = [
        made.replace(ENTRY, str(uuid.uuid5(uuid.NAMESPACE_OID, ENTRY))) for made in (OPEN[1], line("credit", "10.00"))
    ]
    assert owner.refused(*OPEN, line("debit", "10.00"), *other) == "23514"  # nor do two entries balance each other
    assert (
        owner.refused(*OPEN, line("debit", "1"), line("credit", "1", "court.owed")) == "23514"
    )  # another regime's account
    for statement in (
        f"UPDATE compensation_line SET debit = 11 WHERE entry_id = '{ENTRY}' AND debit > 0",
        f"DELETE FROM compensation_line WHERE entry_id = '{ENTRY}'",
        f"UPDATE compensation_entry SET note = 'x' WHERE id = '{ENTRY}'",
        f"DELETE FROM compensation_entry WHERE id = '{ENTRY}'",
    ):
        assert owner.refused(*balanced, statement) == "42501", statement
    assert owner.refused("TRUNCATE compensation_entry CASCADE") == "42501"
    assert owner.refused("TRUNCATE compensation_line") == "42501"


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_line_cannot_be_added_to_an_entry_of_another_transaction():
    owner = Owner()
    late = "ALTER TABLE compensation_entry DISABLE TRIGGER ledger_entry"
    old = OPEN[1].replace("now())", "now() - interval '1 day')")

    assert owner.refused(late, OPEN[0], old, line("debit", "1"), line("credit", "1")) == "23514"


def moved(amount: str, entry: str = ENTRY, *, back: bool = False) -> list[str]:
    """The two lines of a payment, or of its reversal."""
    sides = ("credit", "debit") if back else ("debit", "credit")
    return [line(sides[0], amount, "fund.payable").replace(ENTRY, entry), line(sides[1], amount).replace(ENTRY, entry)]


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_reversal_mirrors_and_happens_once():
    owner, key, other = Owner(), str(uuid.uuid4()), str(uuid.uuid4())
    reverse = (
        "INSERT INTO compensation_entry (id, matter_id, code, regime, kind, on_day, record_type, record_id, reverses_id, note, posted_at)"
        f" SELECT '{key}', matter_id, code, regime, 'reversal', on_day, record_type, record_id, id, '', now()"
        f" FROM compensation_entry WHERE id = '{ENTRY}'"
    )
    balanced = (*OPEN, *moved("10.00"))
    call = (
        "SELECT actip_private.ledger_reverse((SELECT record_id FROM compensation_entry WHERE id = '"
        + ENTRY
        + "'), '', '2026-01-02', NULL, 'x')"
    )

    assert owner.refused(*balanced, call) == ""
    assert owner.refused(*balanced, reverse) == "23514"  # without the mirrored lines
    assert owner.refused(*balanced, call, reverse) == "23505"  # a second time
    elsewhere = (OPEN[1].replace(ENTRY, other), *moved("1.00", other), *moved("1.00", other, back=True))
    for more, reversed_, answer in (
        ((), ["10.00"], ""),
        ((), ["5.00"], "23514"),
        ((), ["10.00", "1.00"], "23514"),  # more than there was, though such lines stand in another entry
        (moved("1.00"), ["10.00"], "23514"),  # less than there was, likewise
    ):
        lines = [each for amount in reversed_ for each in moved(amount, key, back=True)]
        assert owner.refused(*balanced, *more, *elsewhere, reverse, *lines) == answer, (more, reversed_)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_step_that_stands_is_not_posted_again_whatever_else_was_undone():
    owner, one, other = Owner(), str(uuid.uuid4()), str(uuid.uuid4())

    def post(record: str, kind: str = "payment") -> str:
        pair = "actip_private.ledger_pair(10, 'fund.payable', 'fund.bank', '{}')"
        return f"SELECT actip_private.ledger_post('{MATTER}', 'fund', '{kind}', '2026-01-01', 'x', '{record}', NULL, '', {pair})"

    def undo(record: str, kind: str = "") -> str:
        return f"SELECT actip_private.ledger_reverse('{record}', '{kind}', '2026-01-02', NULL, 'x')"

    for steps, answer in (
        ([post(one), undo(one), post(one)], ""),
        ([post(one), post(one)], "23505"),
        ([post(one), post(other), undo(other), post(one)], "23505"),
        ([post(one), post(one, "approval"), undo(one, "approval"), post(one)], "23505"),
    ):
        assert owner.refused(OPEN[0], *steps) == answer, steps


def test_nothing_is_posted_on_a_day_to_come(money):
    """A year typed wrong would move the figure to a year that has not begun."""
    payment = money.approve(money.ask("1000.00"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in (tomorrow, date(2029, 2, 3)):
        with pytest.raises(ValidationError, match="still to come"):
            money.pay(payment, on=day.isoformat())
    assert money.pay(payment, on=timezone.localdate().isoformat()).status == "paid"
