"""Finding the account of a session or of a name and password."""

from allauth.account.auth_backends import AuthenticationBackend

from actip.accounts.models import User


class Backend(AuthenticationBackend):
    """allauth's, loading the agency with the user: every page shows it."""

    def get_user(self, user_id):
        user = User.objects.select_related("agency").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user) -> bool:
        """A person of an agency that still works here; programs have the API."""
        if user.is_client or (user.agency and not user.agency.is_active):
            return False
        return super().user_can_authenticate(user)
