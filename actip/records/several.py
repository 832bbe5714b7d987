"""A field that holds several codes of one list: forms of exploitation, protective measures, special needs."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class CodesField(ArrayField):
    """Codes of one list, each once, in the order of the list; [] is "not stated".

    Give `codes`, the list of (code, label), beside the verbose name. Add `only_codes(...)` to the model's constraints.
    """

    def __init__(self, verbose_name=None, *, codes=(), base_field=None, **kwargs):
        self.codes = list(codes)
        kwargs = {"default": list, "blank": True} | kwargs
        super().__init__(base_field or models.CharField(max_length=40), verbose_name=verbose_name, **kwargs)

    def deconstruct(self):
        """A plain array in migrations: they import nothing of ours, and a new label makes none."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def clean(self, value, instance):
        return super().clean(self.in_order(value), instance)

    def in_order(self, value) -> list[str]:
        """The codes chosen, in the order of the list. Raises ValidationError for one that is not in it."""
        if surplus := set(value or ()) - {code for code, _label in self.codes}:
            raise ValidationError(
                _("Select a valid choice. %(value)s is not one of the available choices.")
                % {"value": ", ".join(sorted(map(str, surplus)))[:80]},
                code="invalid_choice",
            )
        return [code for code, _label in self.codes if code in (value or ())]

    def labels(self, value) -> str:
        """In words, divided by commas."""
        words = {code: str(label) for code, label in self.codes}
        return ", ".join(words.get(code, code) for code in value or ())

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.codes,
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name) if self.verbose_name else None,
            help_text=self.help_text,
        )


def only_codes(name: str, field: str, codes) -> models.CheckConstraint:
    """Refuse in the database what is not in the list, whoever writes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__contained_by": [code for code, _label in codes]}), name=name
    )
