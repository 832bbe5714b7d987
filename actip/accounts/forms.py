"""Forms of one's own account."""

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
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


class Code(Plain):
    """Digits from a telephone or from paper, on a telephone's number keys."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"  # type: ignore[attr-defined]


class CodeForm(Code, factor.AuthenticateForm):
    """The code at signing in."""


class CodeAgainForm(Code, factor.ReauthenticateForm):
    """The code once more."""


class SwitchOnForm(Code, ActivateTOTPForm):
    """The first code of an app that was given the key."""

    @property
    def key_in_fours(self) -> str:
        """The key as somebody types it who cannot scan the picture with the telephone that shows it."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


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
