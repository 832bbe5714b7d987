"""Custody: 48 hours to the court, remands of 12 days up to the ceiling of the gravest charge, searches and their report."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.records import actions
from actip.records.models import Clock, Rule
from cases.models import Remand, Suspect
from tests.access.conftest import sql
from tests.factories import make

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")
STATION = datetime(2026, 1, 6, 22, 30, tzinfo=BANGKOK)


def running(**wanted) -> dict[str, datetime]:
    """Rule -> when its clock is due."""
    return {clock.rule.code: clock.due_at for clock in Clock.objects.filter(ended_at=None, **wanted)}


def remanded(world, suspect, *steps: tuple[date, date]):
    for number, (first, last) in enumerate(steps, 1):
        make("remands", by=world.user("POL"), suspect=suspect, number=number, from_on=first, to_on=last)


def steps(first: date, *lengths: int) -> list[tuple[date, date]]:
    """One after the other, so many days each."""
    found = []
    for days in lengths:
        found.append((first, first + timedelta(days=days - 1)))
        first += timedelta(days=days)
    return found


def test_48_hours_run_from_the_station_to_the_court(world, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        facts = {"arrested_at": STATION - timedelta(hours=3), "station_at": STATION, "arrest_place": "ท่าเรือ"}
        actions.move(suspect, "arrest", by=pol, facts=facts)
        assert running() == {"DL-06": STATION + timedelta(hours=48)}
        assert Suspect.objects.get().arrested_on == date(2026, 1, 6)
        with pytest.raises(ValidationError):
            actions.move(suspect, "bring_to_court", by=pol, facts={"court_at": STATION - timedelta(hours=1)})
        actions.move(suspect, "bring_to_court", by=pol, facts={"court_at": STATION + timedelta(hours=40)})
        assert running() == {}


def test_a_remand_ends_on_its_last_day_and_the_first_day_counts(world, charge, suspect):
    with world.as_("POL"):
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        ends = {code: due.astimezone(BANGKOK) for code, due in running().items()}
    assert ends == {
        "DL-07": datetime(2026, 1, 18, 23, 59, 59, tzinfo=BANGKOK),
        "DL-07-84": datetime(2026, 3, 31, 23, 59, 59, tzinfo=BANGKOK),
    }


def test_a_shorter_order_ends_earlier_and_the_next_one_takes_over(world, charge, suspect):
    with world.as_("POL"):
        remanded(world, suspect, *steps(date(2026, 1, 7), 5, 12))
        ends = Clock.objects.filter(rule__code="DL-07").order_by("starts_at").values_list("due_at", "ended_at")
        (first, over), (second, still) = ends
    assert first.astimezone(BANGKOK).date() == date(2026, 1, 11)
    assert second.astimezone(BANGKOK).date() == date(2026, 1, 23)
    assert over is not None
    assert still is None


def test_thirteen_days_are_refused_by_page_and_database(world, charge, suspect):
    with world.as_("POL"):
        with pytest.raises(ValidationError, match="12 days at most"):
            remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 19)))
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        with pytest.raises(IntegrityError, match="twelve_days"), transaction.atomic():
            sql("UPDATE cases_remand SET to_on = '2026-01-19'")


@pytest.mark.parametrize(
    ("provision", "days"), [("ATIP-6-1", 48), ("PC-312", 48), ("ATIP-6-ADULT", 84), ("PC-269-8", 84), ("ATIP-531-DEATH", 84)]
)  # fmt: skip
def test_the_gravest_charge_sets_the_ceiling(world, case, suspect, provision, days):
    pol = world.user("POL")
    full = steps(date(2026, 1, 7), *[12] * (days // 12))
    with world.as_("POL"):
        make("case-charges", by=pol, case=case, suspect=suspect, provision=provision)
        remanded(world, suspect, *full)
        assert f"DL-07-{days}" in running()
        after = full[-1][1] + timedelta(days=1)
        with pytest.raises(ValidationError):
            make("remands", by=pol, suspect=suspect, number=len(full) + 1, from_on=after, to_on=after)


def test_by_hand_the_ceiling_holds_too(world, case, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-1")
        remanded(world, suspect, *steps(date(2026, 1, 7), 12, 12, 12, 11))
        with pytest.raises(IntegrityError, match="more than 48 days"), transaction.atomic():
            sql(
                "INSERT INTO cases_remand (id, version, created_at, updated_at, matter_id, suspect_id, number, from_on, to_on, court,"
                " order_number) SELECT gen_random_uuid(), 1, now(), now(), matter_id, suspect_id, 5, to_on + 1, to_on + 2, 'x', 'x'"
                " FROM cases_remand WHERE number = 4"
            )
        sql("UPDATE cases_remand SET to_on = to_on + 1 WHERE number = 4")


def test_a_graver_charge_lengthens_and_dropping_it_shortens(world, case, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-1")
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        assert "DL-07-48" in running()
        graver = make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-ADULT")
        assert {"DL-07-84"} == {code for code in running() if code != "DL-07"}
        actions.move(graver, "drop", by=pol, facts={"drop_reason": "ไม่มีพยานหลักฐาน"})
        open_now = Clock.objects.filter(ended_at=None, rule__code__startswith="DL-07-")
        assert "DL-07-84" not in [clock.rule.code for clock in open_now]


def test_no_day_is_remanded_twice(world, charge, suspect):
    with world.as_("POL"):
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        with pytest.raises(ValidationError, match="already"):
            make(
                "remands",
                by=world.user("POL"),
                suspect=suspect,
                number=2,
                from_on=date(2026, 1, 18),
                to_on=date(2026, 1, 20),
            )
        make(
            "remands",
            by=world.user("POL"),
            suspect=suspect,
            number=2,
            from_on=date(2026, 1, 19),
            to_on=date(2026, 1, 20),
        )
        assert Remand.objects.count() == 2


def test_without_a_charge_nobody_is_remanded(world, suspect):
    with world.as_("POL"), pytest.raises(ValidationError, match="Add the charge first"):
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))


def test_release_and_indictment_end_the_clocks(world, charge, suspect):
    pol, pro = world.user("POL"), world.user("PRO")
    with world.as_("POL"):
        actions.move(charge, "lay", by=pol, facts={"laid_on": date(2026, 1, 7)})
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        assert running()
    with world.as_("PRO"):
        actions.move(charge, "indict", by=pro, facts={"indicted_on": date(2026, 1, 16)})
        assert running() == {}


def test_the_unconfirmed_limit_is_loaded_switched_off(world):
    assert not Rule.objects.get(code="DL-07-7").is_active
    assert Rule.objects.get(code="DL-07-84").is_active


def test_a_search_without_a_warrant_is_reported_and_the_occupier_gets_a_copy(world, case):
    pol = world.user("POL")
    with world.as_("POL"):
        with pytest.raises(ValidationError):
            make("searches", by=pol, case=case, grounds="")
        search = make("searches", by=pol, case=case, searched_at=STATION)
        assert list(running()) == ["DL-08"]
        actions.move(search, "report", by=pol, facts={"reported_on": date(2026, 1, 7)})
        assert list(running()) == ["DL-08"]
        actions.move(search, "give_copy", by=pol, facts={"copy_on": date(2026, 1, 7)})
        assert running() == {}
        make("searches", by=pol, case=case, has_warrant=True, warrant_number="ค.1/2569", grounds="", reason="")
        assert running() == {}
