"""Forms of one's own account."""

from allauth.account import forms as account
from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from actip.accounts.models import RoleChange, User


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


class Proposing(forms.ModelForm):
    """What a person may do is proposed, with a reason: see roles.py."""

    why = forms.CharField(
        label=_("Reason of the change"),
        max_length=300,
        required=False,
        help_text=_("Needed where agency, role or clearance changes; a second administrator confirms it."),
    )

    def clean(self):
        found = super().clean()
        if set(self.changed_data) & set(RoleChange.WHAT) and not self.cleaned_data.get("why", "").strip():
            self.add_error("why", _("Say why this changes."))
        return found


class PersonForm(Proposing, UserChangeForm):
    """A person as an administrator changes her."""


class NewPersonForm(Proposing, AdminUserCreationForm):
    """A new person; until a second administrator has confirmed her role she may do nothing."""
