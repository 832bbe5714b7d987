"""A trigger that looks past row security and refuses before the writer's reach was asked tells her of rows out of reach.

PostgreSQL runs BEFORE triggers by name, and the check of a policy on INSERT after all of them.
"""

import pytest
from django.db import DatabaseError, transaction

from actip.accounts import person
from tests.access.conftest import sql
from tests.access.story import Story
from tests.factories import make

pytestmark = pytest.mark.django_db
NEVER = "0b0f3c0e-0000-4000-8000-00000000000a"
# Look past row security before guard_row, and tell nothing: table, trigger, why.
HARMLESS = {
    ("access_assignment", "assignment_consent"),  # asks may_assign first
    ("access_assignment", "assignment_token"),  # about the officer, who is no secret
    ("victims_bed", "bed_stretch"),  # about the home and its bed, open to whoever places people
    ("victims_placement", "bed_booked"),
    ("victims_childfile", "child_file_age"),  # refuses nothing
    ("victims_person", "age_band_is_frozen"),  # on UPDATE alone, which starts from rows within reach
    ("victims_identificationdecision", "decided_on_findings"),
}


def test_whoever_looks_past_row_security_waits_for_the_guard_of_links():
    found = sql(
        "SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND (t.tgtype & 2) = 2 AND p.prosecdef AND t.tgname < 'guard_row'"
        " AND EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.tgrelid AND g.tgname = 'guard_row')"
    )

    assert set(found) - HARMLESS == set()


def said(table: str, matter) -> str:
    """How PostgreSQL refuses a row about somebody: its code and sentence."""
    row = (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, jsonb_build_object('id', gen_random_uuid(),"
        " 'matter_id', %s::text, 'person_id', %s::text, 'guardian', '', 'status', %s::text, 'version', 1))).*"
    )
    state = {"victims_consent": "given", "victims_safetynote": "standing"}.get(table)
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        sql(row, [str(matter), str(matter), state])
    return f"{refused.value.__cause__.pgcode} {str(refused.value).splitlines()[0]}"


@pytest.mark.parametrize("table", ["victims_consent", "victims_safetynote", "victims_childfile"])
def test_a_child_a_merged_person_and_nobody_are_refused_alike(world, table):
    story, pol = Story(world), world.user("POL")
    with person.as_user(pol):
        child = make("people", by=pol, age_band="under_15")
    with person.as_system("a merge"):
        merged = make("people")
        sql("UPDATE victims_person SET merged_into_id = %s WHERE id = %s", [story.victim.pk, merged.pk])

    with person.as_user(world.add_user("POL", "police_two")):
        assert len({said(table, matter) for matter in (child.pk, merged.pk, story.victim.pk, NEVER)}) == 1


def test_a_consent_that_is_there_and_one_that_never_was_are_refused_alike(world):
    story, pmj = Story(world), world.user("PMJ")
    with person.as_user(pmj):
        consent = make("consents", by=pmj, person=story.victim, recipient=world.ngo, until="2099-01-01")
    given = (
        "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, rests_on,"
        " assigned_by_id, from_agency_id, version, created_at, updated_at) VALUES (gen_random_uuid(), %s, %s, 'consent',"
        " 'accepted', false, now(), '', '', %s, actip.me_user(), actip.me_agency(), 1, now(), now())"
    )
    with person.as_user(world.add_user("POL", "police_two")):
        answers = set()
        for key in (consent.pk, NEVER):
            with pytest.raises(DatabaseError) as refused, transaction.atomic():
                sql(given, [story.victim.pk, world.ngo.pk, key])
            answers.add(str(refused.value).splitlines()[0])

    assert len(answers) == 1
