"""Section 41: no listed charge against a victim without the Minister's written permission, by whatever way it comes.

The victim's file is kept by another agency that the police do not reach; nothing of it is told.
"""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.records import actions, bulk
from cases.models import CaseCharge, SuspectIdentity
from tests.access.conftest import browsing, sql
from tests.cases.conftest import as_owner
from tests.factories import build, make
from victims.models import IdentificationDecision, Person, SamePersonLink

pytestmark = pytest.mark.django_db
DOCUMENT = "1-1005-00112-23-1"
LISTED = {"provision": "IMM-81", "offence_on": date(2025, 12, 1)}
PERMISSION = {
    "permission_number": "ยธ 0501/77",
    "permission_on": date(2026, 1, 20),
    "permission_document": "แฟ้ม 3 แผ่นที่ 12",
}
SENTENCE = "written permission of the Minister of Justice"
FINDINGS = {
    "decided_on": date(2026, 1, 9), "reasons": "ครบองค์ประกอบ", "act_found": True, "means_found": True, "purpose_found": True,
    "police_present": True, "msdhs_present": True, "other_present": "health", "own_words": "อยากกลับบ้าน",
}  # fmt: skip


@pytest.fixture
def victim(world):
    """Met by the provincial office of another province; the police reach nothing of hers."""
    pmj = world.user("PMJ")
    with world.as_("PMJ"):
        found = make("people", by=pmj)
        make("identities", by=pmj, person=found, document=DOCUMENT)
        make("identification-decisions", by=pmj, person=found)
    with world.as_("POL"):
        assert not Person.objects.exists()
    return found


@pytest.fixture
def known(world, suspect):
    """The suspect carries the victim's document."""
    with world.as_("POL"):
        return make("suspect-identities", by=world.user("POL"), suspect=suspect, document=DOCUMENT.replace("-", ""))


def decide(world, victim, step: str):
    with world.as_("PMJ"):
        decision = IdentificationDecision.objects.get(person=victim)
        actions.move(
            decision,
            step,
            by=world.user("PMJ"),
            facts=FINDINGS | ({"referral": "labour_claim"} if step == "decide_not_victim" else {}),
        )


def charge_her(world, case, suspect, **more):
    with world.as_("POL"):
        return make("case-charges", by=world.user("POL"), case=case, suspect=suspect, **(LISTED | more))


@pytest.mark.parametrize("state", ["open", "victim", "forced_labour"])
def test_a_listed_charge_needs_the_permission_while_she_is_or_may_be_a_victim(
    world, case, suspect, victim, known, state
):
    if state != "open":
        decide(world, victim, "decide_victim" if state == "victim" else "decide_forced_labour")
    with pytest.raises(ValidationError, match=SENTENCE):
        charge_her(world, case, suspect)
    assert charge_her(world, case, suspect, **PERMISSION)


def test_who_was_found_not_to_be_a_victim_is_charged_as_anybody(world, case, suspect, victim, known):
    decide(world, victim, "decide_not_victim")
    assert charge_her(world, case, suspect)


def test_what_is_not_listed_needs_no_permission(world, case, suspect, victim, known):
    assert charge_her(world, case, suspect, provision="ATIP-6-ADULT")


def test_another_document_is_another_person(world, case, suspect, victim):
    with world.as_("POL"):
        make("suspect-identities", by=world.user("POL"), suspect=suspect, document="1-1005-00112-24-0")
    assert charge_her(world, case, suspect)


def test_the_sentence_is_the_same_whoever_keeps_the_file_and_whatever_it_says(world, case, suspect, victim, known):
    said = set()
    for step in (None, "decide_victim"):
        if step:
            decide(world, victim, step)
        with pytest.raises(ValidationError) as refused:
            charge_her(world, case, suspect)
        said.add(str(refused.value.messages))
    assert len(said) == 1
    for told in ("victim", "identif", "decision", victim.matter.number):
        assert told not in next(iter(said)), told


@pytest.mark.usefixtures("_plain_static")
def test_the_page_refuses_and_lets_through(world, case, suspect, victim, known):
    pol = world.user("POL")
    typed = {
        "case": case.pk, "suspect": suspect.pk, "provision": "IMM-81", "offence_on": "1/12/2568", "role": "principal", "counts": "1",
    }  # fmt: skip
    with person.as_system("a session"):
        type(pol).objects.filter(pk=pol.pk).update(sessions=["test"], language="en")
    pol.refresh_from_db()
    with browsing(pol) as browser:
        answer = browser.client.post(f"/case-charges/new/?case={case.pk}", typed)
        assert answer.status_code == 422
        assert SENTENCE in answer.content.decode()
        more = {"permission_number": "ยธ 1", "permission_on": "20/1/2569", "permission_document": "แฟ้ม 3"}
        assert browser.client.post(f"/case-charges/new/?case={case.pk}", typed | more).status_code == 302


def test_the_api_refuses_and_lets_through(world, case, suspect, victim, known):
    pol = world.user("POL")
    sent = {"case": str(case.pk), "suspect": str(suspect.pk), "provision": "IMM-81", "offence_on": "2025-12-01"}
    with person.as_system("a session"):
        type(pol).objects.filter(pk=pol.pk).update(sessions=["test"], language="en")
    pol.refresh_from_db()
    with browsing(pol) as browser:
        key = {"Idempotency-Key": str(uuid4())}
        answer = browser.api("POST", "case-charges/", sent, **key)
        assert answer.status_code in (400, 422)
        assert SENTENCE in json.dumps(json.loads(answer.content), ensure_ascii=False)
        more = {"permission_number": "ยธ 1", "permission_on": "2026-01-20", "permission_document": "แฟ้ม 3"}
        assert browser.api("POST", "case-charges/", sent | more, **{"Idempotency-Key": str(uuid4())}).status_code == 201


def by_hand(case, suspect, provision: str):
    sql(
        "INSERT INTO cases_casecharge (id, version, created_at, updated_at, matter_id, case_id, suspect_id, provision, offence_on,"
        " role, counts, permission_number, permission_document, drop_reason, status, provision_th, provision_en, penalty_th,"
        " penalty_en, is_life, is_listed_s41) VALUES (gen_random_uuid(), 1, now(), now(), %s, %s, %s, %s, '2025-12-01',"
        " 'principal', 1, '', '', '', 'proposed', '', '', '', '', false, false)",
        [case.matter_id, case.pk, suspect.pk, provision],
    )


def test_sql_by_hand_is_refused_and_a_made_up_mark_does_not_help(world, case, suspect, victim, known):
    with world.as_("POL"):
        with pytest.raises(IntegrityError, match="section 41"), transaction.atomic():
            by_hand(case, suspect, "IMM-81")
        by_hand(case, suspect, "ATIP-6-1")
        with pytest.raises(IntegrityError, match="section 41"), transaction.atomic():
            sql("UPDATE cases_casecharge SET provision = 'WORK-8'")


def test_an_import_by_the_system_is_refused(world, case, suspect, victim, known):
    row = build("case-charges", case=case, suspect=suspect, matter_id=case.matter_id, **LISTED)
    with pytest.raises(IntegrityError, match="section 41"), bulk.loading("an import"):
        bulk.insert([row])
    with bulk.loading("an import"):
        bulk.insert(
            [build("case-charges", case=case, suspect=suspect, matter_id=case.matter_id, **LISTED, **PERMISSION)]
        )


def test_an_identity_that_comes_after_the_charge_is_refused(world, case, suspect, victim):
    charge_her(world, case, suspect)
    with world.as_("POL"):
        pol = world.user("POL")
        with pytest.raises(ValidationError, match=SENTENCE):
            make("suspect-identities", by=pol, suspect=suspect, document=DOCUMENT)
        kept = make("suspect-identities", by=pol, suspect=suspect, document="")
        kept.document = DOCUMENT
        with pytest.raises(ValidationError, match=SENTENCE):
            actions.save(kept, by=pol)
        charge = CaseCharge.objects.get()
        actions.move(charge, "drop", by=pol, facts={"drop_reason": "เป็นผู้เสียหาย"})
        again = SuspectIdentity.objects.get()
        again.document = DOCUMENT
        actions.save(again, by=pol)


def test_a_document_that_is_not_indexed_is_not_kept(world, suspect):
    """By itself: not by another number of hers, nor by the document of another suspect."""
    with world.as_("POL"):
        pol = world.user("POL")
        made = make("suspect-identities", by=pol, suspect=suspect, document=DOCUMENT)
        other = make("suspects", by=pol, case=suspect.case)
        make("suspect-identities", by=pol, suspect=other, document="1-1005-00112-24-0")
        again = "UPDATE cases_suspectidentity SET document = document WHERE id = %s"
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql(again, [made.pk])
        for kinds, hashes in (([], []), (["phone"], ["{1}"])):
            sql(
                "SELECT actip.store_tokens('SUS', %s, %s, %s::text[], %s::text[])",
                [made.pk, made.matter_id, kinds, hashes],
            )
            with pytest.raises(IntegrityError, match="indexed"), transaction.atomic():
                sql(again, [made.pk])


def test_an_identification_opened_afterwards_refuses_nobody_help_and_tells_the_prosecutor(world, case, suspect, known):
    charge_her(world, case, suspect)
    pmj, pro = world.user("PMJ"), world.user("PRO")
    with world.as_("PMJ"):
        found = make("people", by=pmj)
        make("identities", by=pmj, person=found, document=DOCUMENT)
        assert not SamePersonLink.objects.exists()
    with world.as_("PRO"):
        link = SamePersonLink.objects.get()
        assert (link.origin, link.needs_permission) == ("document", False)
        actions.move(link, "confirm", by=pro)
    with world.as_("PMJ"):
        make("identification-decisions", by=pmj, person=found)
    with world.as_("PRO"):
        link = SamePersonLink.objects.get()
        assert (link.status, link.needs_permission) == ("found", True)
        assert [str(flag) for flag in link.flags] == ["Section 41: permission missing"]
    with world.as_("POL"):
        pol, charge = world.user("POL"), CaseCharge.objects.get()
        with pytest.raises(ValidationError, match=SENTENCE):
            actions.move(charge, "lay", by=pol, facts={"laid_on": date(2026, 1, 30)})
        for name, value in PERMISSION.items():
            setattr(charge, name, value)
        actions.save(charge, by=pol)
        actions.move(CaseCharge.objects.get(), "lay", by=pol, facts={"laid_on": date(2026, 1, 30)})
    with world.as_("PRO"):
        assert not SamePersonLink.objects.get().needs_permission


def test_the_link_is_there_for_the_prosecutor_and_the_ministry_alone(world, case, suspect, victim, known):
    pol, pmj = world.user("POL"), world.user("PMJ")
    with world.as_("POL"):
        actions.assign(case.matter, by=pol, agency=world.dsi, basis="case_team")
    with world.as_("PMJ"):
        actions.assign(victim.matter, by=pmj, agency=world.msdhs, basis="protection")
    for role in world.users:
        with world.as_(role):
            assert SamePersonLink.objects.count() == (role in {"PRO", "DAT"}), role


def test_a_checker_who_finds_another_person_behind_the_document_lets_the_charge_through(
    world, case, suspect, victim, known
):
    pro = world.user("PRO")
    with pytest.raises(ValidationError, match=SENTENCE):
        charge_her(world, case, suspect)
    with world.as_("PRO"):
        actions.move(SamePersonLink.objects.get(), "reject", by=pro, facts={"note": "เลขเอกสารถูกนำไปใช้โดยบุคคลอื่น"})
    assert charge_her(world, case, suspect)


def test_a_link_by_hand_counts_as_the_document_does(world, case, suspect, victim):
    pro, pmj = world.user("PRO"), world.user("PMJ")
    with world.as_("PMJ"):
        actions.assign(victim.matter, by=pmj, agency=world.prosecutor, basis="case_team")
    with world.as_("PRO"):
        make("same-person-links", by=pro, suspect=suspect, person=victim)
    with pytest.raises(ValidationError, match=SENTENCE):
        charge_her(world, case, suspect)


def test_the_control_without_the_trigger_the_charge_goes_through(world, case, suspect, victim, known):
    """A refusal proves something only if it is this trigger's."""
    with world.as_("POL"), pytest.raises(IntegrityError, match="section 41"), transaction.atomic():
        by_hand(case, suspect, "IMM-81")
    function = sql("SELECT pg_get_functiondef('actip.refuse_s41(uuid)'::regprocedure)")[0][0]
    body = "CREATE OR REPLACE FUNCTION actip.refuse_s41(of_suspect uuid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'"
    as_owner(body)
    try:
        with world.as_("POL"), transaction.atomic():
            by_hand(case, suspect, "IMM-81")
            assert CaseCharge.objects.filter(provision="IMM-81").exists()
    finally:
        as_owner(function)
