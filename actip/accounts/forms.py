"""Forms of one's own account."""

from allauth.account import forms as account
from django import forms
from django.utils.translation import gettext_lazy as _

from actip.accounts.models import User


class ProfileForm(forms.ModelForm):
    """What people may change about themselves; the rest is the administrator's."""

    class Meta:
        model = User
        fields = ["language", "shortcuts"]
        help_texts = {"shortcuts": _("Keys such as / for search. Switch off if you use speech input.")}


class Plain:
    """Without allauth's placeholders, which repeat the label and vanish when one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, account.LoginForm):
    """Name and password."""


class AgainForm(Plain, account.ReauthenticateForm):
    """The password once more."""


class PasswordForm(Plain, account.ChangePasswordForm):
    """The old password and the new one twice."""
