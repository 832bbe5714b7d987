import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actip.access import matrix
from actip.accounts import person
from actip.accounts.models import Agency, User

FIRST = 2


class Command(BaseCommand):
    """Changes of roles need two administrators; the first two of an installation come from here, all others from its pages."""

    help = "Add one of the first two administrators of an installation. The password is asked for, or read from a pipe."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name-th", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--agency", default="administration", help="code of the agency, which is made if missing")

    def handle(self, *args, username, name_th, name_en, agency, **options):
        [role] = [role for role in matrix.roles() if "change" in matrix.verbs(role, "USR")]
        with person.as_system("add one of the first administrators"), transaction.atomic():
            if User.objects.filter(role=role, is_active=True, is_client=False).count() >= FIRST:
                raise CommandError("There are two administrators already: they add further ones on the site's pages.")
            if User.objects.filter(username=username).exists():
                raise CommandError("This user name is taken.")
            home, _made = Agency.objects.get_or_create(
                code=agency,
                defaults={"kind": "system", "name_th": "ผู้ดูแลระบบ", "name_en": "System administration"},
            )
            user = User(
                username=username, role=role, agency=home, is_staff=True, name_th=name_th, name_en=name_en or username
            )
            password = _password()
            try:
                user.full_clean(exclude=["password"])
                validate_password(password, user)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            user.set_password(password)
            user.save()
        self.stdout.write(f"{username} can sign in and keep agencies and users.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise CommandError("The two passwords differ.")
    return first
