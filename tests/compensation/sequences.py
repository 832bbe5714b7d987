"""Random lives of payments and orders, tried as raw SQL in the application's role, and what must hold after each of them.

Most attempts are wrong: the wrong person, the wrong state, the wrong amount, the same thing twice by two people who both read
the record before either wrote. PostgreSQL refuses them; nothing of Python's rules stands between.
"""

import random
import uuid
from decimal import Decimal

from django.db import DatabaseError, connection, transaction

from actip.accounts import person

REFUSALS = ("42501", "23514", "23505", "23502")
PAYMENT_STATES = (
    "checked",
    "recommended",
    "half_approved",
    "approved",
    "refused",
    "paid",
    "receipted",
    "reversed",
    "returned",
    "requested",
)


class Life:
    """One sequence over a victim and an order that exist already. `users`: role -> people who may try things."""

    def __init__(self, seed: int, users: dict, person_id, payee_code: str, claim_id):
        self.rng = random.Random(seed)
        self.users, self.person_id, self.payee_code, self.claim_id = users, person_id, payee_code, claim_id
        self.everybody = [user for many in users.values() for user in many]
        self.payments: list = []
        self.orders: list = []
        self.facts: list = []
        self.done = self.refused = 0

    def run(self, steps: int = 24) -> None:
        deeds = (
            (self.ask, 3), (self.approve, 5), (self.second, 2), (self.pay, 5), (self.undo, 3), (self.order, 2), (self.receive, 6),
            (self.change, 4), (self.reverse_fact, 3), (self.meddle, 2),
        )  # fmt: skip
        self.ask()
        self.order()
        for deed in self.rng.choices([deed for deed, _n in deeds], [n for _deed, n in deeds], k=steps):
            deed()

    def attempt(self, user, statement: str, values) -> bool:
        """Try a write as somebody; True if it was let through and touched a row."""
        person.enter(person.of(user))
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                touched = cursor.rowcount > 0
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError as error:
            if getattr(error.__cause__, "pgcode", "") not in REFUSALS:
                raise
            self.refused += 1
            return False
        self.done += touched
        return touched

    def who(self, role: str):
        """Usually somebody of the role, now and then anybody."""
        return self.rng.choice(self.everybody if self.rng.random() < 0.2 else self.users[role])

    def signer(self, user):
        """Usually signs in her own name, now and then in another's."""
        return user.pk if self.rng.random() < 0.85 else self.rng.choice(self.everybody).pk

    def ask(self):
        user, key = self.who("PMJ"), uuid.uuid4()
        amount = Decimal(self.rng.randrange(1, 900_000)) / 100
        if self.attempt(
            user,
            "INSERT INTO compensation_fundpayment (id, matter_id, version, created_at, updated_at, person_id, kind, amount, purpose, payee_code,"
            " requested_by_id, requested_at, refuse_reason, residence, reverse_reason, status, approved_role, over_reason, receipt_document, return_reason)"
            " VALUES (%s, %s, 1, now(), now(), %s, 'living', %s, 'x', %s, %s, now(), '', '', '', 'requested', '', '', '', '')",
            [key, self.person_id, self.person_id, amount, self.payee_code, self.signer(user)],
        ):
            self.payments.append(key)

    def _twice(self, act) -> None:
        """Now and then two people at once: both read before either wrote."""
        act()
        if self.rng.random() < 0.3:
            act()

    def approve(self):
        key = self.rng.choice(self.payments or [uuid.uuid4()])
        state, reason = self.rng.choice(
            (("approved", ""), ("half_approved", "x"), ("half_approved", ""), ("refused", ""))
        )

        def act():
            user = self.who("FAP")
            if state == "refused":
                self.attempt(
                    user,
                    "UPDATE compensation_fundpayment SET status = 'refused', refuse_reason = 'x' WHERE id = %s",
                    [key],
                )
                return
            self.attempt(
                user,
                "UPDATE compensation_fundpayment f SET status = %s, over_reason = %s, approved_by_id = %s, approved_at = now(), approved_role = actip.me_role(),"
                " limit_id = (SELECT l.limit_id FROM actip.approval_limit(actip.me_user(), 'fund', f.kind, f.amount, current_date) l) WHERE id = %s",
                [state, reason, self.signer(user), key],
            )

        self._twice(act)

    def second(self):
        key = self.rng.choice(self.payments or [uuid.uuid4()])
        user = self.who("FAP")
        self.attempt(
            user,
            "UPDATE compensation_fundpayment SET status = 'approved', second_by_id = %s, second_at = now() WHERE id = %s",
            [self.signer(user), key],
        )

    def pay(self):
        key = self.rng.choice(self.payments or [uuid.uuid4()])

        def act():
            user = self.who("PAY")
            self.attempt(
                user,
                "UPDATE compensation_fundpayment SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = '2026-02-01', residence = 'outside' WHERE id = %s",
                [self.signer(user), key],
            )

        self._twice(act)

    def undo(self):
        key = self.rng.choice(self.payments or [uuid.uuid4()])
        role, state, reason = self.rng.choice(
            (
                ("FAP", "reversed", "reverse_reason"),
                ("PAY", "returned", "return_reason"),
                ("FAP", "refused", "refuse_reason"),
            )
        )
        self._twice(
            lambda: self.attempt(
                self.who(role),
                f"UPDATE compensation_fundpayment SET status = %s, {reason} = 'x' WHERE id = %s",
                [state, key],
            )
        )

    def meddle(self):
        """What nobody may do: another amount, another state, the ledger itself."""
        key, user = self.rng.choice(self.payments or [uuid.uuid4()]), self.rng.choice(self.everybody)
        statement, values = self.rng.choice((
            ("UPDATE compensation_fundpayment SET amount = amount + 1 WHERE id = %s AND status <> 'requested'", [key]),
            ("UPDATE compensation_fundpayment SET status = %s WHERE id = %s", [self.rng.choice(PAYMENT_STATES), key]),
            ("UPDATE compensation_line SET debit = debit + 1 WHERE matter_id = %s", [self.person_id]),
            ("DELETE FROM compensation_entry WHERE matter_id = %s", [self.person_id]),
            ("UPDATE compensation_receipt SET amount = amount + 1 WHERE matter_id = %s", [self.person_id]),
            ("UPDATE compensation_order SET amount = 1 WHERE matter_id = %s", [self.person_id]),
        ))  # fmt: skip
        self.attempt(user, statement, values)

    def order(self):
        key, user = uuid.uuid4(), self.who("PRO")
        first = self.rng.choice(self.orders) if self.orders and self.rng.random() < 0.3 else None
        amount = Decimal(self.rng.randrange(1, 500_000)) / 100
        if self.attempt(
            user,
            "INSERT INTO compensation_order (id, matter_id, version, created_at, updated_at, claim_id, ordered_on, amount, punitive, is_joint, same_debt_as_id,"
            " document, overturn_reason, status) VALUES (%s, %s, 1, now(), now(), %s, '2026-01-10', %s, 0, %s, %s, '', '', 'made')",
            [key, self.person_id, self.claim_id, amount, self.rng.random() < 0.6, first],
        ):
            self.orders.append(key)

    def receive(self):
        key, order = uuid.uuid4(), self.rng.choice(self.orders or [uuid.uuid4()])
        share = self.rng.choice((Decimal("0.3"), Decimal("0.5"), Decimal("1"), Decimal("1.2")))
        if self.attempt(
            self.who("PRO"),
            "INSERT INTO compensation_receipt (id, matter_id, version, created_at, updated_at, order_id, received_on, amount,"
            " source, document, reverse_reason, status)"
            " SELECT %s, matter_id, 1, now(), now(), id, '2026-02-10', greatest(round(amount * %s, 2), 0.01), 'execution', 'ร.1', '', 'received'"
            " FROM compensation_order WHERE id = %s",
            [key, share, order],
        ):
            self.facts.append(("compensation_receipt", key))

    def change(self):
        key, order = uuid.uuid4(), self.rng.choice(self.orders or [uuid.uuid4()])
        kind = self.rng.choice(("interest", "appeal", "write_off", "more_received"))
        amount = Decimal(self.rng.randrange(1, 200_000)) / 100 * (-1 if self.rng.random() < 0.4 else 1)
        if self.attempt(
            self.who("PRO"),
            "INSERT INTO compensation_orderchange (id, matter_id, version, created_at, updated_at, order_id, kind, on_day, amount,"
            " reason, document, reverse_reason, status)"
            " VALUES (%s, %s, 1, now(), now(), %s, %s, '2026-02-12', %s, 'x', '', '', 'stands')",
            [key, self.person_id, order, kind, amount],
        ):
            self.facts.append(("compensation_orderchange", key))

    def reverse_fact(self):
        if self.orders and self.rng.random() < 0.2:
            self.attempt(
                self.who("PRO"),
                "UPDATE compensation_order SET status = 'overturned', overturned_on = '2026-03-01', overturn_reason = 'x' WHERE id = %s",
                [self.rng.choice(self.orders)],
            )
        elif self.facts:
            table, key = self.rng.choice(self.facts)
            self._twice(
                lambda: self.attempt(
                    self.who("PRO"),
                    f"UPDATE {table} SET status = 'reversed', reverse_reason = 'x' WHERE id = %s",
                    [key],
                )
            )


# Each must find nothing, whatever was tried. Asked of the tables, past all code.
MUST_BE_EMPTY = {
    "the trial balance is zero": "SELECT 1 FROM compensation_line HAVING sum(debit) <> sum(credit)",
    "every entry balances": "SELECT entry_id FROM compensation_line GROUP BY entry_id HAVING sum(debit) <> sum(credit)",
    "never paid twice": "SELECT record_id FROM compensation_entry e WHERE kind = 'payment' GROUP BY record_id HAVING count(*) > 1",
    "paid is what was approved, once, and only while the payment stands": (
        "SELECT f.id FROM compensation_fundpayment f LEFT JOIN (SELECT e.record_id, sum(l.credit - l.debit) AS paid FROM compensation_line l"
        " JOIN compensation_entry e ON e.id = l.entry_id WHERE l.account = 'fund.bank' GROUP BY 1) x ON x.record_id = f.id"
        " WHERE coalesce(x.paid, 0) <> CASE WHEN f.status IN ('paid', 'receipted') THEN f.amount ELSE 0 END"
    ),
    "approved and unpaid is what is payable": (
        "SELECT f.id FROM compensation_fundpayment f LEFT JOIN (SELECT e.record_id, sum(l.credit - l.debit) AS due FROM compensation_line l"
        " JOIN compensation_entry e ON e.id = l.entry_id WHERE l.account = 'fund.payable' GROUP BY 1) x ON x.record_id = f.id"
        " WHERE coalesce(x.due, 0) <> CASE WHEN f.status = 'approved' THEN f.amount ELSE 0 END"
    ),
    "three people, or four": (
        "SELECT id FROM compensation_fundpayment WHERE approved_by_id IN (requested_by_id, paid_by_id, second_by_id)"
        " OR paid_by_id IN (requested_by_id, second_by_id) OR second_by_id = requested_by_id"
        " OR (status IN ('paid', 'receipted') AND (approved_by_id IS NULL OR paid_by_id IS NULL))"
    ),
    "the ledger owes what the records owe, and never less than nothing": (
        "SELECT o.id FROM compensation_order o WHERE o.same_debt_as_id IS NULL AND ("
        " (SELECT coalesce(sum(l.debit - l.credit), 0) FROM compensation_line l JOIN compensation_entry e ON e.id = l.entry_id"
        "   WHERE l.account = 'court.owed' AND e.record_id IN (SELECT o.id UNION SELECT c.id FROM compensation_orderchange c WHERE c.order_id = o.id"
        "   UNION SELECT r.id FROM compensation_receipt r WHERE r.order_id = o.id))"
        " <> (CASE o.status WHEN 'overturned' THEN 0 ELSE o.amount END + coalesce((SELECT sum(CASE kind WHEN 'write_off' THEN -amount ELSE amount END)"
        "   FROM compensation_orderchange c WHERE c.order_id = o.id AND c.status = 'stands'), 0)"
        "   - coalesce((SELECT sum(amount) FROM compensation_receipt r WHERE r.order_id = o.id AND r.status = 'received'), 0)))"
    ),
    "never received above what is owed without an explanation": (
        "SELECT o.id FROM compensation_order o WHERE (SELECT coalesce(sum(amount), 0) FROM compensation_receipt r WHERE r.order_id = o.id AND r.status = 'received')"
        " > (CASE WHEN o.status = 'overturned' OR o.same_debt_as_id IS NOT NULL THEN 0 ELSE o.amount END"
        " + (SELECT coalesce(sum(amount), 0) FROM compensation_orderchange c WHERE c.order_id = o.id AND c.status = 'stands' AND c.kind <> 'write_off'))"
    ),
    "a joint debt is posted once": (
        "SELECT o.id FROM compensation_order o JOIN compensation_entry e ON e.record_id = o.id WHERE o.same_debt_as_id IS NOT NULL"
    ),
}


def broken() -> list[str]:
    """Which of the promises do not hold now."""
    with person.as_system("look for broken promises"), connection.cursor() as cursor:
        found = []
        for promise, query in MUST_BE_EMPTY.items():
            cursor.execute(query)
            if cursor.fetchall():
                found.append(promise)
        return found
