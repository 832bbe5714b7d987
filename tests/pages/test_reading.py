"""Reading through pages: what is shown, to whom, and what the trail says of it."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from actip.audit.models import Event
from actip.records import finding
from actip.records.pages import audit_log, door
from tests.factories import make
from tests.pages.test_walk import links

pytestmark = pytest.mark.django_db
NAME = "Khaing"


def events(world, verb: str) -> list[Event]:
    with world.as_("AUD"):
        return list(Event.objects.filter(verb=verb).order_by("-id"))


def test_somebody_not_signed_in_is_sent_to_sign_in(client, world):
    for path in ("/", "/reports/", "/search/", "/reports.csv", "/people/new/"):
        assert client.get(path).url.startswith("/sign-in/")
    assert AnonymousUser().is_anonymous


def test_identity_is_dots_until_it_is_opened_with_a_reason(story, sign_in):
    client = sign_in("POL")
    url = f"/identities/{story.identity.pk}/"

    page = client.get(url)
    silent = client.post(f"{url}reveal/", {"reason": ""})
    opened = client.post(f"{url}reveal/", {"reason": "to call her before the interview"})
    afterwards = client.get(url)

    for answer in (page, silent, afterwards):
        assert NAME not in answer.content.decode()
    assert silent.status_code == 422
    assert "Ma Aye Aye Khaing" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    (event,) = events(story.world, "reveal")
    assert event.purpose == "to call her before the interview"


def test_no_title_address_or_link_holds_a_name(story, sign_in):
    client = sign_in("POL")

    for slug, record in story.records().items():
        for part in ("", "change/", "history/", "?tab=timeline", "?tab=identities"):
            page = client.get(f"/{slug}/{record.pk}/{part}")
            if page.status_code == 200:
                title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)[1]
                assert NAME not in title + " ".join(links(page))


def test_opening_a_record_is_in_the_trail_and_found_again(story, sign_in):
    client = sign_in("POL")

    client.get(f"/cases/{story.case.pk}/")

    assert [event.record_id for event in events(story.world, "open")] == [str(story.case.pk)]
    assert story.case.matter.number in str(client.get("/").context["recent"])
    assert not sign_in("PMJ").get("/").context["recent"]


def test_the_auditor_sees_who_opened_a_case_but_not_the_case(story, sign_in):
    sign_in("POL").get(f"/cases/{story.case.pk}/")
    client = sign_in("AUD")

    assert client.get(f"/cases/{story.case.pk}/").status_code == 403
    page = client.get(f"/cases/{story.case.pk}/history/")

    assert "Officer POL" in page.content.decode()
    assert "Who opened this" in page.content.decode()
    assert "Who opened this" not in sign_in("POL").get(f"/cases/{story.case.pk}/history/").content.decode()


def test_the_auditor_reads_the_log_from_her_first_page_and_finds_who_was_turned_away(story, sign_in):
    assert sign_in("POL").get("/audit-log/").status_code == 403
    sign_in("POL").get(f"/cases/{story.case.pk}/")
    client = sign_in("AUD")

    assert 'href="/audit-log/"' in client.get("/").content.decode()
    everything = client.get("/audit-log/").content.decode()
    turned_away = client.get("/audit-log/?only=refuse").content.decode()

    assert f"/cases/{story.case.pk}/history/" in everything
    assert story.case.matter.number not in everything
    assert "Officer POL" in turned_away
    assert f"/cases/{story.case.pk}/history/" not in turned_away
    assert events(story.world, "open")[0].record_type == "audit-log"


def test_a_page_of_the_log_ends_where_the_next_begins(story, sign_in, monkeypatch):
    monkeypatch.setattr(audit_log, "SHOWN", 2)
    client = sign_in("AUD")

    newest = client.get("/audit-log/")
    older = client.get(f"/audit-log/{newest.context['older']}")

    first, second = ([row["event"].id for row in page.context["rows"]] for page in (newest, older))
    assert (len(first), len(second)) == (2, 2)
    assert min(first) > max(second)
    assert client.get("/audit-log/?before=nonsense").status_code == 200
    assert not client.get("/audit-log/?before=1").context["rows"]


def test_a_number_leads_straight_to_its_record(story, sign_in):
    client = sign_in("POL")
    typed = story.case.matter.number.lower().replace("-", "").translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    assert client.post("/search/", {"q": typed}).url == f"/cases/{story.case.pk}/"
    assert client.get("/search/", {"q": story.case.matter.number}).url == f"/cases/{story.case.pk}/"


def test_a_number_out_of_reach_is_not_found(story, sign_in, world):
    client = sign_in(world.add_user("POL", "police_two"))

    page = client.post("/search/", {"q": story.case.matter.number})

    assert "Nothing found" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["Khaing", "khaing aye", "Kaing", "0012345678901", "0-0123-45678-90-1", "๐๐๑๒๓๔๕๖๗๘๙๐๑"]
)
def test_a_person_is_found_without_her_name_being_shown(story, sign_in, query):
    page = sign_in("POL").post("/search/", {"q": query})

    assert story.victim.matter.number in page.content.decode()
    assert "Ma Aye Aye" not in page.content.decode()


def test_a_search_says_when_only_the_nearest_are_shown(story, sign_in, monkeypatch):
    said = "Only the nearest are shown."
    assert said not in sign_in("POL").post("/search/", {"q": "Khaing"}).content.decode()

    monkeypatch.setattr(finding, "FEW", 1)
    assert said in sign_in("POL").post("/search/", {"q": "Khaing"}).content.decode()


def test_a_name_is_found_only_where_identity_may_be_read(story, sign_in, world):
    for role in ("FND", "MDT", "HOT"):
        assert story.victim.matter.number not in sign_in(role).post("/search/", {"q": "Khaing"}).content.decode()
    outsider = sign_in(world.add_user("POL", "police_two")).post("/search/", {"q": "Khaing"})
    assert story.victim.matter.number not in outsider.content.decode()


def test_a_name_in_an_address_is_not_searched(story, sign_in):
    assert sign_in("POL").get("/search/", {"q": "Khaing"}).url == "/search/"


def test_a_list_goes_forth_and_back_with_its_filters(world, sign_in):
    with world.as_("HOT"):
        for _ in range(53):
            make("reports", by=world.user("HOT"), province="TH-50")
        make("reports", by=world.user("HOT"), province="TH-10")
    client = sign_in("HOT")

    first = client.get("/reports/?province=TH-50")
    second = client.get(first.context["page"]["next"])
    back = client.get(second.context["page"]["previous"])

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 3)
    assert first.context["total"] == 53
    assert [row["url"] for row in back.context["rows"]] == [row["url"] for row in first.context["rows"]]
    assert "Chiang Mai" in str(first.context["chips"])


def test_filters_by_day_read_both_eras(world, sign_in):
    with world.as_("HOT"):
        make("reports", by=world.user("HOT"))
    client = sign_in("HOT")

    assert client.get("/reports/?received_at_from=1/1/2569").context["total"] == 1
    assert client.get("/reports/?received_at_to=1/1/2026&status=received").context["total"] == 0


def test_a_file_of_reports_cannot_run_formulas_and_is_audited(world, sign_in):
    with world.as_("HOT"):
        make("reports", by=world.user("HOT"), summary="secret story", external_id="=1+1")
    client = sign_in("HOT")

    answer = client.get("/reports.csv")

    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert "secret story" not in text
    assert not answer.streaming
    (event,) = events(world, "export")
    assert event.detail["rows"] == 1


def test_people_in_shelters_do_not_leave_in_a_file(story, sign_in):
    assert sign_in("SHG").get("/placements.csv").status_code == 403
    assert sign_in("SHG").get("/placements/").context["csv_url"] == ""


def test_shelter_addresses_are_opened_one_at_a_time(story, sign_in):
    client = sign_in("SHG")

    assert client.get("/shelter-addresses/").status_code == 403
    assert client.get(f"/shelter-addresses/{story.address.pk}/").status_code == 200
    assert sign_in("NGO").get(f"/shelter-addresses/{story.address.pk}/").status_code == 404


def test_who_sees_a_person_in_part_filters_by_no_more(story, sign_in):
    """A hidden field cannot be guessed by filtering on it."""
    client = sign_in("FAP")

    page = client.get("/people/?exploitation=forced_labour")

    assert 'name="exploitation"' not in page.context["panel"]
    assert 'name="exploitation"' in sign_in("POL").get("/people/").context["panel"]
    assert page.context["total"] == 1


def test_a_role_that_may_know_of_a_decision_is_told_that_there_is_one(story, sign_in):
    page = sign_in("SHG").get(f"/people/{story.victim.pk}/")

    assert page.context["exists"] == ["identification decisions"]
    assert sign_in("POL").get(f"/people/{story.victim.pk}/").context["exists"] == []


def test_a_report_is_read_without_the_case_that_it_was_linked_to(story, sign_in):
    """The operator who took it in reaches no cases: the link is left out, and her report opens all the same."""
    page = sign_in("HOT").get(f"/reports/{story.report.pk}/")

    assert page.status_code == 200
    assert story.case.matter.number not in page.content.decode()
    assert story.case.matter.number in sign_in("POL").get(f"/reports/{story.report.pk}/").content.decode()


def test_the_way_to_free_beds_is_shown_to_those_who_place_people(story, sign_in):
    for role, shown in (("SHG", True), ("PMJ", True), ("SPV", False), ("FAP", False)):
        page = sign_in(role).get(f"/shelters/{story.shelter.pk}/")
        assert ("/free-beds/" in page.content.decode().partition("<main")[2]) == shown, role


def test_a_page_is_the_same_in_thai(story, sign_in):
    client = sign_in("POL")
    client.cookies["django_language"] = "th"

    page = client.get(f"/cases/{story.case.pk}/").content.decode()

    assert 'lang="th"' in page
    assert "2569" in page


def test_when_the_trail_cannot_be_written_nothing_is_shown(story, sign_in, monkeypatch):
    from actip.audit.trail import NotAudited

    def refuse(kind, pk):
        raise NotAudited

    monkeypatch.setattr(door, "opened", refuse)

    answer = sign_in("POL").get(f"/cases/{story.case.pk}/")

    assert answer.status_code == 503
    assert story.case.matter.number not in answer.content.decode()


def test_a_database_that_is_away_is_said_in_words(story, sign_in, monkeypatch):
    from django.db import OperationalError

    from actip.records.pages import home

    def fail(*args):
        raise OperationalError

    monkeypatch.setattr(home, "_recent", fail)

    assert sign_in("POL").get("/").status_code == 503


@pytest.mark.parametrize("slug", ["reports", "cases", "people"])
def test_a_list_costs_the_same_queries_whatever_it_shows(world, sign_in, slug, django_assert_max_num_queries):
    user = world.user("POL")
    with world.as_("POL"):
        for _ in range(12):
            make(slug, by=user)
    client = sign_in("POL")
    client.get(f"/{slug}/")

    with django_assert_max_num_queries(24):
        client.get(f"/{slug}/")
