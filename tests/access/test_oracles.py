"""Traps 8 and 9: refusals that tell of rows out of reach (unique numbers, foreign keys, sequences), and writes to hidden rows."""

import pytest
from django.db import ProgrammingError, connection, transaction

from actip.access.models import Matter
from actip.accounts import person
from cases.models import Suspect
from tests.access.conftest import acting, ids, sql


def refusal(statement: str, values=()) -> str:
    """The first line of what PostgreSQL says."""
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        sql(statement, values)
    return str(refused.value).splitlines()[0]


def test_a_number_cannot_be_tried_out(scene):
    with person.as_system("a test"), transaction.atomic():
        taken = Matter.objects.get(pk=scene.matters["case"]["nobody"]).number
    with acting(scene.users["POL"]):
        sql("SELECT actip.open_matter(gen_random_uuid(), 'case', %s)", [taken])
        given = sql("SELECT actip.open_matter(gen_random_uuid(), 'case')")[0][0]

    assert given != taken
    assert given.startswith("C")
    assert len(given) == 13


def test_a_hidden_parent_and_one_that_never_was_are_refused_alike(scene):
    hidden, never = scene.rows["cases"]["other_agency"], "0b0f3c0e-0000-4000-8000-00000000000a"
    row = "INSERT INTO cases_suspect SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'case_id', %s::text))).*"
    row += " FROM cases_suspect s WHERE id = %s"
    mine = scene.rows["suspects"]["agency"]
    with acting(scene.users["POL"]):
        said = {refusal(row, [str(case), mine]) for case in (hidden, never)}
        given = "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, version,"
        given += " created_at, updated_at) VALUES (gen_random_uuid(), %s, %s, 'case_team', 'accepted', false, now(), '', '', 1, now(), now())"
        said |= {refusal(given, [str(matter), scene.mine.pk]) for matter in (hidden, never)}

    assert len(said) == 2  # one sentence for the parent, one for the assignment


def test_sequences_tell_nothing(scene):
    with acting(scene.users["POL"]):
        for name in ids("SELECT c.oid::regclass::text FROM pg_class c WHERE relkind = 'S'"):
            assert "permission denied" in refusal(f"SELECT nextval('{name}')"), name
            assert "permission denied" in refusal(f"SELECT last_value FROM {name}"), name


UNIQUE = {
    # made by the server, at random
    "access_matter.number", "victims_witnessprogramme.programme_number", "access_matter.id", "access_feed.token, matter_id",
    # one per matter, per person: only who reaches it can add one
    "cases_report.matter_id", "cases_case.matter_id", "victims_person.matter_id", "cases_suspectidentity.suspect_id",
    "victims_victimidentity.person_id", "victims_shelteraddress.shelter_id", "victims_identificationdecision.person_id",
    "victims_placement.person_id", "cases_casecharge.suspect_id, provision, offence_on",
    "cases_remand.suspect_id, number", "cases_complicityconflict.complicity_id, agency_id",
    "victims_samepersonlink.suspect_id, person_id",
    "cases_prosecution.case_id", "cases_judgment.charge_id",
    "cases_courtcase.case_id, court, province, court_name, black_number", "cases_courtcase.case_id, court, province, court_name, red_number",
    "victims_careplan.person_id", "victims_childfile.person_id", "victims_return.person_id", "victims_reintegration.person_id",
    "victims_witnessprogramme.person_id",
    "victims_earliermatter.person_id, earlier_id", "victims_productsale.person_id, seller_id, sale_number",
    "access_assignment.matter_id, agency_id, officer_id", "access_assignment.matter_id", "access_assignment.timed_token",
    "records_clock.record_id, rule_id, starts_at", "records_clockextension.clock_id, due_before",
    "records_draft.user_id, form", "records_request.user_id, key",
    # given by a trigger, whatever was sent
    "cases_suspect.case_id, number_in_case",
    # seen by everybody who may add one
    "victims_shelter.code", "victims_bed.code", "victims_bed.stretch", "programmes_publishedfigure.figure", "records_rule.code, valid_from",
    # whether a bed is free tonight is told to whoever may book it (actip.free_beds)
    "victims_placement.bed_id",
    "cases_offence.code, valid_from",
    # an account of a person, an entry of a record, an item of a run: only who reaches it can add one
    "compensation_bankaccount.matter_id", "compensation_claim.person_id, number", "compensation_entry.record_id, kind, again", "compensation_runitem.run_id, number",
    "accounts_rolechange.user_id",  # whoever may write one sees them all
    "compensation_entry.reverses_id", "compensation_runitem.payment_id", "compensation_runitem.application_id", "compensation_statehead.application_id, head",
    # a part of a report, an item, a decision or a person: only who reaches that can add one
    "cases_reporter.report_id", "cases_abusehash.material_id, algorithm, value", "cases_assetnumber.asset_id",
    "cases_custodytransfer.evidence_id", "cases_custodytransfer.evidence_id, number", "cases_evidencefile.evidence_id, sha256",
    "victims_identificationdecision.supersedes_id", "victims_matchrequest.person_id, asking_agency_id", "victims_personmerge.merged_id",
    # tells an agency about itself alone, or about what is drawn at random
    "cases_tip.agency_id, external_id, channel", "compensation_paymentrun.agency_id, key", "cases_evidencefile.stored_as",
    "compensation_exchangerate.currency, on_day",
    # a tip names a report of its own agency that its taker reaches
    "cases_tip.report_id",
    # written by the system alone
    "compensation_limit.regime, kind, measure, approver_id, valid_from", "victims_teamrule.province, valid_from",
    "victims_person.source, external_id",
    "audit_seal.seq", "audit_seal.event_id", "vault_token.row_id, kind",
    "reporting_cell.token, code, indicator, year, breakdown, category",
}  # fmt: skip


def test_every_unique_constraint_of_a_protected_table_is_known_to_tell_nothing(scene):
    found = ids(
        "SELECT c.relname || '.' || string_agg(a.attname, ', ' ORDER BY k.place) FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indrelid CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
        " WHERE i.indisunique AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace GROUP BY i.indexrelid, c.relname"
    )

    assert {name for name in found if not name.endswith(".id")} - UNIQUE == set()


# 9. A write to hidden rows touches none; a command without a policy is denied.


def test_writing_to_all_rows_touches_those_in_reach(scene):
    with acting(scene.users["CRT"]):  # reads suspects, changes none
        assert Suspect.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_suspect SET version = 9")
            assert cursor.rowcount == 0
        assert "permission denied" in refusal("DELETE FROM cases_suspect")
        assert "permission denied" in refusal("TRUNCATE cases_suspect")
