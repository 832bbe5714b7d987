"""`rotate_keys --data` on real records: identities open, are found and are audited; nobody's list moves; a stale change is told."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from actip.accounts import person
from actip.audit import trail
from actip.records import actions, finding
from actip.records.catalogue import get
from actip.vault.renewing import sealed_models
from cases.models import EvidenceFile
from tests.factories import make
from tests.worlds import World
from victims.models import VictimIdentity

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NEW = "key2:" + "C" * 42 + "A="


@pytest.fixture
def identity(ring):
    with transaction.atomic():
        world = World()
        pmj = world.user("PMJ")
        with person.as_user(pmj):
            victim = make("people", by=pmj)
            found = make("identities", by=pmj, person=victim, full_name="Ma Aye Aye Khaing", phone="0812345678")
    return world, found


def renewed(settings) -> str:
    settings.ACTIP_MASTER_KEY = f"{NEW}\n{settings.ACTIP_MASTER_KEY}"
    said = io.StringIO()
    call_command("rotate_keys", data=True, stdout=said)
    return said.getvalue()


def test_a_record_opens_is_found_and_stays_where_it_stood(identity, settings):
    world, record = identity
    pmj = world.user("PMJ")
    with person.as_user(pmj), transaction.atomic():
        before = VictimIdentity.objects.select_related("matter").get(pk=record.pk)

    assert "1 data keys were replaced, 1 rows sealed anew" in renewed(settings)

    with person.as_user(pmj), transaction.atomic():
        now = VictimIdentity.objects.select_related("matter").get(pk=record.pk)
        opened = actions.reveal(now, by=pmj, reason="To call her")
        assert (opened["full_name"], opened["phone"]) == ("Ma Aye Aye Khaing", "0812345678")
        assert (now.key_id != before.key_id, now.version, now.updated_at) == (
            True,
            before.version + 1,
            before.updated_at,
        )
        assert now.matter.touched_at == before.matter.touched_at
        assert [who.pk for who, _why in finding.find(get("identities"), name="Aye Aye Khaing")] == [record.person_id]
        entry = next(each for each in trail.history("identities", record.pk) if each.verb == "key_renewed")
        assert (entry.kind, entry.is_by_hand) == ("nobody", False)


def test_whoever_was_changing_it_is_told_and_overwrites_nothing(identity, settings):
    world, record = identity
    pmj = world.user("PMJ")
    with person.as_user(pmj), transaction.atomic():
        stale = VictimIdentity.objects.get(pk=record.pk)
    renewed(settings)

    stale.nickname = "Aye"
    with person.as_user(pmj), pytest.raises(actions.Conflict), transaction.atomic():
        actions.save(stale, by=pmj)


def test_the_key_of_a_file_of_evidence_stays_in_use():
    """The file lies outside, sealed under it."""
    assert EvidenceFile._meta.get_field("key").seals_more
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text FROM pg_constraint c"
            " WHERE c.contype = 'f' AND c.confrelid = 'vault_datakey'::regclass"
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {model._meta.db_table for model in sealed_models()} | {EvidenceFile._meta.db_table}
