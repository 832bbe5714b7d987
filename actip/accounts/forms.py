"""Forms of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actip.accounts.models import User


class ProfileForm(forms.ModelForm):
    """What people may change about themselves; the rest is the administrator's."""

    class Meta:
        model = User
        fields = ["language", "shortcuts"]
        help_texts = {"shortcuts": _("Keys such as / for search. Switch off if you use speech input.")}
