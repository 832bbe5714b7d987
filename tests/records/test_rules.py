"""The dated rules on a page and over the API: each with its basis, its source and how sure it is, whether or not it is in use."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import clocks
from actip.records.models import Clock, Rule
from actip.records.pages import running
from tests.api.conftest import Caller
from tests.factories import make
from tests.records.test_clock_pages import _plain_static, browser  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
OURS = (
    "DL-06",
    "DL-07",
    "DL-07-48",
    "DL-07-84",
    "DL-08",
    "DL-09",
    "DL-10",
    "DL-11",
    "DL-11-MAX",
    "DL-12",
    "DL-13",
    "DL-16",
)
UNSURE = ("DL-09", "DL-10", "DL-13")


def test_every_limit_of_the_prosecution_side_is_a_dated_row_with_its_source():
    with person.as_system("a look"):
        rows = {rule.code: rule for rule in Rule.objects.filter(code__in=OURS)}
    assert set(rows) == set(OURS)
    for code, rule in rows.items():
        assert rule.basis, code
        assert rule.source, code
        assert rule.valid_from, code
        assert (rule.confidence == "C") == (code in UNSURE), code
        assert rule.is_active != (code in UNSURE), code


def test_the_page_shows_each_rule_and_marks_what_is_unsure_or_not_in_use(world):
    page = browser(world.user("CRT")).get("/clocks/rules/")
    shown = {row["rule"].code: row for row in page.context["rules"]}
    text = page.content.decode()

    assert set(OURS) <= set(shown)
    assert (shown["DL-16"]["limit"], shown["DL-16"]["warns"]) == ("90 days", "30 days, then 10 days")
    assert (shown["DL-06"]["limit"], shown["DL-12"]["limit"]) == ("48 hours", "the same day")
    assert text.count("To be confirmed") >= len(UNSURE)
    assert text.count("Not in use") >= len(UNSURE)
    assert "Library of Congress 2015" in text


def test_a_program_reads_them(world):
    some = Caller(world.user("POL"), session=True)
    rows = {row["code"]: row for row in some.get("clocks/rules/").body["results"]}

    assert (rows["DL-13"]["confidence"], rows["DL-13"]["is_active"]) == ("C", False)
    assert rows["DL-16"]["source"] == "Text of the Act"
    assert Caller(world.user("POL")).get("clocks/rules/").status == 403  # its list does not name limits


def test_programs_are_told_basis_and_source_in_the_language_they_ask_for(world):
    said = {}
    for language in ("th", "en"):
        some = Caller(world.user("POL"), session=True, language=language)
        said[language] = {
            row["code"]: row["basis"] + row["source"] for row in some.get("clocks/rules/").body["results"]
        }

    assert [code for code, words in said["en"].items() if said["th"][code] == words] == []


def test_a_limit_says_from_which_source_it_runs_and_that_it_is_unsure(world):
    pol = world.user("POL")
    with person.as_system("an agency tries it"):
        Rule.objects.filter(code="DL-09").update(is_active=True)
    with person.as_user(pol):
        case = make("cases", by=pol, opened_on=timezone.localdate())
        sure = clocks.start(case, "DL-01", timezone.now())
    officer = browser(pol)
    page = officer.get(f"/cases/{case.pk}/").content.decode()
    assert "Journal abstract; handbook for officials (B)" in page
    assert "Country reports publish the length each year" in page
    assert '<strong class="tag tag-orange">to be confirmed</strong>' in page
    assert "Journal abstract; handbook for officials" in officer.get(f"/clocks/{sure.pk}/").content.decode()
    told = Caller(pol, session=True).get(f"clocks/{sure.pk}/").body
    assert (told["source"], told["confidence"]) == ("Journal abstract; handbook for officials", "B")


def test_what_was_late_at_a_moment_is_told_again_as_it_was_known_then(world):
    pol, some = world.user("POL"), Caller(world.user("POL"), session=True)
    with person.as_user(pol):
        late = clocks.start(make("cases", by=pol), "DL-01", timezone.now() - timedelta(hours=26))
    moment = quote(timezone.now().isoformat())
    assert [row["id"] for row in some.get(f"clocks/?at={moment}").body["results"]] == [str(late.pk)]
    with person.as_user(pol):
        more = {"amount": 48, "authority": "ศาล", "document": "1", "granted_on": timezone.localdate()}
        clocks.extend(late, by=pol, **more)

    now = quote(timezone.now().isoformat())
    assert some.get(f"clocks/?at={now}").body["results"] == []
    assert [row["id"] for row in some.get(f"clocks/?at={moment}").body["results"]] == [str(late.pk)]
    stranger = Caller(world.add_user("POL", "police_two"), session=True)
    assert stranger.get(f"clocks/?at={moment}").body["results"] == []
    for wrong in ("yesterday", "2999-01-01T00:00", "0001-01-01T00:00"):
        assert some.get(f"clocks/?at={wrong}").status == 400


def test_a_programme_asks_for_what_is_late_near_or_running_and_what_was_noted_is_owed_no_more(world):
    pol, spv, now = world.user("POL"), world.user("SPV"), timezone.now()
    some = Caller(pol, session=True)
    with person.as_user(pol):
        begun = {"late": ("DL-01", now - timedelta(hours=26)), "near": ("DL-01", now), "far": ("DL-03", now)}
        found = {name: clocks.start(make("cases", by=pol), *each) for name, each in begun.items()}
    names = {str(clock.pk): name for name, clock in found.items()}

    def asked(state: str) -> list[str]:
        return [names[row["id"]] for row in some.get(f"clocks/?state={state}").body["results"]]

    assert {state: asked(state) for state in ("late", "near", "running", "")} == {
        "late": ["late"], "near": ["late", "near"], "running": ["late", "near", "far"], "": ["late", "near", "far"],
    }  # fmt: skip
    with person.as_user(pol):
        clocks.answer(found["late"], by=pol, text="The interpreter came late")
    with person.as_user(spv):
        clocks.note(found["late"], by=spv, text="Seen, a second one is hired")
    assert (asked("late"), asked("")) == ([], ["near", "far"])


def test_a_limit_warns_twice_and_the_second_time_more_urgently():
    rule = Rule(code="DL-01", unit="hours", limit=24, warn_before=12, warn_again=4)
    now = timezone.now()

    def tone(hours_left: float) -> str:
        return running.pill(Clock(rule=rule, due_at=now + timedelta(hours=hours_left)), now)["tone"]

    assert [tone(left) for left in (13, 12, 4.5, 4, 0.1, -1)] == [
        "running",
        "soon",
        "soon",
        "urgent",
        "urgent",
        "breached",
    ]
    rule.warn_again = 0
    assert tone(0.1) == "soon"


@pytest.mark.parametrize(
    ("unit", "before", "left", "ended", "near", "late"),
    [
        ("hours", 12, timedelta(hours=73), None, False, False),
        ("hours", 12, timedelta(hours=72), None, True, False),  # never less than three days before
        ("days", 10, timedelta(days=10, seconds=1), None, False, False),
        ("days", 10, timedelta(days=10), None, True, False),
        ("days", 10, timedelta(0), None, True, False),  # its last second is in time
        ("days", 10, timedelta(seconds=-1), None, True, True),
        ("days", 10, timedelta(days=-1), timedelta(days=-1), False, False),  # ended in its last second
        ("days", 10, timedelta(days=-1), timedelta(hours=-23), False, True),
    ],
)
def test_a_limit_is_near_in_its_last_days_and_late_after_its_last_second(unit, before, left, ended, near, late):
    now = timezone.now()
    rule = Rule(unit=unit, warn_before=before)
    clock = Clock(rule=rule, due_at=now + left, ended_at=now + ended if ended is not None else None)

    assert (clocks.is_near(clock, now), clocks.is_late(clock, now)) == (near, late)


def test_the_two_warnings_of_the_process_are_those_of_the_rules():
    """Section 4 of the process: DL-01 after 12 and 20 of its 24 hours, the others so many days before the end."""
    wanted = {
        "DL-01": (12, 4),
        "DL-03": (5, 2),
        "DL-04": (10, 3),
        "DL-07-84": (14, 7),
        "DL-14": (90, 30),
        "DL-16": (30, 10),
    }
    with person.as_system("a look"):
        rows = {rule.code: (rule.warn_before, rule.warn_again) for rule in Rule.objects.filter(code__in=wanted)}

    assert rows == wanted
