"""The application's own checks switched off: every role passes every door, and still PostgreSQL gives no foreign row."""

import re

import pytest

from actip.access import decide
from actip.records import actions, catalogue
from actip.records.pages import door
from tests.access import policy
from tests.access.conftest import browsing
from tests.access.test_api import rows_of

pytestmark = pytest.mark.usefixtures("_plain_static", "no_checks")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ALL = frozenset({"exist", "read", "see", "stats", "create", "change", "update", "approve", "pay", "assign"})


@pytest.fixture
def no_checks(monkeypatch):
    """No door, no verb, no button is withheld."""
    monkeypatch.setattr(decide, "verbs", lambda user, code: ALL)
    monkeypatch.setattr(decide, "decide", lambda user, code, verb: True)
    monkeypatch.setattr(actions, "decide", lambda user, code, verb: True)
    monkeypatch.setattr(actions, "require", lambda by, kind, verb, step=None: None)
    monkeypatch.setattr(door, "enter", lambda request, slug, verb="": (catalogue.get(slug), ALL))


def all_ids(scene) -> dict[str, str]:
    """Every id in a matter -> its record type and distance."""
    found = {}
    for slug in policy.IN_MATTERS:
        places = scene.payments.values() if slug == "fund-payments" else [scene.rows[slug]]
        found |= {str(pk): (slug, distance) for at in places for distance, pk in at.items()}
    return found


@pytest.mark.parametrize("role", policy.ROLES)
def test_without_doors_there_is_still_no_foreign_row(scene, role):
    everything = all_ids(scene)
    states = {str(pk): state for state, at in scene.payments.items() for pk in at.values()}
    with browsing(scene.users[role]) as browser:
        for slug in policy.IN_MATTERS:
            if slug in policy.ONE_AT_A_TIME:
                continue  # has no list
            lists = [browser.api("GET", f"{slug}/?size=200"), browser.get(f"/{slug}/")]
            assert [answer.status_code for answer in lists] == [200, 200]
            for answer in lists:
                for pk in set(UUID.findall(answer.content.decode())) & set(everything):
                    of, distance = everything[pk]
                    assert distance in policy.visible(role, of, states.get(pk, "")), (slug, of, distance)
            for distance, pk in rows_of(scene, slug).items():
                expected = 200 if distance in policy.visible(role, slug, "approved") else 404
                assert browser.api("GET", f"{slug}/{pk}/").status_code == expected, (slug, distance)


@pytest.mark.parametrize("role", policy.ROLES)
def test_without_verbs_nothing_foreign_is_written(scene, role):
    with browsing(scene.users[role]) as browser:
        for slug, source, step, who, facts in _steps():
            for distance, pk in rows_of(scene, slug, source).items():
                if not policy.steps(role, slug, who) or distance not in policy.NEAR:
                    assert browser.try_api("POST", f"{slug}/{pk}/moves/{step}/", facts) in (400, 404, 409), (
                        slug,
                        step,
                        distance,
                    )
        for slug in ("suspects", "people", "cases", "reports"):
            for distance, pk in rows_of(scene, slug).items():
                if distance not in policy.writes(role, slug):
                    assert browser.try_api("PATCH", f"{slug}/{pk}/", {}) in (404, 412), (slug, distance)


@pytest.mark.parametrize("role", policy.ROLES)
def test_without_verbs_nothing_foreign_is_revealed(scene, role):
    with browsing(scene.users[role]) as browser:
        for slug in ("identities", "suspect-identities"):
            for distance, pk in rows_of(scene, slug).items():
                status = browser.api("POST", f"{slug}/{pk}/reveal/", {"reason": "a test of access"}).status_code
                assert status == (200 if distance in policy.visible(role, slug) else 404), (slug, distance)


def _steps():
    from tests.access.test_api import STEPS

    return STEPS
