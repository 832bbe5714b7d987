"""Finding the account of a session or of a name and password."""

from allauth.account.auth_backends import AuthenticationBackend

from actip.accounts import person
from actip.accounts.backend.prepared import Query
from actip.accounts.models import User

USER = Query(lambda: User.objects.select_related("agency").filter(pk=0))


class Backend(AuthenticationBackend):
    """allauth's, loading the agency with the user: every page shows it."""

    def get_user(self, user_id):
        user = USER.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user) -> bool:
        return user.may_sign_in

    def _check_password(self, user, password: str) -> User | None:
        """As the user concerned: a right password may be hashed anew, and the database lets only her do that."""
        if user is None or not self.user_can_authenticate(user) or user.agency_id is None:
            return super()._check_password(user, password)
        with person.as_user(user):
            return super()._check_password(user, password)
