"""Encrypted columns: nothing tells their text but `open_sealed`, and only in the place it was written."""

import copy
import logging
import pickle

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.forms import modelform_factory

from actip.vault.fields import MASK, EncryptedField, Sealed, open_sealed
from actip.vault.sealing import CannotOpenError

NAME = "สมหญิง ใจดี"


def _raw(row) -> dict[str, bytes | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, note FROM vault_secret WHERE id = %s", [row.pk])
        return dict(zip(("name", "note"), (v if v is None else bytes(v) for v in cursor.fetchone()), strict=True))


def test_a_saved_value_opens_again(secret):
    row = secret.objects.create(name=NAME)

    again = secret.objects.get(pk=row.pk)

    assert open_sealed(again, "name") == NAME
    assert open_sealed(row, "name") == NAME


def test_the_table_holds_no_plaintext_and_no_two_equal_values(secret):
    first, second = (secret.objects.create(name=NAME, note=NAME) for _ in range(2))

    blobs = [*_raw(first).values(), *_raw(second).values()]

    assert len(set(blobs)) == 4
    for blob in blobs:
        assert NAME.encode() not in blob
        assert NAME.encode("utf-16-le") not in blob


@pytest.mark.parametrize("moved", ["row", "column", "key"])
def test_ciphertext_moved_elsewhere_does_not_open(secret, moved):
    first, second = secret.objects.create(name=NAME, note="-"), secret.objects.create(name="x", note="-")
    with connection.cursor() as cursor:
        if moved == "row":
            second.key_id = first.key_id
            cursor.execute(
                "UPDATE vault_secret SET (name, key_id) = (SELECT name, key_id FROM vault_secret WHERE id = %s) WHERE id = %s",
                [first.pk, second.pk],
            )
        elif moved == "column":
            cursor.execute("UPDATE vault_secret SET note = name WHERE id = %s", [first.pk])
        else:
            cursor.execute("UPDATE vault_secret SET key_id = %s WHERE id = %s", [second.key_id, first.pk])

    row, column = {"row": (second, "name"), "column": (first, "note"), "key": (first, "name")}[moved]
    with pytest.raises(CannotOpenError):
        open_sealed(secret.objects.get(pk=row.pk), column)


@pytest.mark.parametrize("state", ["assigned", "saved", "loaded"])
def test_the_attribute_never_shows_its_text(secret, state, caplog):
    row = secret(name=NAME)
    if state != "assigned":
        row.save()
    if state == "loaded":
        row = secret.objects.get(pk=row.pk)
    value = row.name

    with caplog.at_level(logging.INFO):
        logging.getLogger("t").info("%s %r %s %s", value, value, row, row.__dict__)

    shown = [str(value), repr(value), f"{value}", f"{value:>9}", repr(row), repr(row.__dict__), caplog.text]
    assert not any(NAME in text or "สม" in text for text in shown)
    assert str(value) == MASK
    assert value
    assert value not in (NAME, Sealed(value._blob))
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value


def test_pickling_keeps_ciphertext_only(secret):
    row = secret(name=NAME)
    with pytest.raises(TypeError, match="not saved yet"):
        pickle.dumps(row.name)

    row.save()
    data = pickle.dumps(row.name)
    row.name = pickle.loads(data)

    assert NAME.encode() not in data
    assert open_sealed(row, "name") == NAME
    assert row._meta.get_field("name").value_to_string(row) == MASK


def test_empty_is_null_in_the_table_and_an_empty_string_outside(secret):
    row = secret.objects.create(name=NAME, note="")

    again = secret.objects.get(pk=row.pk)

    assert _raw(row)["note"] is None
    assert again.note == ""
    assert open_sealed(again, "note") == ""
    assert secret.objects.filter(note__isnull=True).count() == 1
    again.note = None
    assert again.note == ""


def test_a_change_keeps_the_key_and_the_other_columns(secret):
    row = secret.objects.create(name=NAME, note="old")
    before = _raw(row)
    again = secret.objects.get(pk=row.pk)

    again.note = "new"
    again.save()

    assert open_sealed(secret.objects.get(pk=row.pk), "note") == "new"
    assert _raw(row)["name"] == before["name"]
    assert secret.objects.get(pk=row.pk).key_id == row.key_id


def test_validation_takes_strings_and_sealed_values(secret):
    row = secret(name=NAME)
    row.full_clean(validate_unique=False)
    row.save()
    row = secret.objects.get(pk=row.pk)
    row.full_clean(validate_unique=False)

    assert open_sealed(row, "name") == NAME


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "blank"),
        ("x" * 201, "max_length"),
        ("a\0b", "null_characters_not_allowed"),
        ("a\ud800", "surrogate"),
        (MASK, "dots"),
    ],
)
def test_bad_text_is_refused_with_a_sentence(secret, value, code):
    with pytest.raises(ValidationError) as refused:
        secret(name=value).clean_fields()

    assert [error.code for error in refused.value.error_dict["name"]] == [code]


def test_a_form_shows_dots_and_dots_coming_back_change_nothing(secret):
    row = secret.objects.create(name=NAME, note="n")
    row = secret.objects.get(pk=row.pk)
    form_class = modelform_factory(secret, fields=["name", "note"])

    assert f'value="{MASK}"' in str(form_class(instance=row)["name"])
    assert NAME not in form_class(instance=row).as_p()
    form = form_class({"name": MASK, "note": "changed"}, instance=row)
    assert form.is_valid(), form.errors
    assert form.changed_data == ["note"]
    form.save()

    again = secret.objects.get(pk=row.pk)
    assert (open_sealed(again, "name"), open_sealed(again, "note")) == (NAME, "changed")


def test_there_is_no_way_to_query_by_text(secret):
    for lookup in ("name", "name__icontains", "name__gt", "name__in"):
        with pytest.raises(FieldError):
            secret.objects.filter(**{lookup: NAME})


@pytest.mark.parametrize("value", [NAME, Sealed(None, NAME)])
def test_writing_past_save_is_refused_rather_than_stored_plain(secret, value):
    row = secret.objects.create(name="x")

    with pytest.raises(TypeError, match="written by save"):
        secret.objects.filter(pk=row.pk).update(name=value)


def test_clean_takes_a_bare_string_too(secret):
    field = secret._meta.get_field("name")

    assert str(field.clean(NAME, None)) == MASK
    assert str(secret(name=NAME)._meta.get_field("note").clean("", None)) == ""


def test_a_value_that_is_not_saved_yet_opens_too(secret):
    assert open_sealed(secret(name=NAME), "name") == NAME


def test_only_strings_are_taken(secret):
    with pytest.raises(TypeError, match="takes a string") as refused:
        secret(name=1234567890123)

    assert "1234567890123" not in str(refused.value)


def test_a_model_with_encrypted_columns_needs_a_key():
    class Keyless(models.Model):
        text = EncryptedField()

        class Meta:
            app_label = "vault_tests"

        def __str__(self) -> str:
            return ""

    assert "vault.E001" in [error.id for error in Keyless._meta.get_field("text").check()]


def test_a_model_with_a_key_passes_the_check(secret):
    assert "vault.E001" not in [error.id for error in secret._meta.get_field("name").check()]


def test_a_row_without_an_id_seals_nothing(secret):
    row = secret(id=None, name=NAME)

    with pytest.raises(ValueError, match="needs its id"):
        secret._meta.get_field("name").pre_save(row, True)
