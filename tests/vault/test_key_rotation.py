"""rotate_keys: data keys move to the newest master key, whatever interrupts it, and the old line can go."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from actip.vault import renewing
from actip.vault.fields import open_sealed, prepare
from actip.vault.management.commands import rotate_keys
from actip.vault.models import DataKey
from actip.vault.sealing import CannotOpenError

OLD = "key1:" + "A" * 43 + "="
NEW = "key2:" + "C" * 42 + "A="

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def rows(owners_secret, settings):
    settings.ACTIP_MASTER_KEY = OLD
    made = [owners_secret(name=f"name {number}") for number in range(5)]
    prepare(made, using="owner")
    for row in made:
        row.save(using="owner")
    return owners_secret.objects.using("owner").order_by("id")


def _rotate(**options) -> str:
    said = io.StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def _names(rows) -> list[str]:
    return sorted(open_sealed(row, "name") for row in rows.all())


def test_after_rotation_the_old_master_is_not_needed(rows, settings):
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"
    said = _rotate()

    settings.ACTIP_MASTER_KEY = NEW
    assert _names(rows) == [f"name {number}" for number in range(5)]
    assert "5 data keys are now" in said
    assert "now under 'key2'" in said


def test_without_rotation_it_is(rows, settings):
    settings.ACTIP_MASTER_KEY = NEW

    with pytest.raises(ImproperlyConfigured, match="lacks the line 'key1'"):
        _names(rows)
    with pytest.raises(CommandError, match="key1"):
        _rotate()


def test_values_open_during_rotation_and_a_stopped_run_goes_on(rows, settings, monkeypatch):
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    rewrap, calls = rotate_keys.rewrap, []

    def stop_after_one(batch, database):
        if calls:
            raise KeyboardInterrupt
        calls.append(batch)
        rewrap(batch, database)

    monkeypatch.setattr(rotate_keys, "rewrap", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        _rotate()
    assert _names(rows) == [f"name {number}" for number in range(5)]
    assert DataKey.objects.using("owner").filter(master_id="key1").count() == 3

    monkeypatch.setattr(rotate_keys, "rewrap", rewrap)
    assert "3 data keys are now" in _rotate()
    assert "0 data keys are now" in _rotate()


def test_a_destroyed_key_stays_destroyed(rows, settings):
    batch = list(DataKey.objects.using("owner").all())
    DataKey.objects.using("owner").filter(pk=batch[0].pk).update(wrapped=None, destroyed_at=batch[0].created_at)
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    rotate_keys.rewrap(batch, "owner")

    assert DataKey.objects.using("owner").filter(wrapped=None).count() == 1
    assert "0 data keys" in _rotate()


# With --data: new data keys.


@pytest.fixture
def known(monkeypatch, owners_secret):
    """The test's own model is one that the command knows."""
    monkeypatch.setattr(renewing, "sealed_models", lambda: [owners_secret])


def _all(**more):
    return DataKey.objects.using("owner").filter(**more)


def test_with_data_every_row_has_a_new_key_and_the_old_ones_open_nothing(rows, known, settings):
    before = {row.pk: (row.key_id, bytes(row.name._blob)) for row in rows}
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    said = _rotate(data=True)

    settings.ACTIP_MASTER_KEY = NEW
    assert _names(rows) == [f"name {number}" for number in range(5)]
    assert "5 data keys were replaced, 5 rows sealed anew" in said
    after = {row.pk: (row.key_id, bytes(row.name._blob)) for row in rows.all()}
    assert all(after[pk][0] != key and after[pk][1] != blob for pk, (key, blob) in before.items())
    old = _all(pk__in=[key for key, _blob in before.values()])
    assert old.filter(wrapped=None, destroyed_at__isnull=False).count() == 5


def test_a_stopped_run_with_data_goes_on_and_every_value_opens_all_the_while(rows, known, settings, monkeypatch):
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"
    monkeypatch.setattr(rotate_keys, "BATCH_OF_DATA", 2)
    renew, calls = renewing.renew, []

    def stop_after_one(batch, database):
        if calls:
            raise KeyboardInterrupt
        calls.append(batch)
        return renew(batch, database)

    monkeypatch.setattr(rotate_keys, "renew", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        _rotate(data=True)
    assert _names(rows) == [f"name {number}" for number in range(5)]
    assert _all(master_id="key1", destroyed_at=None).count() == 3

    monkeypatch.setattr(rotate_keys, "renew", renew)
    assert "3 data keys were replaced, 3 rows" in _rotate(data=True)
    again = _rotate(data=True)
    assert "0 data keys were replaced, 0 rows" in again
    assert "Nothing to do" in again
    assert _names(rows) == [f"name {number}" for number in range(5)]


def test_rows_that_share_a_key_share_a_new_one_and_empty_columns_stay_empty(rows, known, settings, owners_secret):
    first = rows[0]
    settings.ACTIP_MASTER_KEY = OLD
    twin = owners_secret(name="twin", key=_all().get(pk=first.key_id))
    twin.save(using="owner")
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    assert "5 data keys were replaced, 6 rows" in _rotate(data=True)

    one, two = (row for row in rows.all() if row.pk in (first.pk, twin.pk))
    assert one.key_id == two.key_id != first.key_id
    assert one.note == ""


def test_who_read_a_row_before_opens_it_afterwards(rows, known, settings):
    before = list(rows)
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"
    _rotate(data=True)

    assert sorted(open_sealed(row, "name") for row in before) == [f"name {number}" for number in range(5)]


def test_a_key_that_seals_no_known_row_is_wrapped_anew_and_never_destroyed(rows, settings):
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    said = _rotate(data=True)

    settings.ACTIP_MASTER_KEY = NEW
    assert "0 data keys were replaced, 0 rows sealed anew; 5 keys stay in use" in said
    assert _names(rows) == [f"name {number}" for number in range(5)]


def test_a_value_that_does_not_open_stops_the_batch_and_nothing_of_it_is_lost(rows, known, settings, owners_secret):
    torn = rows[0]
    other = rows[1]
    owners_secret.objects.using("owner").filter(pk=torn.pk).update(name=other.name)
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    with pytest.raises(CannotOpenError):
        _rotate(data=True)

    assert _all(destroyed_at=None).count() == 5
    assert open_sealed(owners_secret.objects.using("owner").get(pk=other.pk), "name")
