"""The matrix in pages: door 403, row 404, absence from list, count, file, search and history; no button that will not work."""

import re

import pytest

from tests.access import policy
from tests.access.conftest import browsing
from tests.access.test_api import OPEN, STEPS, expected_ids, rows_of

pytestmark = pytest.mark.usefixtures("_plain_static")
EACH = pytest.mark.parametrize("role", policy.ROLES)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CANARIES = ("Ma Aye Aye Khaing", "สมศักดิ์ ทดสอบ", "0012345678901", "ถนนลับ")


def text(answer) -> str:
    found = answer.content.decode()
    assert not [canary for canary in CANARIES if canary in found], "identity on a page that did not reveal it"
    return found


@EACH
def test_a_closed_door_is_403_for_every_way_in(scene, role):
    with browsing(scene.users[role]) as browser:
        for slug in policy.IN_MATTERS:
            if policy.door(role, slug):
                continue
            own = f"/{slug}/{rows_of(scene, slug)['agency']}/"
            paths = [f"/{slug}/", f"/{slug}.csv", f"/{slug}/new/", own, f"{own}change/"]
            assert [browser.get(path).status_code for path in paths] == [403] * 5, slug
            history = browser.get(f"{own}history/")
            assert history.status_code == (200 if policy.reads_the_trail(role) else 403)
            text(history)


@OPEN
def test_a_list_shows_what_is_there_and_counts_no_more(scene, role, slug):
    expected = expected_ids(scene, role, slug)
    with browsing(scene.users[role]) as browser:
        answer = browser.get(f"/{slug}/")
        if slug in policy.ONE_AT_A_TIME:
            assert answer.status_code == 403
            return
        shown = set(re.findall(rf'href="/{slug}/({UUID.pattern})/"', text(answer)))

    assert answer.status_code == 200
    assert shown == expected
    everything = {str(pk) for at in (scene.rows[slug], *scene.payments.values()) for pk in at.values()}
    assert not set(UUID.findall(text(answer))) & (everything - expected)


@OPEN
def test_one_record_its_history_and_its_forms(scene, role, slug):
    there, writes = policy.visible(role, slug, "approved"), policy.writes(role, slug)
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug).items():
            own = f"/{slug}/{pk}/"
            page, history = browser.get(own), browser.get(f"{own}history/")
            assert page.status_code == (200 if distance in there else 404), distance
            assert history.status_code == (200 if distance in there or policy.reads_the_trail(role) else 404), distance
            text(history)
            if distance in there:
                assert str(pk) in text(page)
                hidden = {str(other) for place, other in rows_of(scene, slug).items() if place not in there}
                assert not hidden & set(UUID.findall(text(page)))
            change = browser.get(f"{own}change/").status_code
            closed = 403 if policy.letter(role, slug) != "w" else 404
            assert change in ((200, 409) if distance in writes else (closed,)), distance
            assert (f"{own}change/" in text(page)) <= (distance in writes)


@OPEN
def test_forms_of_steps(scene, role, slug):
    for of_slug, source, step, who, _facts in STEPS:
        if of_slug != slug:
            continue
        may = policy.steps(role, slug, who)
        with browsing(scene.users[role]) as browser:
            for distance, pk in rows_of(scene, slug, source).items():
                status = browser.get(f"/{slug}/{pk}/moves/{step}/").status_code
                near = distance in policy.NEAR
                visible = distance in policy.visible(role, slug, source)
                assert status == (200 if may and near else 409 if visible else 404), (step, distance)


@EACH
@pytest.mark.parametrize("slug", ["suspect-identities", "identities"])
def test_revealing(scene, role, slug):
    if not policy.door(role, slug):
        return
    there = policy.visible(role, slug)
    name = {"suspect-identities": "สมศักดิ์ ทดสอบ", "identities": "Ma Aye Aye Khaing"}[slug]
    with browsing(scene.users[role]) as browser:
        for distance, pk in rows_of(scene, slug).items():
            answer = browser.client.post(f"/{slug}/{pk}/reveal/", {"reason": "a test of access"})
            assert (name in answer.content.decode()) == (distance in there) == (answer.status_code == 200), distance
            assert name not in browser.client.post(f"/{slug}/{pk}/reveal/", {"reason": ""}).content.decode()


@EACH
def test_addresses_are_opened_one_at_a_time_for_one_stay(scene, role):
    there = policy.sees_address(role)
    with browsing(scene.users[role]) as browser:
        assert browser.get("/shelter-addresses/").status_code == 403
        for place in ("own", "foreign", "left", "stay:agency", "stay:other_agency", "stay:over"):
            pk = scene.rows["shelter-addresses"][place]
            page = browser.get(f"/shelter-addresses/{pk}/")
            assert page.status_code == (200 if place in there else 403 if not there else 404), place
            text(page)
            answer = browser.client.post(f"/shelter-addresses/{pk}/reveal/", {"reason": "a test of access"})
            assert ("ถนนลับ" in answer.content.decode()) == (place in there)


@EACH
def test_my_work_and_search_name_nothing_out_of_reach(scene, role):
    known = {
        str(at[distance]) for places in (scene.matters, scene.bare) for kind, at in places.items()
        for distance in policy.knows_of(role, kind) & at.keys()
    }  # fmt: skip
    matters = {str(pk) for places in (scene.matters, scene.bare) for at in places.values() for pk in at.values()}
    with browsing(scene.users[role]) as browser:
        home = browser.get("/")
        assert home.status_code == 200
        assert set(UUID.findall(text(home))) & matters <= known
        found = browser.client.post("/search/", {"q": "Khaing", "name": "Khaing"})
        assert set(UUID.findall(text(found))) & matters <= known
        assert browser.get("/search/?q=Khaing").status_code in (200, 302, 403, 405)
