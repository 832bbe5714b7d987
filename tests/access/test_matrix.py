"""Every role x record type x verb x distance in raw SQL, as the application's own database role: the answer is the matrix's.

What is expected is said a second time in policy.py. Each test holds all the distances of one role and record type.
"""

import json
import uuid

import pytest
from django.db import connections, transaction
from django.utils import timezone

from actip.access import decide
from actip.records import actions, catalogue
from tests.access import policy
from tests.access.conftest import acting, ids, sql, tried
from tests.access.scene import Scene
from tests.factories import build

EACH = pytest.mark.parametrize("role", policy.ROLES)
EACH_TYPE = pytest.mark.parametrize("slug", policy.IN_MATTERS)


def table(slug: str) -> str:
    return catalogue.get(slug).table


def test_every_record_type_and_code_is_spoken_of_here():
    declared = {kind.slug: kind.code for kind in catalogue.all_types()}

    assert declared == {slug: code for slug, (code, _kind) in policy.TYPES.items()}


def test_a_code_without_a_record_type_is_known_to_have_none():
    implemented = {kind.code for kind in catalogue.all_types()}

    assert set(policy.CODES) - implemented == policy.NOT_YET | policy.NEVER


@EACH
def test_rows_that_are_there(scene, role):
    expected = {
        slug: {scene.rows[slug][distance] for distance in policy.visible(role, slug)}
        for slug in policy.IN_MATTERS
        if slug != "fund-payments"
    }
    for slug in expected:
        at = scene.more(slug)
        expected[slug] |= {at[distance] for distance in policy.visible(role, slug) & at.keys()}
    if "agency" in policy.visible(role, "placements"):
        expected["placements"].add(scene.ended_stay)
    expected["fund-payments"] = {
        at[distance]
        for state, at in scene.payments.items()
        for distance in policy.visible(role, "fund-payments", state)
    }

    with acting(scene.users[role]):
        found = {slug: ids(f"SELECT id FROM {table(slug)}") for slug in expected}

    assert found == expected


@EACH
def test_matters_their_feed_and_their_assignments(scene, role):
    expected = {
        at[distance]
        for places in (scene.matters, scene.bare)
        for kind, at in places.items()
        for distance in policy.knows_of(role, kind) & at.keys()
    }

    with acting(scene.users[role]):
        assert ids("SELECT id FROM access_matter") == expected
        assert ids("SELECT matter_id FROM access_feed") == expected
        assert ids("SELECT DISTINCT matter_id FROM access_assignment") == expected
        assert ids("SELECT DISTINCT matter_id FROM records_clock") <= expected


@EACH
def test_registers(scene, role):
    shelters = set(scene.rows["shelters"].values()) if policy.letter(role, "shelters") in "mrRwa" else set()
    addresses = {scene.rows["shelter-addresses"][key] for key in policy.sees_address(role)}
    new = {"shelters": build("shelters", agency=scene.mine), "elsewhere": build("shelters", agency=scene.other)}

    with acting(scene.users[role]):
        assert ids("SELECT id FROM victims_shelter") == shelters
        assert ids("SELECT id FROM victims_shelteraddress") == addresses
        assert (ids("SELECT id FROM programmes_publishedfigure") != set()) == (
            policy.letter(role, "published-figures") in "rRw"
        )
        is_keeper = policy.letter(role, "shelters") == "w"
        assert insert("shelters", Scene.as_row(new["shelters"])) == is_keeper
        assert not insert("shelters", Scene.as_row(new["elsewhere"]))
        for key, pk in scene.rows["shelters"].items():
            assert tried("UPDATE victims_shelter SET beds = 7 WHERE id = %s", [pk]) == (is_keeper and key == "own")
        for pk in scene.rows["shelter-addresses"].values():
            assert not tried("UPDATE victims_shelteraddress SET phone = NULL WHERE id = %s", [pk])
        spare = Scene.as_row(build("shelter-addresses", shelter_id=uuid.uuid4()))
        assert not insert("shelter-addresses", spare)
        counts = policy.letter(role, "published-figures") == "w"
        assert insert("published-figures", Scene.as_row(build("published-figures"))) == counts
        assert (
            tried(
                "UPDATE programmes_publishedfigure SET note = 'x' WHERE id = %s",
                [scene.rows["published-figures"]["any"]],
            )
            == counts
        )


def insert(slug: str, row: dict, **more) -> bool:
    values = json.dumps(row | {"id": str(uuid.uuid4())} | more, default=str)
    return tried(
        f"INSERT INTO {table(slug)} SELECT * FROM jsonb_populate_record(NULL::{table(slug)}, %s::jsonb)", [values]
    )


@EACH
@pytest.mark.parametrize("slug", [slug for slug in policy.IN_MATTERS if slug not in ("reports", "cases", "people")])
def test_creating_below_a_matter(scene, role, slug):
    user = scene.users[role]
    own_name = {field.column: user.pk for field in catalogue.get(slug).model._meta.fields
                if field.is_relation and field.name.endswith("_by") and not field.null}  # fmt: skip

    with acting(user):
        done = {distance for distance, row in scene.spare[slug].items() if insert(slug, row, **own_name)}

    assert done == policy.adds(role, slug)


@EACH
@pytest.mark.parametrize(("slug", "kind"), [("reports", "report"), ("cases", "case"), ("people", "person")])
def test_opening_a_matter(scene, role, slug, kind):
    key = str(uuid.uuid4())
    row = Scene.as_row(build(slug, id=key, matter_id=key))

    with acting(scene.users[role]):
        opened = tried("SELECT actip.open_matter(%s, %s, %s)", [key, kind, "T-NEW"])
        if opened:
            sql("SELECT actip.open_matter(%s, %s, %s)", [key, kind, "T-NEW"])
        made = insert(slug, row, id=key)

    assert (opened, made) == (policy.letter(role, slug) == "w",) * 2


@EACH
@EACH_TYPE
def test_changing(scene, role, slug):
    rows = scene.payments["requested"] if slug == "fund-payments" else scene.rows[slug]

    with acting(scene.users[role]):
        done = {
            distance
            for distance, pk in rows.items()
            if tried(f"UPDATE {table(slug)} SET version = version + 1, updated_at = now() WHERE id = %s", [pk])
        }
        deleted = [pk for pk in rows.values() if tried(f"DELETE FROM {table(slug)} WHERE id = %s", [pk])]

    assert done == policy.writes(role, slug)
    assert not deleted


def moved(slug: str, pk, target: str) -> bool:
    facts = policy.FACTS.get((slug, target), policy.FACTS.get(target, ""))
    return tried(f"UPDATE {table(slug)} SET status = %s{facts and f', {facts}'} WHERE id = %s", [target, pk])


@EACH
@pytest.mark.parametrize(("slug", "source", "target", "who"), policy.MOVES)
def test_steps(scene, role, slug, source, target, who):
    rows = scene.payments[source] if slug == "fund-payments" else scene.rows[slug]

    with acting(scene.users[role]):
        done = {distance for distance, pk in rows.items() if moved(slug, pk, target)}

    assert done == (policy.NEAR if policy.steps(role, slug, who) else set())


@EACH
def test_steps_that_no_workflow_knows(scene, role):
    with acting(scene.users[role]):
        for slug, source, target in policy.NO_MOVES:
            rows = scene.payments[source] if slug == "fund-payments" else scene.rows[slug]
            assert not [pk for pk in rows.values() if moved(slug, pk, target)], (slug, source, target)


@EACH
@pytest.mark.parametrize("kind", policy.ROOTS)
def test_giving_access(scene, role, kind):
    with acting(scene.users[role]):
        done = {
            distance
            for distance, matter in scene.matters[kind].items()
            if tried(
                "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason,"
                " assigned_by_id, from_agency_id, version, created_at, updated_at) VALUES (%s, %s, %s, 'case_team', 'accepted',"
                " false, now(), '', '', actip.me_user(), actip.me_agency(), 1, now(), now())",
                [uuid.uuid4(), matter, scene.third.pk],
            )
        }

    assert done == policy.gives_access(role, kind)


@EACH
def test_history_is_there_where_the_row_is(scene, role):
    reads_the_trail = policy.reads_the_trail(role)
    with acting(scene.users[role]):
        for slug in policy.IN_MATTERS:
            rows = scene.payments["approved"] if slug == "fund-payments" else scene.rows[slug]
            there = policy.visible(role, slug) if policy.letter(role, slug) != "p" else set()
            found = {
                distance
                for distance, pk in rows.items()
                if sql("SELECT 1 FROM actip.history(%s, %s::text)", [slug, pk])
            }
            assert found == (set(policy.DISTANCES) if reads_the_trail else there), slug
        events = sql("SELECT count(*) FROM audit_event")[0][0]
    assert (events > 0) == reads_the_trail


@EACH
@pytest.mark.parametrize("slug", sorted(policy.SEALED))
def test_revealing(scene, role, slug):
    user, model = scene.users[role], catalogue.get(slug).model
    there = policy.visible(role, slug) if policy.TYPES[slug][1] else policy.sees_address(role)
    with acting(user):
        for place, pk in scene.rows[slug].items():
            row = model.objects.filter(pk=pk).first()
            assert (row is not None) == (place in there), place
            if row is None:
                continue
            if (
                policy.letter(role, slug) == "m"
            ):  # there with what level m shows of it; nothing opens (tests/victims/test_care.py)
                continue
            assert policy.reveals(role, slug)
            opened = actions.reveal(row, by=user, reason="a test of access")
            assert all(opened[name] for name in catalogue.get(slug).sealed[:1])


@EACH
def test_doors_and_fields(scene, role):
    user = scene.users[role]
    for kind in catalogue.all_types():
        verbs = decide.verbs(user, kind.code)
        if kind.slug != "assignments":
            shown, expected = set(kind.shown(verbs)), policy.fields_shown(role, kind.slug)
            assert shown == ({*kind.fields, *kind.columns, *kind.told} if expected is None else expected), kind.slug
            assert bool(shown) == policy.door(role, kind.slug)
            assert ("create" in verbs) == ("change" in verbs) == (policy.letter(role, kind.slug) == "w")
            assert ("approve" in verbs) == (policy.letter(role, kind.slug) == "a")
            assert ("pay" in verbs) == (policy.letter(role, kind.slug) == "p")


@pytest.mark.parametrize(
    ("role", "hole", "mended"),
    [
        ("HOT", "CREATE POLICY hole ON cases_suspect FOR SELECT USING (true)", "DROP POLICY hole ON cases_suspect"),
        ("HOT", "ALTER TABLE cases_suspect NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
         "ALTER TABLE cases_suspect ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"),
        ("SHG", "INSERT INTO actip.matrix VALUES ('SHG', 'SUS', 'see', false)",
         "DELETE FROM actip.matrix WHERE role = 'SHG' AND code = 'SUS'"),
    ],
)  # fmt: skip
def test_the_control_a_hole_is_noticed(scene, role, hole, mended):
    """A green run proves something only if a hole turns it red."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        owner.execute(hole)
    try:
        with pytest.raises(AssertionError):
            test_rows_that_are_there(scene, role)
    finally:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
            owner.execute(mended)
    test_rows_that_are_there(scene, role)


def test_nobody_is_nobody(scene):
    assert timezone.now()
    for kind in catalogue.all_types():
        with transaction.atomic():
            assert ids(f"SELECT id FROM {kind.table}") == set()
    assert ids("SELECT id FROM access_matter") == set()
