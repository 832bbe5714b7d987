"""The blind index: rows are found by pieces of their values, by whom may read them and nobody else."""

import uuid
from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from actip.access import matrix
from actip.accounts.person import Person, acting, as_system, as_user
from actip.vault.blind import hashes, store_tokens
from actip.vault.search import find_any, find_exact
from tests.cases.conftest import as_owner

NAMES = {"first": "anna", "second": "annabel", "third": "hannah"}


def grams(text: str) -> set[str]:
    text = f"^{text}$"
    return {text[place : place + 3] for place in range(len(text) - 2)}


@pytest.fixture
def people(db):
    """Three people whom only the system reaches, with names and a document."""
    found = SimpleNamespace(matter=uuid.uuid4(), rows={key: uuid.uuid4() for key in NAMES})
    with as_system("test"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT actip.open_matter(%s, 'person', 'T-1')", [found.matter])
        for key, name in NAMES.items():
            tokens = {"name": grams(name), "doc": {f"ID-{key}"}, "none": [""]}
            store_tokens("VID", found.rows[key], found.matter, tokens)
    return found


def find(code, kind, strings, *, min_hits, **more):
    return find_any(code, kind, [(strings, min_hits)], **more)


def _found(people, hits) -> list[str]:
    names = {row: key for key, row in people.rows.items()}
    return [names[hit.row_id] for hit in hits]


def test_rows_are_found_best_first(people):
    with as_system("test"):
        hits = find("VID", "name", grams("anna"), min_hits=2)

    assert _found(people, hits) == ["first", "second", "third"][: len(hits)]
    assert [hit.hits for hit in hits] == [4, 3, 2]
    assert {hit.matter_id for hit in hits} == {people.matter}


def test_a_slip_of_the_pen_is_forgiven(people):
    with as_system("test"):
        assert _found(people, find("VID", "name", grams("annabal"), min_hits=4)) == ["second"]


def test_the_limit_holds_and_keeps_the_best(people):
    with as_system("test"):
        assert _found(people, find("VID", "name", grams("anna"), min_hits=1, limit=1)) == ["first"]
        assert _found(people, find("VID", "name", grams("anna"), min_hits=1, limit=2)) == ["first", "second"]
        assert find("VID", "name", grams("anna"), min_hits=1, limit=0) == []


def test_several_lookups_list_a_row_once(people):
    lookups = [(grams("hannah"), 6), (grams("anna"), 2)]

    with as_system("test"):
        assert _found(people, find_any("VID", "name", lookups)) == ["third", "first", "second"]
        assert find_any("VID", "name", []) == []


def test_an_exact_value_is_found_and_a_part_of_it_is_not(people):
    with as_system("test"):
        assert _found(people, find_exact("VID", "doc", "ID-second")) == ["second"]
        assert find_exact("VID", "doc", "ID-sec") == []


def test_asking_for_nothing_finds_nothing(people):
    with as_system("test"):
        assert find("VID", "name", [], min_hits=1) == []
        assert find_exact("VID", "doc", "") == []


def test_another_kind_or_record_type_finds_nothing(people):
    with as_system("test"):
        assert find("SUS", "name", grams("anna"), min_hits=1) == []
        assert find("VID", "alias", grams("anna"), min_hits=1) == []


def test_even_known_hashes_do_not_cross_to_another_record_type(people):
    with as_system("test"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM actip.find_rows('SUS', 'name', ARRAY[%s::bigint[]::text], '{1}', 9, 9)",
            [hashes("VID", "name", grams("anna"))],
        )
        assert cursor.fetchall() == []


def test_nobody_finds_nothing(people):
    assert find("VID", "name", grams("anna"), min_hits=1) == []


def test_storing_replaces_the_tokens_of_the_row_alone(people):
    with as_system("test"):
        store_tokens("VID", people.rows["first"], people.matter, {"name": grams("maria")})

        assert _found(people, find("VID", "name", grams("maria"), min_hits=5)) == ["first"]
        assert _found(people, find("VID", "name", grams("anna"), min_hits=3)) == ["second"]
        assert find_exact("VID", "doc", "ID-first") == []
        store_tokens("VID", people.rows["first"], people.matter, {})
        assert find("VID", "name", grams("maria"), min_hits=5) == []


def test_nobody_stores_tokens_in_a_matter_out_of_reach(people):
    with pytest.raises(ProgrammingError, match="out of reach"), transaction.atomic():
        store_tokens("VID", people.rows["first"], people.matter, {"name": {"x"}})

    with as_system("test"):
        assert _found(people, find("VID", "name", grams("anna"), min_hits=4)) == ["first"]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_index_holds_no_text():
    row, matter = uuid.uuid4(), uuid.uuid4()
    with as_system("test"), transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        connections["owner"].say_who()
        cursor.execute("SELECT actip.open_matter(%s, 'person', 'T-2')", [matter])
        store_tokens("VID", row, matter, {"name": grams("somchai")}, using="owner")
        cursor.execute("SELECT t::text FROM vault_token t WHERE row_id = %s", [row])
        text = cursor.fetchone()[0]

    assert not any(gram in text for gram in grams("somchai") if gram.isalpha())
    assert all(str(hashed) in text for hashed in hashes("VID", "name", grams("somchai")))


def test_who_may_read_in_the_matter_finds_and_who_sees_dots_does_not(world):
    matter, row = uuid.uuid4(), uuid.uuid4()
    reader, masked, stranger = world.user("DAT"), _user_of_level(world, "m"), world.user("POL")
    with as_system("test"), connection.cursor() as cursor:
        cursor.execute("SELECT actip.open_matter(%s, 'person', 'T-3', %s)", [matter, reader.agency_id])
        store_tokens("VID", row, matter, {"name": grams("anna")})
        masked.agency_id = reader.agency_id
        masked.save()

    found = {}
    for name, user in {"reader": reader, "masked": masked, "stranger": stranger}.items():
        with as_user(user):
            found[name] = [hit.row_id for hit in find("VID", "name", grams("anna"), min_hits=4)]

    assert found == {"reader": [row], "masked": [], "stranger": []}


@pytest.mark.parametrize("way", ["her matters are looked through", "the index is asked"])
def test_by_either_way_a_name_in_a_matter_out_of_reach_is_not_found(world, way):
    pmj, other = world.user("PMJ"), world.add_user("PMJ", "province_two")
    matters, rows = {}, {}
    with as_system("test"), connection.cursor() as cursor:
        for user in (pmj, other):
            matters[user], rows[user] = uuid.uuid4(), uuid.uuid4()
            cursor.execute("SELECT actip.open_matter(%s, 'person', NULL, %s)", [matters[user], user.agency_id])
            store_tokens("VID", rows[user], matters[user], {"name": grams("anna")})
        cursor.execute("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'find_rows'")
        function = cursor.fetchone()[0]
    if way == "the index is asked":  # whatever she reaches is much
        as_owner(function.replace("CONSTANT int := 1000", "CONSTANT int := 0").replace("int := 5000", "int := 0"))
    try:
        for user in (pmj, other):
            with as_user(user):
                for typed in ("anna", "annab"):
                    hits = find("VID", "name", grams(typed), min_hits=3)
                    assert [hit.row_id for hit in hits] == [rows[user]], typed
    finally:
        as_owner(function)


def test_who_writes_in_one_matter_takes_no_row_of_another_out_of_the_index(world):
    """Nor puts one in: a document taken out would be known to nobody, a document put in would be somebody's."""
    pmj, other = world.user("PMJ"), world.add_user("PMJ", "province_two")
    hers, theirs, row = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    with as_system("test"), connection.cursor() as cursor:
        for matter, user in ((hers, pmj), (theirs, other)):
            cursor.execute("SELECT actip.open_matter(%s, 'person', NULL, %s)", [matter, user.agency_id])
        store_tokens("VID", row, theirs, {"name": grams("anna")})
    with as_user(pmj):
        with pytest.raises(ProgrammingError, match="out of reach"), transaction.atomic():
            store_tokens("VID", row, theirs, {})
        store_tokens("VID", row, hers, {})
    with as_user(other):
        store_tokens("VPR", row, theirs, {})  # what she may write there says nothing of the other kinds
        assert [hit.row_id for hit in find("VID", "name", grams("anna"), min_hits=4)] == [row]


def _user_of_level(world, level: str):
    role = next(role for role in matrix.roles() if matrix.level(role, "VID") == level)
    return world.user(role)


def test_a_slip_is_forgiven_also_where_its_pieces_are_held_by_others(people):
    with as_system("test"):
        other = uuid.uuid4()
        store_tokens("VID", other, people.matter, {"name": {"nab", "abl", "bla", "la$"}})

        hits = find("VID", "name", grams("annabla"), min_hits=4)

    assert [hit.row_id for hit in hits] == [other, people.rows["second"]]
    assert [hit.hits for hit in hits] == [4, 4]


def test_weaker_lookups_are_not_asked_once_enough_is_found(people):
    lookups = [(grams("annabel"), 7), (grams("hannah"), 6), (grams("anna"), 4)]

    with as_system("test"):
        assert _found(people, find_any("VID", "name", lookups, enough=2)) == ["second", "third"]
        assert _found(people, find_any("VID", "name", lookups, enough=3)) == ["second", "third", "first"]


def test_whoever_reaches_little_has_every_lookup_asked(world):
    matter, rows = uuid.uuid4(), [uuid.uuid4(), uuid.uuid4()]
    reader = world.user("DAT")
    with as_system("test"), connection.cursor() as cursor:
        cursor.execute("SELECT actip.open_matter(%s, 'person', 'T-4', %s)", [matter, reader.agency_id])
        for row, name in zip(rows, ("anna", "hannah"), strict=True):
            store_tokens("VID", row, matter, {"name": grams(name)})

    with as_user(reader):
        hits = find_any("VID", "name", [(grams("anna"), 4), (grams("hannab"), 4), (grams("anna"), 2)], enough=1)

    assert [(hit.row_id, hit.hits) for hit in hits] == [(rows[0], 4), (rows[1], 4)]


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("reached", [3, 1500, 5200])
def test_the_commonest_name_is_found_by_who_reaches_little_and_by_who_reaches_much(reached):
    """Few matters, or some more and a common name: all of them are looked through. Many: the search stops when the list is full."""
    agency, size = 77, 6000
    wanted = hashes("VID", "name", grams("anna"))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT gen_random_uuid() AS matter, n FROM generate_series(1, %s) n",
            [size],
        )
        cursor.execute(
            "INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, reach) SELECT matter, 'person',"
            " 'T' || n, '', now(), now(), CASE WHEN n <= %s THEN ARRAY[0, %s] ELSE '{0}' END FROM made",
            [reached, 4 * agency],
        )
        cursor.execute(
            "INSERT INTO access_feed (token, matter_id, kind, status, touched_at)"
            " SELECT %s, matter, 'person', '', now() FROM made WHERE n <= %s ON CONFLICT DO NOTHING",
            [4 * agency, reached],
        )
        cursor.execute(
            "INSERT INTO vault_token SELECT matter, 'name', 'VID', matter, %s::bigint[] FROM made", [[*wanted, 1]]
        )
        cursor.execute("ANALYZE vault_token")
        with acting(Person(1, agency, "DAT")):
            hits = find("VID", "name", grams("anna"), min_hits=2, limit=10, using="owner")
            blurred = find("VID", "name", grams("annab"), min_hits=2, limit=10, using="owner")
        cursor.execute(
            "SELECT count(*) FROM made WHERE n <= %s AND matter = ANY(%s)", [reached, [h.row_id for h in hits]]
        )
        visible = cursor.fetchone()[0]
        transaction.set_rollback(True, using="owner")

    assert len(hits) == len(blurred) == visible == min(reached, 10)
    assert {hit.hits for hit in hits} == {4}
    assert {hit.hits for hit in blurred} == {3}
