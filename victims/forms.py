"""The form of what is known about somebody who may be recorded already."""

from typing import cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.thai.fields import ThaiCharField
from victims.models import Person, VictimIdentity

TYPED = ("full_name", "other_names", "birth_date", "document", "phone")


class KnownForm(forms.Form):
    """Names, documents, telephone; and the purpose, if others are to be asked."""

    full_name = ThaiCharField(required=False, max_length=200)
    other_names = ThaiCharField(required=False, max_length=300)
    document = ThaiCharField(required=False, max_length=60)
    phone = ThaiCharField(required=False, max_length=60)
    birth_date = ThaiCharField(required=False, max_length=60)
    nationality = forms.ChoiceField(required=False)
    purpose = ThaiCharField(required=False, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TYPED:
            kept = cast(models.Field, VictimIdentity._meta.get_field(name))
            self.fields[name].label, self.fields[name].help_text = capfirst(kept.verbose_name), kept.help_text
        nationality = Person._meta.get_field("nationality")
        chosen = cast(forms.ChoiceField, self.fields["nationality"])
        chosen.label = capfirst(nationality.verbose_name)
        chosen.choices = [("", _("Choose")), *nationality.flatchoices]
        self.fields["purpose"].label = _("Why do you ask?")
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self):
        if not any(self.cleaned_data.get(name) for name in ("full_name", "other_names", "document", "phone")):
            raise forms.ValidationError(_("Give a name, a document number or a telephone."))
        return self.cleaned_data
