"""Nothing that a person wishes, asks for or consents to is taken for granted."""

import pytest
from django.db import connection, models

from actip.records import catalogue, forms
from actip.records.api.serializers import field_for

# Ticked at first because it is a fact of a thing or a place, or the freedom of somebody that only a step with a reason ends.
FACTS = {
    ("bank-accounts", "is_active"),
    ("placements", "moves_freely"),
    ("placements", "phones_freely"),
    ("shelters", "is_open"),
}
ASKED = [
    (kind, field)
    for kind in catalogue.all_types()
    for field in kind.model._meta.fields
    if isinstance(field, models.BooleanField) and not field.null and not field.has_default()
]


def test_no_tick_but_facts_is_set_at_first():
    ticked = {
        (kind.slug, field.name)
        for kind in catalogue.all_types()
        for field in kind.model._meta.fields
        if isinstance(field, models.BooleanField) and (field.get_default() is True or field.db_default is True)
    }
    assert ticked <= FACTS


def test_no_wish_or_consent_has_a_first_answer_that_says_yes():
    """Answers of a list: what a person wants, agrees to or asks for is "not asked" or nothing before she is asked."""
    words = ("wish", "consent", "agree", "want")
    first = {
        (kind.slug, field.name): field.get_default()
        for kind in catalogue.all_types()
        for field in kind.model._meta.fields
        if any(word in field.name for word in words) and field.has_default() and field.name in kind.fields
    }
    assert set(first.values()) <= {"", "not_asked", "unasked", "undecided", None, b""}, first


def test_what_she_asked_for_herself_is_such_an_answer():
    assert ("returns", "wished_by_her") in {(kind.slug, field.name) for kind, field in ASKED}


@pytest.mark.parametrize(("kind", "field"), ASKED, ids=lambda one: getattr(one, "slug", getattr(one, "name", "")))
@pytest.mark.django_db
def test_such_an_answer_is_demanded_by_form_api_and_table(kind, field):
    form = forms.form_class(kind, [field.name])(kind=kind)
    assert [str(value) for value, _label in form.fields[field.name].choices] == ["", "True", "False"]
    assert f'value="{True}" selected' not in str(form[field.name])
    assert form.fields[field.name].required
    for typed, taken in (("True", True), ("False", False), ("", None)):
        bound = forms.form_class(kind, [field.name])({field.name: typed}, kind=kind)
        bound.is_valid()
        assert bound.cleaned_data.get(field.name) is taken
    assert field_for(field).required
    assert not field_for(field).allow_null
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT is_nullable, column_default FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [kind.table, field.column],
        )
        assert cursor.fetchone() == ("NO", None)
