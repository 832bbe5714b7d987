"""Child-abuse material: a hash, a count, a reference, a custodian. No path stores bytes, and a listed file is refused and destroyed."""

import hashlib
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models

from actip.accounts import person
from actip.records import actions, catalogue
from actip.vault.sealing import CannotOpenError
from cases.evidence import reading
from cases.models import AbuseHash, AbuseMaterial, EvidenceAlarm, EvidenceFile
from tests.access.conftest import sql
from tests.cases import files
from tests.cases.desk import lying
from tests.factories import make

pytestmark = pytest.mark.django_db
LISTED = files.pdf(b"listed")
HASH = hashlib.sha256(LISTED).hexdigest()


@pytest.fixture
def ticac(world):
    return world.user("TIC")


def listed(ticac, value=HASH, **more):
    with person.as_user(ticac):
        case = make("cases", by=ticac)
        material = make("abuse-material", by=ticac, case=case)
        return make("abuse-hashes", by=ticac, material=material, value=value, **more)


def test_a_file_that_is_listed_is_refused_in_whatever_agency(desk, store, ticac):
    assert desk.attach(content=files.pdf(b"other")).status_code == 302
    listed(ticac)

    answer = desk.attach(content=LISTED, name="b.pdf")

    assert answer.status_code == 422
    assert len(lying(store)) == 1
    with person.as_user(desk.officer):
        assert not AbuseHash.objects.exists()  # nor does she learn where it is listed
        row = sql("SELECT to_jsonb(f) FROM cases_evidencefile f")[0][0]
        assert HASH not in str(row)


def test_by_raw_sql_it_is_refused_too(desk, ticac):
    kept = desk.kept()
    listed(ticac)
    insert = (
        "INSERT INTO cases_evidencefile SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),"
        " 'sha256', %s::text, 'stored_as', %s::text))).* FROM cases_evidencefile f WHERE id = %s"
    )
    with person.as_user(desk.officer):
        sql(insert, ["b" * 64, "b" * 32, kept.pk])
        with pytest.raises(Exception, match="listed as child-abuse"), actions.transaction.atomic():
            sql(insert, [HASH, "c" * 32, kept.pk])


def test_a_hash_that_is_listed_later_locks_the_file_and_the_next_reading_destroys_it(desk, store, ticac):
    kept = desk.kept(LISTED)
    assert desk.browser().get(f"/evidence-files/{kept.pk}/content/").status_code == 200

    listed(ticac)

    assert desk.browser().get(f"/evidence-files/{kept.pk}/content/").status_code == 409
    with person.as_user(desk.officer):
        assert EvidenceFile.objects.get().status == "quarantined"
        assert [alarm.kind for alarm in EvidenceAlarm.objects.all()] == ["abuse_listed"]
    copy = lying(store)[0].read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "cases.evidence.checks.transaction.on_commit", lambda work: work()
        )  # the test's own transaction never commits
        call_command("verify_evidence", no_progress=True, stdout=StringIO())
    assert lying(store) == []
    with person.as_user(desk.officer):
        destroyed = EvidenceFile.objects.get()
        assert destroyed.status == "destroyed"
        (store / kept.stored_as[:2] / kept.stored_as).write_bytes(copy)  # a backup brings the bytes back, and no key
        assert reading.state(destroyed) == "missing"
        with pytest.raises(CannotOpenError):
            reading.key_of(destroyed).unwrap()


def test_no_field_of_the_register_takes_a_file_or_a_story(ticac):
    for kind in (catalogue.get("abuse-material"), catalogue.get("abuse-hashes")):
        for field in kind.model._meta.fields:
            assert not isinstance(field, models.FileField | models.BinaryField | models.TextField), field
            if isinstance(field, models.CharField):
                assert field.choices or field.max_length <= 64, field


def test_words_and_bytes_are_refused_whoever_writes(desk, ticac):
    with person.as_user(ticac):
        case = make("cases", by=ticac)
        material = make("abuse-material", by=ticac, case=case)
        for wrong in (
            {"seizure_reference": "a girl in a room"},
            {"custodian": "Mr A"},
            {"custodian": "x" * 41},
            {"count": 0},
        ):
            with pytest.raises(ValidationError):
                make("abuse-material", by=ticac, case=case, **wrong)
        for value in ("data:image/png;base64,iVBORw0KGgo", "zz", "a" * 63, "a" * 65):
            with pytest.raises(ValidationError):
                make("abuse-hashes", by=ticac, material=material, value=value)
        for change in ("custodian = 'a girl'", "seizure_reference = 'in a room'"):
            with pytest.raises(Exception, match="abuse_reference_is_short"), actions.transaction.atomic():
                sql(f"UPDATE cases_abusematerial SET {change}")
        assert make("abuse-hashes", by=ticac, material=material, algorithm="md5", value="A" * 32).value == "a" * 32


def test_evidence_of_this_kind_is_led_to_the_register(desk, ticac, world):
    with person.as_user(desk.officer), pytest.raises(ValidationError, match=r"TICAC"):
        make("evidence", by=desk.officer, case=desk.case, kind="abuse_material")
    page = desk.browser().post(
        f"/evidence/new/?case={desk.case.pk}",
        {"case": str(desk.case.pk), "kind": "abuse_material", "description": "x", "seized_on": "2026-01-05",
         "seized_province": "TH-10", "seizure_reference": "1"},
    )  # fmt: skip
    assert page.status_code == 422
    assert "TICAC enters its hash" in page.content.decode()
    refused = pytest.raises(Exception, match="evidence_is_not_abuse_material")
    with person.as_user(desk.officer), refused, actions.transaction.atomic():
        sql("UPDATE cases_evidence SET kind = 'abuse_material'")


def test_no_path_takes_a_file_for_the_register(desk, ticac, store, caller):
    entry = listed(ticac, value="d" * 64)
    sent = {"label": "x", "file": files.upload(LISTED)}
    browser = desk.browser(ticac)
    for address in ("/abuse-material/new/", f"/abuse-material/{entry.material_id}/change/", "/abuse-hashes/new/",
                    f"/abuse-hashes/{entry.pk}/change/", f"/evidence-files/new/?evidence={entry.material_id}"):  # fmt: skip
        sent["file"].seek(0)
        assert browser.post(address, sent).status_code in (404, 422), address
    program = caller("TIC")
    for address in ("abuse-material/", "abuse-hashes/"):
        sent["file"].seek(0)
        answer = program.browser.post(f"/api/v1/{address}", sent, headers=program.headers)
        assert answer.status_code == 415, address
    assert lying(store) == []


def test_only_ticac_reads_the_register_others_know_no_more_than_that_there_is_one(world, desk, ticac):
    entry = listed(ticac)
    for role in ("POL", "SPV", "PRO", "CRT", "DSI", "PMJ", "AUD", "ADM"):
        user = world.user(role)
        with person.as_system("assigned"):
            from actip.access.models import Assignment

            Assignment.objects.create(matter_id=entry.matter_id, agency=user.agency, officer=user, basis="case_team")
        with person.as_user(user):
            assert not AbuseHash.objects.exists()
            assert not AbuseMaterial.objects.exists()
        assert desk.browser(user).get(f"/abuse-material/{entry.material_id}/").status_code == 403
    assert desk.browser(ticac).get(f"/abuse-material/{entry.material_id}/").status_code == 200
    assert desk.browser(ticac).get("/abuse-material.csv").status_code in (403, 404)
