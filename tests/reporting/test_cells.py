"""Figures are exact at every moment, for everyone who looks, and open onto exactly the rows that they count."""

from datetime import date

import pytest
from django.db.models import Count

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from cases.models import Case
from reporting import cells
from reporting.indicators import BY_CODE, INDICATORS
from reporting.models import Cell
from tests.access import policy
from tests.cases.conftest import as_owner
from tests.factories import make

pytestmark = pytest.mark.django_db
DECIDED = {
    "decided_on": date(2026, 3, 1), "reasons": "x", "act_found": True, "means_found": True, "purpose_found": True,
    "police_present": True, "msdhs_present": True, "other_present": "ngo", "own_words": "x",
}  # fmt: skip


def live(indicator, breakdown: str, year: int) -> dict:
    """The same figures counted plainly from the rows."""
    rows = indicator.records().filter(**{f"{indicator.dated}__year": year})
    if breakdown:
        rows = rows.annotate(category_=indicator.breakdowns[breakdown])
        return dict(rows.values_list("category_").annotate(n=Count("id")).order_by())
    return {"": rows.count()} if rows.exists() else {}


def assert_exact(year: int = 2026) -> None:
    for indicator in INDICATORS:
        shown = cells.figures(indicator)
        for breakdown in ("", *indicator.breakdowns):
            found = {category: n for (y, b, category), (n, _thb) in shown.items() if (y, b) == (year, breakdown)}
            assert found == live(indicator, breakdown, year), (indicator.code, breakdown)
            for category, n in found.items():
                assert indicator.rows(year, breakdown, category).count() == n


@pytest.fixture
def busy(world):
    """Two police units and a ministry with cases, victims and assignments of every kind."""
    officer, other, ministry = world.user("POL"), world.add_user("POL", "police_two"), world.user("PMJ")
    with person.as_user(officer):
        for n in range(4):
            case = make("cases", by=officer, province="TH-10" if n % 2 else "TH-50")
            victim = make("people", by=officer, case=case, nationality="LA" if n % 2 else "MM")
            actions.assign(victim.matter, by=officer, agency=world.province, basis="protection")
            actions.assign(case.matter, by=officer, agency=world.police_two, officer=other, basis="case_team")
            if n == 0:
                actions.assign(case.matter, by=officer, agency=world.police_two, basis="case_team")
    with person.as_user(ministry):
        for decision in [make("identification-decisions", by=ministry, person=p) for p in _people()]:
            actions.move(decision, "decide_victim", by=ministry, facts=DECIDED)
    return [officer, other, ministry, world.user("SPV"), world.user("HOT")]


def _people():
    from victims.models import Person

    return list(Person.objects.all())


def test_figures_are_exact_before_and_after_counting(busy):
    for step in ("changed", "counted"):
        for user in busy:
            with person.as_user(user):
                assert_exact()
        if step == "changed":
            assert cells.refresh() > 0
            assert cells.waiting() == 0


def test_a_victim_entered_twice_is_one_and_who_was_found_to_be_none_is_none(world, busy):
    officer, second, ministry = busy[0], world.add_user("POL", "police", "second"), world.user("PMJ")
    with person.as_user(ministry):
        kept, told_twice, cleared, found_again = _people()
    with person.as_user(officer):
        merge = make("merges", by=officer, person=kept, merged=told_twice)
    with person.as_user(second):
        actions.move(merge, "approve", by=second)
    for somebody, steps in ((cleared, ["decide_not_victim"]), (found_again, ["decide_not_victim", "decide_victim"])):
        with person.as_user(ministry):
            for step in steps:
                earlier = somebody.identifications.get(superseded_by=None)
                again = make(
                    "identification-decisions", by=ministry, person=somebody, supersedes=earlier, new_facts="x"
                )
                facts = DECIDED | {"decided_on": date(2026, 4, 1)} | ({"referral": "health"} if "not" in step else {})
                actions.move(again, step, by=ministry, facts=facts)
    victims = BY_CODE["victims"]

    with person.as_user(ministry):
        for _counted in range(2):
            assert_exact()
            assert cells.figures(victims)[2026, "", ""][0] == 2
            assert {row.person for row in victims.rows(2026)} == {kept, found_again}
            assert {row.supersedes for row in victims.rows(2026)} == {None}, "dated by the first decision"
            cells.refresh()


def test_figures_follow_changes_and_lost_access(world, busy):
    officer = busy[0]
    cells.refresh()
    with person.as_user(officer):
        case = Case.objects.filter(province="TH-10").first()
        case.province = "TH-20"
        actions.save(case, by=officer)
        ended = Assignment.objects.filter(matter=case.matter, agency=world.police_two).first()
        actions.move(ended, "end", by=officer)
    for _step in range(2):
        for user in busy:
            with person.as_user(user):
                assert_exact()
        cells.refresh()


def test_the_country_is_told_without_small_groups(world, busy):
    cells.refresh()

    with world.as_("NAT"):
        assert cells.national(BY_CODE["cases"]) == {}
    with world.as_("POL"):
        assert cells.figures(BY_CODE["cases"])[2026, "", ""][0] == 4
    officer = busy[0]
    with person.as_user(officer):
        make("cases", by=officer)
    cells.refresh()
    with world.as_("NAT"):
        assert cells.national(BY_CODE["cases"])[2026, "", ""][0] == 5
        assert cells.figures(BY_CODE["cases"]) == {}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"station": 7, "ahtd": 6, "dsi": 2}, {"station"}),  # else 15 - 7 - 6 = 2
        ({"station": 7, "ahtd": 6, "dsi": 1, "ticac": 2}, {"station"}),  # three cases are as much a small group
        ({"station": 7, "ahtd": 6, "dsi": 4, "ticac": 1}, {"station", "ahtd"}),  # those hidden are five together
        ({"station": 6, "ahtd": 6, "dsi": 1}, {"station"}),  # of equals one goes
        ({"station": 6, "ahtd": 5}, {"station", "ahtd"}),
        ({"station": 5, "dsi": 1}, set()),
    ],
)
def test_the_total_does_not_leave_a_small_group_over(world, counts, told):
    officer = world.user("POL")
    with person.as_user(officer):
        for investigator, n in counts.items():
            for _each in range(n):
                make("cases", by=officer, investigator=investigator)
    with person.as_system("counting"):
        cells.refresh()

    with world.as_("NAT"):
        found = cells.national(BY_CODE["cases"])
    assert found[2026, "", ""][0] == sum(counts.values())
    assert {category for year, by, category in found if by == "investigator"} == told


def test_cells_are_of_kinds_that_she_reads_and_of_matters_that_she_reaches(world, busy):
    """By SQL: not those of cases for who knows of reports alone, nor those of another agency, nor the country's."""
    hot = world.user("HOT")
    with person.as_user(hot):
        make("reports", by=hot)
    with person.as_user(busy[0]):
        make("reports", by=busy[0])
        for case in Case.objects.all():  # given to her agency, which reads no cases
            actions.assign(case.matter, by=busy[0], agency=world.hotline, basis="case_team")
    with person.as_system("counting"):
        cells.refresh()
        assert set(Cell.objects.values_list("code", flat=True)) > {"RPT"}
    for user, codes in ((hot, {"RPT"}), (busy[0], {"RPT", "HDR", "IDN"})):
        own = {4 * user.agency_id, 4 * user.agency_id + 1, 4 * user.pk + 2}
        with person.as_user(user):
            assert set(Cell.objects.values_list("code", flat=True)) == codes
            assert set(Cell.objects.values_list("token", flat=True)) <= own


def test_a_cell_of_each_kind_is_there_for_who_reads_the_kind_with_her_token(world):
    mine, other = 4 * world.police.pk, 4 * world.court.pk
    codes = sorted({indicator.record_code for indicator in INDICATORS})
    cell = "({}, '{}', 'of-a-test', 2026, '', '', 9, 0, 9)"
    rows = ", ".join(cell.format(token, code) for code in codes for token in (0, mine, mine + 1, other, other + 1))
    as_owner(
        f"INSERT INTO reporting_cell (token, code, indicator, year, breakdown, category, n, amount, matters) VALUES {rows}"
    )
    try:
        for role in policy.ROLES:
            letters = {code: policy.LETTERS[role, code] for code in codes}
            expected = {(mine + (letter == "R"), code) for code, letter in letters.items() if letter in "rRwa"}
            if policy.LETTERS[role, "STA"] in "sR":
                expected |= {(0, code) for code in codes}  # the country's
            with person.as_user(world.add_user(role, "police", f"reader-{role}")):
                assert set(Cell.objects.values_list("token", "code")) == expected, role
    finally:
        as_owner("DELETE FROM reporting_cell WHERE indicator = 'of-a-test'")


def test_nobody_set_sees_no_cell(busy):
    cells.refresh()

    assert cells.figures(BY_CODE["cases"]) == {}
    assert cells.national(BY_CODE["cases"]) == {}


@pytest.mark.parametrize(
    ("received_at", "year"), [("2025-12-31T16:59:59+00:00", 2025), ("2025-12-31T17:00:00+00:00", 2026)]
)
def test_a_year_ends_at_midnight_in_bangkok(world, received_at, year):
    hot = world.user("HOT")
    with person.as_user(hot):
        make("reports", by=hot, received_at=received_at)
        for _counted in range(2):
            found = {y: n for (y, by, _is), (n, _thb) in cells.figures(BY_CODE["reports"]).items() if not by}
            assert found == {year: 1}
            assert BY_CODE["reports"].rows(year).count() == 1
            cells.refresh()
