"""Lists of matters and buttons come from functions that ask who reaches them by themselves: they show what row security shows, and no more."""

import pytest

from actip.access import matrix
from actip.access.models import ROOT_CODES
from tests.access import policy
from tests.access.conftest import acting, ids, sql

ROLES = [role for role in matrix.roles() if role != "SYS"]
PAGE = (
    "SELECT id FROM actip.feed_page(%s, %s, %s, %s::text[], 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000)"
)
VERBS = sorted({verb for role in ROLES for code in matrix.record_types() for verb in matrix.verbs(role, code)})


@pytest.mark.parametrize("role", ROLES)
def test_whatever_verb_is_asked_no_matter_is_told_that_the_feed_hides(scene, role):
    with acting(scene.users[role]):
        for kind, code in ROOT_CODES.items():
            seen = ids("SELECT matter_id FROM access_feed WHERE kind = %s", [kind])
            states = [state for (state,) in sql("SELECT DISTINCT status FROM access_feed WHERE kind = %s", [kind])]
            for verb in VERBS:
                told = ids(PAGE, [code, verb, kind, []])

                assert told <= seen, (kind, verb)
                assert told == ids(PAGE, [code, verb, kind, states]), (kind, verb)
                assert sql("SELECT actip.feed_count(%s, %s, %s, '{}', 1000)", [code, verb, kind]) == [(len(told),)]
                assert not ids(PAGE, [code, verb, kind, ["no such state"]])


def test_the_control_whoever_reads_cases_is_told_of_her_own(scene):
    with acting(scene.users["POL"]):
        told = ids(PAGE, ["HDR", "read", "case", []])

        assert told == ids("SELECT id FROM cases_case") != set()
        assert scene.matters["case"]["nobody"] not in told


def test_a_kind_is_listed_by_its_own_record_alone(scene):
    """Who may read reports but no cases would else list cases by her right to read reports."""
    with acting(scene.users["POL"]):
        for kind in ROOT_CODES:
            for code in {code for code in matrix.record_types() if code != ROOT_CODES[kind]}:
                assert not ids(PAGE, [code, "read", kind, []]), (code, kind)
                assert sql("SELECT actip.feed_count(%s, 'read', %s, '{}', 1000)", [code, kind]) == [(0,)]


@pytest.mark.parametrize("role", ["POL", "SPV", "NGO", "PAY", "DAT"])
def test_the_buttons_that_are_shown_are_those_that_work(scene, role):
    """What is asked at once about a matter is what each verb would answer."""
    verbs = sorted({verb for code in matrix.record_types() for verb in matrix.verbs(role, code)} | {"change", "pay"})
    pairs = [(code, verb) for code in matrix.record_types() for verb in verbs]
    matters = [scene.matters[kind][far] for kind in policy.ROOTS for far in ("agency", "colleague", "ended", "nobody")]
    asked = [matters, [code for code, _verb in pairs], [verb for _code, verb in pairs]]
    with acting(scene.users[role]):
        shown = sql(
            "SELECT m, r.code, r.verb FROM unnest(%s::uuid[]) m, actip.reaching(m, %s::text[], %s::text[]) r", asked
        )
        works = sql(
            "SELECT m, w.code, w.verb FROM unnest(%s::uuid[]) m, unnest(%s::text[], %s::text[]) w(code, verb)"
            " WHERE actip.reaches(m, w.code, w.verb)", asked,
        )  # fmt: skip
    assert set(shown) == set(works) != set()
