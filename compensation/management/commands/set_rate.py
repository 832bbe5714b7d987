from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from actip.accounts import person
from compensation.models import ExchangeRate


class Command(BaseCommand):
    help = "Keep the exchange rate of a day, with its source. Statements show sums converted by it beside those in THB, added to nothing."

    def add_arguments(self, parser):
        parser.add_argument("currency", help="three letters, for example USD")
        parser.add_argument("rate", help="THB for one unit, for example 35.06")
        parser.add_argument("--on", dest="on_day", required=True, help="the day of the rate, for example 2026-01-31")
        parser.add_argument("--source", required=True)
        parser.add_argument("--confidence", default="A", choices=["A", "B", "C"])

    def handle(self, *args, **options):
        values = {name: options[name] for name in ("source", "confidence")}
        try:
            values |= {"rate": Decimal(options["rate"]), "on_day": date.fromisoformat(options["on_day"])}
        except (InvalidOperation, ValueError) as error:
            raise CommandError("Write the rate as 35.06 and the day as 2026-01-31.") from error
        rate = ExchangeRate(currency=options["currency"].upper(), **values)
        with person.as_system("keep an exchange rate"), transaction.atomic():
            try:
                rate.full_clean()
                with transaction.atomic():
                    rate.save()
            except (ValidationError, IntegrityError) as error:
                raise CommandError(f"Not kept: {error}") from error
        self.stdout.write(f"Kept: 1 {rate.currency} = {rate.rate} THB on {rate.on_day}.")
