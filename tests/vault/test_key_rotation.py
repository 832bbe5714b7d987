"""rotate_keys: data keys move to the newest master key, whatever interrupts it, and the old line can go."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from actip.vault.fields import open_sealed, prepare
from actip.vault.management.commands import rotate_keys
from actip.vault.models import DataKey

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


def _rotate() -> str:
    said = io.StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


def _names(rows) -> list[str]:
    return sorted(open_sealed(row, "name") for row in rows.all())


def test_after_rotation_the_old_master_is_not_needed(rows, settings):
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"
    said = _rotate()

    settings.ACTIP_MASTER_KEY = NEW
    assert _names(rows) == [f"name {number}" for number in range(5)]
    assert "5 of 5" in said
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
    assert "3 of 3" in _rotate()
    assert "0 data keys are now" in _rotate()


def test_a_destroyed_key_stays_destroyed(rows, settings):
    batch = list(DataKey.objects.using("owner").all())
    DataKey.objects.using("owner").filter(pk=batch[0].pk).update(wrapped=None, destroyed_at=batch[0].created_at)
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{OLD}"

    rotate_keys.rewrap(batch, "owner")

    assert DataKey.objects.using("owner").filter(wrapped=None).count() == 1
    assert "0 data keys" in _rotate()
