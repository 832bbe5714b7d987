"""The desk of the state's payer: applications granted, accounts recorded, runs made, the bank's answers."""

from datetime import date
from decimal import Decimal

from actip.accounts import person
from compensation import bankfile, ledger, runs
from compensation.models import BankAccount, StateApplication
from tests.compensation.test_runs import answer
from tests.compensation.test_state import Office
from tests.factories import make

DAY = date(2026, 4, 20)


class Desk:
    """The state's payer, with applications granted and accounts recorded."""

    def __init__(self, office: Office):
        self.office, self.world, self.payer = office, office.world, office.payer
        self.payer_two = office.world.add_user("PAY", "rights", "state-payer-two")
        self.keeper = office.world.add_user("PAY", "rights", "state-account-keeper")  # and so she pays to none of them

    def granted(self, amount="30000.00", *, account=True) -> StateApplication:
        office = self.office
        office.application = office.make("state-applications", person=office.victim)
        office.make("state-heads", application=office.application, granted=Decimal(amount))
        office.move("apply", applied_on=date(2026, 3, 1))
        found = office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5))
        if account:
            self.account(found)
        return found

    def account(self, application) -> None:
        with person.as_user(self.keeper):
            if not BankAccount.objects.filter(matter=application.matter_id, is_active=True).exists():
                make("bank-accounts", by=self.keeper, application=application)

    def pay(self, *applications, key="state-key-1", user=None):
        user = user or self.payer
        with person.as_user(user):
            return runs.pay([one.pk for one in applications], by=user, paid_on=DAY, key=key)

    def answer(self, run, *ends):
        """The bank's answer to a run, one (outcome, reason) a line."""
        with person.as_user(self.payer):
            items = run.items.select_related("run").order_by("number")
            lines = ([one.reference, f"{one.amount:.2f}", *end] for one, end in zip(items, ends, strict=True))
            return bankfile.answer(run, answer(run, *lines), by=self.payer)

    def state(self, application) -> str:
        with person.as_user(self.office.officer):
            return StateApplication.objects.get(pk=application.pk).status

    def paid(self) -> Decimal:
        with person.as_user(self.office.officer):
            assert ledger.out_of_balance() == 0
            return ledger.total(ledger.paid("state_comp", DAY, date.max))
