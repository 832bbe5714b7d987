"""The matrix over the API: door 403, row 404, and absence from list, count, file and history. See policy.py for what is expected."""

import pytest

from actip.records import catalogue
from tests.access import policy
from tests.access.conftest import browsing
from tests.access.scene import ROOT_SLUGS
from tests.api.conftest import body_of
from tests.factories import links

pytestmark = pytest.mark.usefixtures("_plain_static")
PAIRS = [(role, slug) for role in policy.ROLES for slug in policy.IN_MATTERS]
OPEN = pytest.mark.parametrize(("role", "slug"), [pair for pair in PAIRS if policy.door(*pair)])
CLOSED = pytest.mark.parametrize("role", policy.ROLES)
ALWAYS = {"id", "number", "version", "created_at", "updated_at", "sealed", "moves", "links"}


def rows_of(scene, slug: str, state: str = "approved") -> dict:
    at = scene.payments[state] if slug == "fund-payments" else scene.rows[slug]
    return {distance: at[distance] for distance in policy.SOME}


def expected_ids(scene, role: str, slug: str) -> set[str]:
    """Everything of a type that the role may find."""
    if slug == "fund-payments":
        places = [(at, policy.visible(role, slug, state)) for state, at in scene.payments.items()]
    else:
        places = [(scene.rows[slug], policy.visible(role, slug))]
    more = scene.more(slug)
    places.append((more, policy.visible(role, slug) & more.keys()))
    found = {str(at[distance]) for at, distances in places for distance in distances}
    if slug == "placements" and "agency" in policy.visible(role, slug):
        found.add(str(scene.ended_stay))
    return found


def leading_nowhere(scene, role: str, slug: str, rows: list[dict]) -> list[tuple]:
    """The links told in these rows whose record the role does not find: there should be none."""
    to = {name: expected_ids(scene, role, other) for name, other in links(slug).items() if other in policy.IN_MATTERS}
    return [(name, row[name]) for row in rows for name, found in to.items() if row.get(name) and row[name] not in found]


@CLOSED
def test_a_closed_door_is_403_for_every_way_in(scene, role):
    with browsing(scene.users[role]) as browser:
        for slug in policy.IN_MATTERS:
            if policy.door(role, slug):
                continue
            path = f"{slug}/{rows_of(scene, slug)['agency']}/"
            found = [browser.api("GET", f"{slug}/").status_code, browser.api("GET", path).status_code]
            found += [browser.api("GET", f"{path}history/").status_code, browser.try_api("PATCH", path)]
            found += [browser.try_api("POST", f"{slug}/")]
            assert found == [403] * 5, slug


@OPEN
def test_lists_and_counts(scene, role, slug):
    expected = expected_ids(scene, role, slug)

    with browsing(scene.users[role]) as browser:
        body = browser.api("GET", f"{slug}/?size=200").json()

    assert {row["id"] for row in body["results"]} == expected
    assert body["count"] == len(expected)
    assert not leading_nowhere(scene, role, slug, body["results"])
    shown = policy.fields_shown(role, slug)
    if shown is not None:
        assert all(set(row) <= shown | ALWAYS | {"people", "cases"} for row in body["results"])


@OPEN
def test_files(scene, role, slug):
    with browsing(scene.users[role]) as browser:
        answer = browser.api("GET", f"{slug}/", Accept="text/csv")

    if policy.MORE_SENSITIVE.get(slug, policy.TIERS[policy.TYPES[slug][0]]) >= 3:
        assert answer.status_code == 403
        return
    ids = {line.split(",")[0] for line in answer.content.decode("utf-8-sig").splitlines()[1:]}
    assert ids == expected_ids(scene, role, slug)


@OPEN
def test_one_record_and_its_history(scene, role, slug):
    there, shown = policy.visible(role, slug, "approved"), policy.fields_shown(role, slug)
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug).items():
            answers = [browser.api("GET", f"{slug}/{pk}/"), browser.api("GET", f"{slug}/{pk}/history/")]
            assert [each.status_code for each in answers] == [200 if distance in there else 404] * 2, distance
            if shown is not None and distance in there:
                assert set(answers[0].json()) <= shown | ALWAYS, distance
            if distance in there:
                assert not leading_nowhere(scene, role, slug, [answers[0].json()]), distance


@OPEN
def test_changing(scene, role, slug):
    writes, there = policy.writes(role, slug), policy.visible(role, slug, "requested")
    field = policy.A_CHANGE[slug]
    if slug in policy.WITH_HERSELF:
        return
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug, "requested").items():
            status = browser.try_api("PATCH", f"{slug}/{pk}/", field)
            expected = 200 if distance in writes else 403 if policy.letter(role, slug) != "w" else 404
            assert status == expected, (distance, there)
            if expected == 403:
                break


BELOW = [slug for slug in policy.IN_MATTERS if slug not in ROOT_SLUGS.values() and slug not in policy.ADDED_ONCE]


@pytest.mark.parametrize("role", policy.ROLES)
@pytest.mark.parametrize("slug", BELOW)
def test_adding(scene, role, slug):
    done = set()
    with browsing(scene.users[role]) as browser:
        for distance in policy.SOME:
            here = {ROOT_SLUGS[each]: places for each, places in scene.bare.items()} | scene.bare_parents
            body = body_of(slug, **{name: str(here[other][distance]) for name, other in links(slug).items()})
            if slug == "placements":
                body |= {"kind": "outside", "agreement": "best_interest"}  # the people of the scene are children
            status = browser.try_api("POST", f"{slug}/", body)
            assert status in (201, 400, 403, 404, 409), (distance, status)
            if status == 201:
                done.add(distance)
            if status == 403:
                assert policy.letter(role, slug) != "w"
                break

    assert done == policy.adds(role, slug) & {*policy.SOME}


STEPS = (
    ("reports", "received", "triage", "w", {"danger": "concern", "duplicates": "none_found"}),
    ("cases", "opened", "inquire", "w", {}),
    ("case-charges", "proposed", "lay", "w", {"laid_on": "2026-02-01"}),
    ("prosecutions", "received", "not_indict", "w", {"decided_on": "2026-02-01", "decision_reason": "x"}),
    ("court-cases", "filed", "accept", "w", {"accepted_on": "2026-02-03"}),
    ("hearings", "planned", "hold", "w", {"measures": ["screen"]}),
    ("appeals", "filed", "withdraw", "w", {"withdrawn_on": "2026-07-01"}),
    ("assets", "identified", "restrain", "w", {"restrained_on": "2026-02-01", "restraint_order": "1"}),
    ("identification-decisions", "pending", "protect", "w", {"protection_started_at": "2026-02-01T10:00:00+07:00"}),
    ("placements", "offered", "accept", "w", {}),
    ("fund-payments", "requested", "approve", "a", {}),
    ("fund-payments", "requested", "refuse", "a", {"refuse_reason": "no"}),
    ("fund-payments", "approved", "pay", "p", {"paid_on": "2026-02-01"}),
    ("fund-payments", "paid", "reverse", "a", {"reverse_reason": "wrong"}),
    ("fund-payments", "paid", "return", "p", {"return_reason": "closed"}),
    ("claims", "not_informed", "inform", "w", {"informed_on": "2026-02-01"}),
    ("receipts", "received", "reverse", "w", {"reverse_reason": "wrong"}),
    ("state-applications", "preparing", "apply", "w", {"applied_on": "2026-02-01"}),
    ("witness-costs", "stands", "reverse", "w", {"reverse_reason": "wrong"}),
    ("income-entries", "stands", "reverse", "w", {"reverse_reason": "wrong"}),
)


@pytest.mark.parametrize("role", policy.ROLES)
@pytest.mark.parametrize(("slug", "source", "step", "who", "facts"), STEPS)
def test_steps(scene, role, slug, source, step, who, facts):
    may, done = policy.steps(role, slug, who), set()
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug, source).items():
            status = browser.try_api("POST", f"{slug}/{pk}/moves/{step}/", facts)
            assert status in ((200, 404) if may else (403, 404)), (distance, status)
            if status == 200:
                done.add(distance)
            if not may and distance == "colleague":
                break

    assert done == (policy.NEAR & {*policy.SOME} if may else set())


@pytest.mark.parametrize("role", policy.ROLES)
@pytest.mark.parametrize("slug", ["suspect-identities", "identities"])
def test_revealing(scene, role, slug):
    there = policy.visible(role, slug)
    plaintext = {"suspect-identities": "สมศักดิ์ ทดสอบ", "identities": "Ma Aye Aye Khaing"}[slug]
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug).items():
            answer = browser.api("POST", f"{slug}/{pk}/reveal/", {"reason": "a test of access"})
            assert (answer.status_code == 200) == (distance in there), distance
            assert answer.status_code in (200, 403, 404)
            assert (plaintext in answer.content.decode()) == (distance in there)
            silent = browser.api("POST", f"{slug}/{pk}/reveal/", {})
            assert silent.status_code in (400, 403, 404)
            assert plaintext not in silent.content.decode()


@pytest.mark.parametrize("role", policy.ROLES)
def test_the_address_of_a_shelter_never_travels_by_api(scene, role):
    with browsing(scene.users[role]) as browser:
        for pk in list(scene.rows["shelter-addresses"].values())[:4]:
            answer = browser.api("POST", f"shelter-addresses/{pk}/reveal/", {"reason": "a test of access"})
            assert answer.status_code in (403, 404)
            assert "ถนนลับ" not in answer.content.decode()
        assert "ถนนลับ" not in browser.api("GET", "shelter-addresses/").content.decode()


@pytest.mark.parametrize("role", policy.ROLES)
def test_assignments(scene, role):
    with browsing(scene.users[role]) as browser:
        answer = browser.api("GET", "assignments/?size=200")
        if not policy.door(role, "assignments"):
            assert answer.status_code == 403
            return
        matters = {str(row["matter"]) for row in answer.json()["results"]}
    known = {
        str(at[distance]) for places in (scene.matters, scene.bare) for kind, at in places.items()
        for distance in policy.knows_of(role, kind) & at.keys()
    }  # fmt: skip
    assert matters <= known
    assert len(list(catalogue.all_types())) == len(policy.TYPES)
