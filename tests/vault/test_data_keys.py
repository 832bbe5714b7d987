"""Data keys: one per subject, wrapped, out of the application's reach but one by one, and destroyed for good."""

import pytest
from django.db import ProgrammingError, connection, transaction

from actip.accounts.person import as_system
from actip.vault.fields import key_of, open_sealed, prepare
from actip.vault.models import DataKey, Token, erase
from actip.vault.sealing import CannotOpenError

NAME = "สมหญิง ใจดี"


def test_rows_of_one_subject_share_its_key(secret):
    first = secret.objects.create(name=NAME)

    second = secret.objects.create(name="other", key_id=first.key_id)

    assert open_sealed(secret.objects.get(pk=second.pk), "name") == "other"
    assert second.key_id == first.key_id
    assert first.key_id != first.pk


def test_a_row_is_saved_again_after_a_rollback(secret):
    row = secret(name=NAME)
    with transaction.atomic():
        row.save()
        transaction.set_rollback(True)

    row._state.adding = True
    row.save()

    assert open_sealed(secret.objects.get(pk=row.pk), "name") == NAME


def test_many_rows_get_their_keys_in_one_statement(secret, django_assert_num_queries):
    rows = [secret(name=f"{NAME} {n}") for n in range(20)]

    with django_assert_num_queries(1):
        prepare(rows)
    secret.objects.bulk_create(rows)

    opened = {open_sealed(row, "name") for row in secret.objects.all()}
    assert opened == {f"{NAME} {n}" for n in range(20)}


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_destroyed_key_opens_nothing_ever_again(owners_secret):
    row = owners_secret(name=NAME)
    prepare([row], using="owner")
    row.save(using="owner")
    with as_system("erasure at the person's request"):
        assert erase(row.key_id, using="owner") is True
        assert erase(row.key_id, using="owner") is False

    with pytest.raises(CannotOpenError):
        open_sealed(owners_secret.objects.using("owner").get(pk=row.pk), "name")


@pytest.mark.django_db
def test_nobody_but_the_system_destroys_a_key():
    with pytest.raises(ProgrammingError, match="only the system"), transaction.atomic():
        erase(DataKey().id)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["vault_datakey", "vault_token"])
@pytest.mark.parametrize("verb", ["SELECT count(*) FROM {}", "DELETE FROM {}", "UPDATE {} SET {} = NULL"])
def test_the_application_can_neither_list_nor_change_keys_and_tokens(table, verb):
    column = "wrapped" if table == "vault_datakey" else "hashes"

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table, column))


def test_keys_and_tokens_are_named_by_their_ids_alone():
    key = DataKey()

    assert str(key) == str(key.id)
    assert str(Token(row_id=key.id, kind="name")) == str(key.id)


def test_a_key_that_never_was_opens_nothing(secret):
    row = secret.objects.create(name=NAME)
    row = secret.objects.get(pk=row.pk)
    row.key_id = DataKey().id

    with pytest.raises(CannotOpenError):
        open_sealed(row, "name")


def test_a_key_is_wrapped_and_bound_to_its_id(secret):
    row = secret.objects.create(name=NAME)
    key = key_of(row)

    assert key.unwrap() not in bytes(key.wrapped)
    key.id = DataKey().id
    with pytest.raises(CannotOpenError):
        key.unwrap()
    key.wrapped = None
    with pytest.raises(CannotOpenError):
        key.unwrap()
