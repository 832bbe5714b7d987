"""Hearings, judgments and assets out of reach leave no trace on any way round: lists, counts, files, calendar, history, expansion."""

import re
import uuid
from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock
from cases.calendar import hearings
from cases.milestones import of_person
from tests.access.conftest import sql
from tests.factories import make
from tests.rows import copied

pytestmark = pytest.mark.django_db
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SLUGS = ("prosecutions", "court-cases", "hearings", "judgments", "appeals", "assets")


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


class Told:
    """A whole trial with a hearing tomorrow and an asset; who stands outside is of the same roles in other agencies."""

    def __init__(self, trial):
        self.trial, world = trial, trial.world
        court_case = trial.read()
        tomorrow = timezone.now() + timedelta(days=1)
        self.hearing = trial.make("CRT", "hearings", court_case=court_case, starts_at=tomorrow, room="ROOM-CANARY")
        appeal = trial.make("PRO", "appeals", court_case=court_case, judgment=trial.judgments[0])
        asset = trial.make("AML", "assets", case=trial.case, suspect=None, description="ASSET-CANARY")
        with person.as_user(world.user("PRO")):
            file = trial.case.prosecutions.get()
        self.records = {
            "prosecutions": file, "court-cases": court_case, "hearings": self.hearing, "judgments": trial.judgments[0],
            "appeals": appeal, "assets": asset,
        }  # fmt: skip
        self.canaries = [str(record.pk) for record in self.records.values()]
        self.canaries += [
            "ROOM-CANARY",
            "ASSET-CANARY",
            court_case.black_number,
            trial.number,
            str(trial.case.pk),
        ]
        self.outside = [
            world.add_user(role, "police_two", f"outside-{role}") for role in ("PRO", "CRT", "AML", "POL", "SPV")
        ]
        self.outside += [world.user(role) for role in ("DAT", "PMJ", "RLP", "LED")]


@pytest.fixture
def told(trial):
    return Told(trial)


def browser(user) -> Client:
    client = Client(headers={"Accept-Language": "en"}, raise_request_exception=True)
    client.force_login(user, backend="actip.accounts.authentication.Backend")
    return client


def paths(told) -> list[str]:
    """Every way round, for the one case and over all."""
    found = ["/hearing-calendar/", "/hearing-calendar/hearings.ics", "/", "/dashboard/"]
    for slug, record in told.records.items():
        found += [f"/{slug}/", f"/{slug}.csv", f"/{slug}/{record.pk}/", f"/{slug}/{record.pk}/history/"]
        found += [f"/api/v1/{slug}/", f"/api/v1/{slug}/{record.pk}/", f"/api/v1/{slug}/{record.pk}/history/"]
        found += [
            f"/api/v1/{slug}/?expand=case,court_case,suspect,matter",
            f"/api/v1/{slug}/?case={told.trial.case.pk}",
        ]
    case = told.trial.case.pk
    found += [f"/cases/{case}/?tab={slug}" for slug in SLUGS] + [
        f"/cases/{case}/?tab=timeline",
        f"/api/v1/cases/{case}/",
    ]
    return found


def test_who_is_outside_finds_nothing_by_any_way(told):
    for user in told.outside:
        client = browser(user)
        for path in paths(told):
            answer = client.get(path)
            text = answer.content.decode()
            asked = set(UUID.findall(path))  # what the address itself names may be named in the answer
            left = [canary for canary in told.canaries if canary in text and canary not in asked]
            assert not left, (user.username, path)
            if asked and "?case=" not in path:
                assert answer.status_code in (403, 404), (user.username, path)
            elif path.startswith("/api/v1/") and answer.status_code == 200:
                assert answer.json()["count"] == 0, (user.username, path)
    with person.as_user(told.outside[1]):
        assert list(hearings.upcoming()) == list(hearings.of_month(timezone.localdate().replace(day=1))) == []
        assert hearings.next_of_case(told.trial.case) is None
        assert not Clock.objects.exists()


def test_the_control_who_is_inside_finds_it_by_each_way(told):
    client = browser(told.trial.world.user("CRT"))
    court_case = told.records["court-cases"]
    for slug, record in told.records.items():
        assert str(record.pk) in client.get(f"/{slug}/").content.decode(), slug
        assert str(record.pk) in client.get(f"/api/v1/{slug}/").content.decode(), slug
        assert (
            client.get(f"/{slug}/{record.pk}/").status_code
            == client.get(f"/{slug}/{record.pk}/history/").status_code
            == 200
        )
    assert court_case.black_number in client.get("/court-cases.csv").content.decode()
    calendar = client.get("/hearing-calendar/").content.decode()
    assert "ROOM-CANARY" in calendar
    assert calendar.count(told.trial.number) >= 1
    with person.as_user(told.trial.world.user("CRT")):
        assert hearings.next_of_case(told.trial.case) == told.hearing


def test_the_file_for_a_calendar_says_when_and_where_and_not_who(told):
    answer = browser(told.trial.world.user("CRT")).get("/hearing-calendar/hearings.ics")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    assert [str(event["UID"]) for event in events] == [f"{told.hearing.pk}@actip"]
    assert {name for event in events for name in event} == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CLASS",
    }  # fmt: skip
    text = answer.content.decode()
    assert told.records["court-cases"].black_number not in text
    assert "สืบพยาน" not in text


def test_the_file_needs_a_session_and_a_role_that_reads_hearings(told):
    assert Client().get("/hearing-calendar/hearings.ics").status_code == 302
    for role in ("HOT", "NGO", "SHG", "LAB", "DSH", "AUD", "ADM"):
        client = browser(told.trial.world.user(role))
        assert client.get("/hearing-calendar/").status_code == 403, role
        assert client.get("/hearing-calendar/hearings.ics").status_code == 403, role


def test_an_odd_month_shows_this_one(told):
    client = browser(told.trial.world.user("CRT"))

    for month in ("2026-13", "x", "0001-01", "2569-12", "9999-12", "\x00"):
        assert client.get("/hearing-calendar/", {"month": month}).status_code == 200
    assert "กรกฎาคม" in client.get("/hearing-calendar/", {"month": "2026-07"}).content.decode()


# Milestones: an NGO or shelter sees how far its client's case is, and nothing else of it.


@pytest.fixture
def client_of_ngo(told):
    world = told.trial.world
    pol, pmj = world.user("POL"), world.user("PMJ")
    with person.as_user(pol):
        found = make("people", by=pol, case=told.trial.case)
        actions.assign(found.matter, by=pol, agency=world.province, basis="protection")
    with person.as_system("a home"):
        home = make("shelters", agency=world.ngo)
    with person.as_user(pmj):
        make("placements", by=pmj, person=found, shelter=home)
    return found


def milestones(user, of) -> dict:
    with person.as_user(user):
        return {str(one["label"]): one["day"] for one in of_person(of.pk, connection)}


def test_an_ngo_sees_milestones_of_its_client_and_not_the_file(told, client_of_ngo):
    world = told.trial.world
    ngo = world.user("NGO")
    expected = {"Indicted on", "Next hearing on", "Judgment read on"}

    assert set(milestones(ngo, client_of_ngo)) == expected
    page = browser(ngo).get(f"/people/{client_of_ngo.pk}/").content.decode()
    assert "คดีอาญา" in page
    assert not [canary for canary in told.canaries if canary in page]
    assert "พิพากษาลงโทษ" not in page
    with person.as_user(ngo), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.case_milestones(%s)", [client_of_ngo.pk])
        assert [column.name for column in cursor.description] == ["kind", "on_day"]
        for table in ("prosecution", "courtcase", "hearing", "judgment", "appeal", "asset", "case"):
            cursor.execute(f"SELECT count(*) FROM cases_{table}")
            assert cursor.fetchone()[0] == 0, table


def test_milestones_are_days_of_her_own_case_that_happened_or_are_still_to_come(told, client_of_ngo):
    """Not of a file that was not indicted, a hearing that was put off or is past, nor of the case of somebody else."""
    before = milestones(told.trial.world.user("NGO"), client_of_ngo)
    today = timezone.now()
    with person.as_user(told.trial.world.user("POL")):
        other = make("cases", by=told.trial.world.user("POL"))
    with person.as_system("an import"):
        file, court_case = told.records["prosecutions"], told.records["court-cases"]
        elsewhere, hearing = {"case_id": str(other.pk), "matter_id": str(other.pk)}, told.hearing
        early = dict.fromkeys(
            ("received_on", "further_inquiry_on", "decided_on", "reviewed_on", "sent_up_on"), str(file.received_on)
        )
        sql(*copied("cases_prosecution", file, **early, status="not_indicted"))
        sql(*copied("cases_hearing", hearing, status="cancelled", starts_at=today.isoformat()))
        sql(*copied("cases_hearing", hearing, starts_at=(today - timedelta(days=2)).isoformat()))
        key = str(uuid.uuid4())
        sql(
            *copied(
                "cases_courtcase",
                court_case,
                id=key,
                **elsewhere,
                prosecution_id=None,
                black_number="อ.9/2569",
                judgment_on="2099-01-01",
            )
        )
        sql(*copied("cases_hearing", hearing, court_case_id=key, matter_id=str(other.pk), starts_at=today.isoformat()))
        sql(*copied("cases_prosecution", file, **elsewhere, **early))

    assert len(before) == 3
    assert milestones(told.trial.world.user("NGO"), client_of_ngo) == before


def test_milestones_of_a_person_out_of_reach_or_for_a_role_without_them_are_none(told, client_of_ngo):
    world = told.trial.world
    shelter_elsewhere = world.user("SHG")
    labour = world.user("LAB")  # may be given the person, but nothing of the prosecution
    pol = world.user("POL")
    with person.as_user(pol):
        actions.assign(client_of_ngo.matter, by=pol, agency=world.labour, basis="case_team")
        alone = make("people", by=pol)

    assert milestones(shelter_elsewhere, client_of_ngo) == {}
    assert milestones(labour, client_of_ngo) == {}
    assert milestones(pol, alone) == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.case_milestones(%s)", [client_of_ngo.pk])
        assert cursor.fetchall() == []
