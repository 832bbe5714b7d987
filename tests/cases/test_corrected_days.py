"""The start of a limit corrected afterwards, an arrest that comes again, a charge that falls away: the right limit runs, and one alone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, clocks
from actip.records.models import Clock
from cases.models import Remand, Suspect
from tests.cases.test_custody import STATION, remanded, running, steps
from tests.factories import make

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")
ARREST = {"arrested_at": STATION - timedelta(hours=3), "station_at": STATION, "arrest_place": "ท่าเรือ"}


def days(**wanted) -> dict[str, date]:
    """Rule -> the day on which its running clock ends."""
    return {code: due.astimezone(BANGKOK).date() for code, due in running(**wanted).items()}


def again(suspect, pol):
    """Arrested, brought to court, remanded for 24 days, released, and arrested once more on 1 March."""
    suspect = actions.move(suspect, "arrest", by=pol, facts=ARREST)
    suspect = actions.move(suspect, "bring_to_court", by=pol, facts={"court_at": STATION + timedelta(hours=12)})
    for number, (first, last) in enumerate(steps(date(2026, 1, 7), 12, 12), 1):
        make("remands", by=pol, suspect=suspect, number=number, from_on=first, to_on=last)
    free = datetime(2026, 1, 30, 15, tzinfo=BANGKOK)
    suspect = actions.move(suspect, "release", by=pol, facts={"released_at": free})
    assert running() == {}
    station = datetime(2026, 3, 1, 9, tzinfo=BANGKOK)
    return actions.move(suspect, "arrest", by=pol, facts={"arrested_at": station, "station_at": station})


def test_who_was_released_can_be_arrested_again_and_waits_for_no_old_hour(world, charge, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        again(suspect, pol)
        found = Suspect.objects.get()
        assert (found.status, found.court_at, found.released_at) == ("arrested", None, None)
        assert running() == {"DL-06": datetime(2026, 3, 3, 9, tzinfo=BANGKOK)}


def test_the_days_of_an_earlier_custody_count_in_the_ceiling_of_the_next(world, charge, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        suspect = again(suspect, pol)
        make("remands", by=pol, suspect=suspect, number=3, from_on=date(2026, 3, 2), to_on=date(2026, 3, 13))
        assert days()["DL-07-84"] == date(2026, 3, 2) + timedelta(days=84 - 24 - 1)


def test_a_charge_that_falls_away_gives_the_shorter_ceiling_back(world, case, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-1")
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        shorter = days()["DL-07-48"]
        graver = make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-ADULT")
        actions.move(graver, "drop", by=pol, facts={"drop_reason": "ไม่มีพยานหลักฐาน"})
        assert days() == {"DL-07": date(2026, 1, 18), "DL-07-48": shorter}


def test_a_provision_corrected_changes_the_ceiling(world, case, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        charge = make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-6-1")
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        charge.provision = "ATIP-6-ADULT"
        actions.save(charge, by=pol)
        assert set(days()) == {"DL-07", "DL-07-84"}


def test_no_ceiling_begins_for_somebody_who_is_free(world, case, charge, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        suspect = actions.move(suspect, "arrest", by=pol, facts=ARREST)
        remanded(world, suspect, (date(2026, 1, 7), date(2026, 1, 18)))
        free = datetime(2026, 1, 12, 15, tzinfo=BANGKOK)
        actions.move(suspect, "release", by=pol, facts={"released_at": free})
        make("case-charges", by=pol, case=case, suspect=suspect, provision="ATIP-531-DEATH")
        assert running() == {}
        remand = Remand.objects.get()
        remand.to_on = date(2026, 1, 16)
        actions.save(remand, by=pol)
        assert running() == {}


def test_the_days_of_a_remand_corrected_are_the_days_of_its_limit(world, charge, suspect):
    pol = world.user("POL")
    with world.as_("POL"):
        remanded(world, suspect, *steps(date(2026, 1, 7), 12, 12))
        first, second = Remand.objects.order_by("number")
        second.to_on = date(2026, 1, 25)
        actions.save(second, by=pol)
        assert days()["DL-07"] == date(2026, 1, 25)
        first.from_on = date(2026, 1, 8)
        actions.save(first, by=pol)
        assert days() == {"DL-07": date(2026, 1, 25), "DL-07-84": date(2026, 1, 8) + timedelta(days=83)}
        first.court = "ศาลอาญา"
        actions.save(first, by=pol)
        assert days() == {"DL-07": date(2026, 1, 25), "DL-07-84": date(2026, 1, 8) + timedelta(days=83)}


def test_the_hour_of_a_search_corrected_and_a_warrant_that_there_was(world, case):
    pol = world.user("POL")
    with world.as_("POL"):
        search = make("searches", by=pol, case=case, searched_at=STATION)
        search.searched_at = STATION - timedelta(days=2)
        actions.save(search, by=pol)
        assert days() == {"DL-08": date(2026, 1, 5)}
        search.has_warrant, search.warrant_number = True, "ค.1/2569"
        actions.save(search, by=pol)
        assert running() == {}
        assert not [clock for clock in Clock.objects.all() if clock.ended_at > clock.due_at], (
            "nobody answers for a slip"
        )


def test_a_day_of_filing_corrected_moves_the_end_of_the_time_in_court(trial):
    court_case = trial.filed()
    pro = trial.world.user("PRO")
    with person.as_user(pro):
        court_case.filed_on = date(2026, 2, 1)
        actions.save(court_case, by=pro)
        assert days() == {"DL-11": date(2026, 8, 1), "DL-11-MAX": date(2027, 2, 1)}
        court_case.court_name = "ศาลอาญากรุงเทพใต้"
        actions.save(court_case, by=pro)
        assert Clock.objects.filter(record_id=court_case.pk).count() == 4  # two that were a slip, two that run
    court_case = trial.move("CRT", court_case, "list_evidence", evidence_listing_on=date(2026, 2, 20))
    trial.judgment(court_case, 0, "convicted")
    court_case = trial.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")
    with person.as_user(pro):
        court_case.filed_on = date(2026, 1, 31)
        actions.save(court_case, by=pro)
        assert days() == {}


def test_what_was_extended_stays_when_something_else_is_corrected(world, case):
    pol = world.user("POL")
    with world.as_("POL"):
        search = make("searches", by=pol, case=case, searched_at=STATION)
        more = {"amount": 3, "authority": "ผู้กำกับการ", "document": "1/2569", "granted_on": date(2026, 1, 7)}
        clocks.extend(Clock.objects.get(), by=pol, **more)
        search.grounds = "other" if search.grounds != "other" else search.grounds
        search.reason = "หลบหนี"
        actions.save(search, by=pol)
        assert days() == {"DL-08": date(2026, 1, 10)}


def search_of(world, case, day):
    pol = world.user("POL")
    return make("searches", by=pol, case=case, searched_at=day)


def test_a_day_corrected_and_corrected_back_is_the_day_that_runs(world, case):
    with world.as_("POL"):
        search = search_of(world, case, STATION)
        for day in (STATION + timedelta(days=200), STATION):
            search.searched_at = day
            search = actions.save(search, by=world.user("POL"))
        assert days() == {"DL-08": date(2026, 1, 7)}, "the limit that was passed is passed again"


def test_a_warrant_that_there_was_not_after_all_brings_the_report_back(world, case):
    with world.as_("POL"):
        search = search_of(world, case, STATION)
        for has_warrant, number in ((True, "ค.1/2569"), (False, "")):
            search.has_warrant, search.warrant_number = has_warrant, number
            search = actions.save(search, by=world.user("POL"))
        assert days() == {"DL-08": date(2026, 1, 7)}


def test_what_was_filed_is_a_charge_again_and_its_time_in_court_runs(trial):
    court_case = trial.filed()
    with person.as_user(trial.world.user("PRO")):
        before = days()
        kept = court_case.kind
        others = [code for code, _ in court_case._meta.get_field("kind").choices if code != kept]
        for kind in (others[0], kept):
            court_case.kind = kind
            court_case = actions.save(court_case, by=trial.world.user("PRO"))
        assert days() == before != {}


def test_a_limit_that_was_passed_and_corrected_away_stands_in_the_history(world, case):
    with world.as_("POL"):
        search = search_of(world, case, STATION)
        search.searched_at = STATION + timedelta(days=3)
        search = actions.save(search, by=world.user("POL"))
    with person.as_system("look"):
        verbs = Event.objects.filter(record_id=str(search.pk)).values_list("verb", flat=True)
        assert list(verbs).count("breach_lifted") == 1


def test_a_limit_still_to_come_is_corrected_without_a_word(world, case):
    with world.as_("POL"):
        search = search_of(world, case, timezone.now() - timedelta(hours=1))
        search.searched_at = timezone.now()
        search = actions.save(search, by=world.user("POL"))
    with person.as_system("look"):
        assert not Event.objects.filter(record_id=str(search.pk), verb="breach_lifted").exists()


def test_a_breach_that_was_answered_stays_one_for_the_supervisor_to_note(world, case):
    pol = world.user("POL")
    with world.as_("POL"):
        search = search_of(world, case, STATION)
        clocks.answer(Clock.objects.get(), by=pol, text="ฝนตกหนัก ถนนขาด")
        search.searched_at = STATION + timedelta(days=3)
        actions.save(search, by=pol)
        answered = Clock.objects.exclude(breach_reason="").get()
        assert answered.ended_at > answered.due_at
        assert Clock.objects.filter(ended_at=None).count() == 1


def test_a_breach_that_was_answered_stays_one_where_there_was_a_warrant_after_all(world, case):
    pol = world.user("POL")
    with world.as_("POL"):
        search = search_of(world, case, STATION)
        clocks.answer(Clock.objects.get(), by=pol, text="ฝนตกหนัก ถนนขาด")
        search.has_warrant, search.warrant_number = True, "ค.1/2569"
        actions.save(search, by=pol)
        answered = Clock.objects.get()
        assert answered.ended_at > answered.due_at
