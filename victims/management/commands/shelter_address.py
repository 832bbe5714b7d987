"""manage.py shelter_address CODE: enter where a shelter is; nobody may on a page (docs/decisions/0005)."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actip.accounts import person
from actip.records import actions
from victims.models import Shelter, ShelterAddress

FIELDS = ("address", "phone", "directions")


class Command(BaseCommand):
    help = "Enter a shelter's address from standard input: a line each of address, telephone, directions (the last two may be empty)."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the shelter's code")
        parser.add_argument("--reason", required=True, help="why it is entered or changed; kept in the audit trail")

    def handle(self, *args, code: str, reason: str, **options):
        lines = [line.strip() for line in sys.stdin.read(10_000).splitlines()]
        if not lines or not lines[0]:
            raise CommandError("Give the address on standard input, its first line being the address itself.")
        with person.as_system(reason), transaction.atomic():
            shelter = Shelter.objects.filter(code=code).first()
            if shelter is None:
                raise CommandError(f"There is no shelter {code}.")
            place = ShelterAddress.objects.filter(shelter=shelter).first() or ShelterAddress(shelter=shelter)
            for name, value in zip(FIELDS, lines, strict=False):
                setattr(place, name, value)
            try:
                actions.save(place, by=None)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"The address of {code} is entered.")
