from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actip.accounts import person, roles
from actip.accounts.models import User


class Command(BaseCommand):
    """No administrator may do this on a page: with a new password as well she could be somebody else. It needs the server,
    and then an administrator, for the password ends with the factor.
    """

    help = (
        "Take second factor and password away from somebody who lost telephone and recovery codes; she gets both anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--why", required=True, help="how you know that it is she; kept in the audit trail")

    def handle(self, *args, username, why, **options):
        with person.as_system(why), transaction.atomic():
            user = User.objects.filter(username=username).first()
            if user is None or not Authenticator.objects.filter(user=user).delete()[0]:
                raise CommandError("There is nobody of this user name who has a second factor.")
            roles.say("factor_removed", where="server")
            user.set_unusable_password()
            user.save(update_fields=["password"])
        self.stdout.write(f"Done. An administrator gives {username} a new password; she then sets the factor up anew.")
