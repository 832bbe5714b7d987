from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.accounts.models import User
from compensation.models import Limit


class Command(BaseCommand):
    help = "Set a dated limit of what may be approved: an earlier row stays as it was, so that last year's approvals keep last year's limit."

    def add_arguments(self, parser):
        parser.add_argument("measure", choices=["alone", "two", "ceiling", "rate", "check", "advise"])
        parser.add_argument("amount", help="THB, for example 20000 or 20000.50")
        parser.add_argument("--regime", default="fund", choices=["fund", "state_comp"])
        parser.add_argument("--kind", default="", help="kind of help or head; left out, it holds for every kind")
        parser.add_argument("--approver", default="", help="user name, for a limit of one approver")
        parser.add_argument("--from", dest="valid_from", required=True, help="first day, for example 2026-01-01")
        parser.add_argument("--basis", required=True)
        parser.add_argument("--source", required=True)
        parser.add_argument("--confidence", default="A", choices=["A", "B", "C"])

    def handle(self, *args, **options):
        values = {name: options[name] for name in ("measure", "regime", "kind", "basis", "source", "confidence")}
        try:
            values |= {"amount": Decimal(options["amount"]), "valid_from": date.fromisoformat(options["valid_from"])}
        except (InvalidOperation, ValueError) as error:
            raise CommandError("Write the amount as 20000.50 and the day as 2026-01-01.") from error
        with person.as_system("set a limit of an amount"), transaction.atomic():
            limit = Limit(is_active=options["confidence"] != "C", **values)
            if options["approver"]:
                limit.approver = User.objects.filter(username=options["approver"]).first()
                if limit.approver is None:
                    raise CommandError("No user has this name.")
            try:
                limit.full_clean()
                with transaction.atomic():
                    limit.save()
            except (ValidationError, IntegrityError) as error:
                raise CommandError(f"Not set: {error}") from error
        self.stdout.write(f"Set: {limit}, {limit.amount} THB.")
