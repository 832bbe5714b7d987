"""Whatever is wrong in a form is said in Thai."""

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import override
from rest_framework import serializers

from actip.accounts import forms as accounts
from actip.accounts import person
from actip.records import catalogue
from actip.records import forms as records
from tests.locale.words import latin

WRONG = {
    "nothing": "", "words": "qqqqq", "far too long": "ก" * 3000, "below": "-1", "above": "9" * 40, "many places": "1.23456789",
    "a year nobody means": "22/11/3112", "short year": "22/11/69", "NUL": "ก\0ข", "half a character": "ก\ud800",
}  # fmt: skip
KNOWN = {"qqqqq", "true", "false", "str", "list", "dict"}


@pytest.fixture(autouse=True)
def thai():
    with override("th"):
        yield


def sentences(error: ValidationError) -> list[str]:
    return [str(text) for text in error.messages]


def in_thai(texts: list[str]) -> list[str]:
    """Those of the sentences that are not in Thai."""
    return [text for text in texts if latin(text, KNOWN)]


@pytest.mark.parametrize("kind", list(catalogue.all_types()), ids=lambda kind: kind.slug)
def test_a_record_form_complains_in_thai(db, kind):
    for wrong, value in WRONG.items():
        with person.as_system("a test reads a form"):
            form = records.form_class(kind, kind.fields)(dict.fromkeys(kind.fields, value), kind=kind)
            said = [text for errors in form.errors.values() for text in errors]
            labels = [str(text) for field in form.fields.values() for text in (field.label, field.help_text) if text]
        assert in_thai(said) == [], wrong
        assert in_thai(labels) == []


@pytest.mark.parametrize("kind", list(catalogue.all_types()), ids=lambda kind: kind.slug)
def test_a_whole_record_complains_in_thai(db, kind):
    with person.as_system("a test validates an empty record"), pytest.raises(ValidationError) as caught:
        kind.model().full_clean()

    assert in_thai(sentences(caught.value)) == []


@pytest.mark.parametrize("kind", list(catalogue.all_types()), ids=lambda kind: kind.slug)
def test_names_of_fields_states_and_steps_are_thai(kind):
    said = [str(kind.name), str(kind.plural)]
    moves = kind.workflow.moves if kind.workflow else ()
    for name in {*kind.fields, *kind.columns, *kind.filters, *(name for move in moves for name in move.fields)}:
        field = kind.model._meta.get_field(name)
        said += [str(field.verbose_name), *(str(label) for _code, label in field.flatchoices)]
    said += [str(move.label) for move in moves]
    said += [str(rule.violation_error_message) % {"name": "ก"} for rule in kind.model._meta.constraints]

    assert in_thai(said) == []


@pytest.mark.parametrize("password", ["short", "12345678901234", "password1234", "police-police"])
def test_a_weak_password_is_refused_in_thai(world, password):
    user = world.user("POL")
    user.username = "police-police"

    with pytest.raises(ValidationError) as caught:
        validate_password(password, user)

    assert in_thai(sentences(caught.value)) == []
    assert in_thai(password_validators_help_texts()) == []


def test_account_forms_speak_thai(world):
    for made in (accounts.SignInForm({}), accounts.PasswordForm(data={}, user=world.user("POL"))):
        said = [text for errors in made.errors.values() for text in errors]
        assert said
        assert in_thai([*said, *(str(field.label) for field in made.fields.values())]) == []


FIELDS = {
    "characters": (forms.CharField(max_length=3, min_length=2), ["กขคง", "ก", ""]),
    "whole numbers": (forms.IntegerField(min_value=1, max_value=5), ["0", "6", "ก", "1.5"]),
    "decimals": (forms.DecimalField(max_digits=4, decimal_places=1), ["12345", "1.25", "9999", "ก"]),
    "dates": (forms.DateField(), ["ก"]),
    "times": (forms.TimeField(), ["ก"]),
    "moments": (forms.DateTimeField(), ["ก"]),
    "spans": (forms.DurationField(), ["ก"]),
    "addresses": (forms.EmailField(), ["ก"]),
    "choices": (forms.ChoiceField(choices=[("a", "ก")]), ["ข"]),
    "several choices": (forms.MultipleChoiceField(choices=[("a", "ก")]), [["ข"], "ข"]),
    "keys": (forms.UUIDField(), ["ก"]),
    "data": (forms.JSONField(), ["{"]),
    "steps": (forms.IntegerField(step_size=5), ["3"]),
    "no NUL": (forms.CharField(validators=[validators.ProhibitNullCharactersValidator()]), ["ก\0"]),
}


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_kind_of_field_of_django_complains_in_thai(name):
    field, values = FIELDS[name]
    for value in values:
        with pytest.raises(ValidationError) as caught:
            field.clean(value)
        assert in_thai(sentences(caught.value)) == [], value


API = {
    "characters": (serializers.CharField(max_length=3, min_length=2), ["กขคง", "ก", "", None, [], "ก\0", "\ud800"]),
    "whole numbers": (serializers.IntegerField(min_value=1, max_value=5), [0, 6, "ก", "9" * 2000]),
    "decimals": (serializers.DecimalField(max_digits=4, decimal_places=1), ["12345", "1.25", "9999.1", "ก"]),
    "dates": (serializers.DateField(), []),
    "truth": (serializers.BooleanField(), ["ก"]),
    "choices": (serializers.ChoiceField(choices=["a"]), ["ข"]),
    "keys": (serializers.UUIDField(), ["ก"]),
    "lists": (
        serializers.ListField(child=serializers.CharField(), max_length=1, allow_empty=False),
        ["ก", [], ["ก", "ข"]],
    ),
    "objects": (serializers.DictField(allow_empty=False), ["ก", {}]),
}


@pytest.mark.parametrize("name", list(API))
def test_every_kind_of_field_of_the_api_complains_in_thai(name):
    field, values = API[name]
    for value in values:
        with pytest.raises(serializers.ValidationError) as caught:
            field.run_validation(value)
        assert [text for text in map(str, caught.value.detail) if latin(text, KNOWN)] == [], value
