"""Who finds what over the API: other agencies nothing, masked readers little, programs what they were given."""

import pytest

from actip.accounts import person
from actip.records import actions, catalogue
from tests.api.conftest import Caller, body_of
from tests.factories import make
from tests.factories.cases import TRIAGED, referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(world):
    """Slug -> a record of each type on the way of one victim."""
    hot, pol, pmj, shg = (world.user(role) for role in ("HOT", "POL", "PMJ", "SHG"))
    found = {}
    with person.as_user(hot):
        found["reports"] = make("reports", by=hot)
        referred(found["reports"], by=hot, to=world.police)
    with person.as_user(pol):
        found["assignments"] = found["reports"].matter.assignments.get(state="offered")
        actions.move(found["assignments"], "accept", by=pol)
        found["cases"] = make("cases", by=pol, report=found["reports"])
        found["suspects"] = make("suspects", by=pol, case=found["cases"])
        found["suspect-identities"] = make("suspect-identities", by=pol, suspect=found["suspects"])
        found["case-charges"] = make("case-charges", by=pol, case=found["cases"], suspect=found["suspects"])
        found["people"] = make("people", by=pol, case=found["cases"])
        found["identities"] = make("identities", by=pol, person=found["people"])
        actions.assign(found["people"].matter, by=pol, agency=world.province, basis="protection")
    with person.as_system("a shelter"):
        found["shelters"] = make("shelters", agency=world.shelter)
        found["shelter-addresses"] = make("shelter-addresses", shelter=found["shelters"])
    with person.as_user(pmj):
        found["identification-decisions"] = make("identification-decisions", by=pmj, person=found["people"])
        found["placements"] = make("placements", by=pmj, person=found["people"], shelter=found["shelters"])
    with person.as_user(shg):
        found["fund-payments"] = make("fund-payments", by=shg, person=found["people"])
    return found


PEOPLE = {
    "reports": "POL", "assignments": "POL", "cases": "POL", "suspects": "POL", "suspect-identities": "POL", "case-charges": "POL",
    "people": "PMJ", "identities": "PMJ", "identification-decisions": "PMJ", "placements": "PMJ", "fund-payments": "SHG",
}  # fmt: skip
ELSEWHERE = {"POL": "police_two", "PMJ": "province_two", "SHG": "shelter_two"}


@pytest.mark.parametrize("slug", PEOPLE)
def test_another_agency_finds_nothing_by_any_way(world, caller, story, slug):
    role, record = PEOPLE[slug], story[slug]
    kind, path = catalogue.get(slug), f"{slug}/{record.pk}/"
    mine, other = caller(role), caller(user=world.add_user(role, ELSEWHERE[role]))
    moves = [f"moves/{step.name}/" for step in kind.workflow.moves] if kind.workflow else []
    reveal = ["reveal/"] if kind.sealed else []

    assert mine.get(path).status == mine.get(f"{path}history/").status == 200
    assert mine.get(f"{slug}/").body["count"] >= 1
    assert (other.get(path).status, other.get(f"{path}history/").status) == (404, 404)
    assert other.get(f"{slug}/").body["results"] == []
    assert other.get(f"{slug}/").body["count"] == 0
    for way in moves + reveal:
        answer = other.post(f"{path}{way}", {"reason": "I am only looking"}, If_Match="*")
        assert answer.status in (403, 404), way
        assert str(record.pk) not in answer.body["detail"]
    if kind.fields and slug != "assignments":
        assert other.patch(path, {}, If_Match='"1"').status == 404
    guess = other.get(f"{slug}/00000000-0000-0000-0000-000000000000/")
    assert guess.body == other.get(path).body, "a record out of reach is one that never was"


def test_filters_links_and_files_tell_another_agency_nothing(story, stranger):
    case, person_ = story["cases"].pk, story["people"].pk

    assert stranger.get(f"suspects/?case={case}").body["results"] == []
    assert stranger.get(f"people/?case={case}&sex=female").body["count"] == 0
    assert stranger.get("cases/", Accept="text/csv").text.count("\n") == 1
    made = stranger.post("suspects/", body_of("suspects", case=str(case)))
    never = stranger.post("suspects/", body_of("suspects", case="00000000-0000-0000-0000-000000000000"))
    assert (made.status, made.body) == (400, never.body)
    given = stranger.post("assignments/", {"matter": str(person_), "agency": "police_two", "basis": "case_team"})
    assert (given.status, given.body["errors"][0]["attr"]) == (400, "matter")


def test_a_link_that_is_not_told_is_not_asked_for_either(story, world, caller):
    """Who had a report once and knows its id does not learn which case became of it."""
    court, report = world.user("CRT"), story["reports"].pk
    with person.as_user(world.user("POL")):
        actions.assign(story["cases"].matter, by=world.user("POL"), agency=court.agency, basis="case_team")

    assert caller("CRT").only("cases")["report"] is None
    assert caller("CRT").get(f"cases/?report={report}").body["count"] == 0
    assert caller("POL").get(f"cases/?report={report}").body["count"] == 1


def test_a_closed_kind_is_403_whether_or_not_the_record_exists(story, caller):
    hot = caller("HOT")

    answers = [
        hot.get(path).status
        for path in ("cases/", f"cases/{story['cases'].pk}/", "cases/00000000-0000-0000-0000-000000000000/")
    ]

    assert answers == [403, 403, 403]


def test_who_may_only_know_of_a_case_reads_none(story, caller):
    assert caller("SHG").get("cases/").status == 403


def test_a_masked_reader_sees_the_masked_fields_and_filters_by_no_other(story, caller):
    approver, kind = caller("FAP"), catalogue.get("placements")

    stay = approver.only("placements")

    assert set(stay) - {"id", "version", "sealed", "moves", "links"} == set(kind.masked)
    assert approver.get("placements/?status=offered").body["count"] == 1
    assert approver.get(f"placements/?shelter={story['shelters'].pk}").status == 400


def test_addresses_of_shelters_never_leave_by_the_api(story, caller):
    shelter = caller("SHG")

    listed = shelter.only("shelter-addresses")
    opened = shelter.post(f"shelter-addresses/{listed['id']}/reveal/", {"reason": "To send a car there"})

    assert (listed["address"], listed["phone"], listed["directions"]) == (None, None, None)
    assert (opened.status, opened.body["code"]) == (403, "permission_denied")
    assert shelter.post("shelter-addresses/", {"address": "x"}).status == 405
    assert shelter.get("shelter-addresses/", Accept="text/csv").status == 403
    assert "ถนนลับ" not in opened.text + shelter.get("shelter-addresses/").text


def test_a_program_reaches_the_record_types_that_it_was_given(world, story):
    narrow = Caller(world.user("POL"), record_types=["cases"])

    assert narrow.get("cases/").status == 200
    assert "people" not in narrow.get("cases/").body["results"][0]
    assert "people" not in narrow.only("cases")["links"]
    for path in ("people/", f"people/{story['people'].pk}/", "reports/"):
        assert narrow.get(path).status == 403


@pytest.mark.parametrize(("record_types", "status"), [(["*"], 403), (["identities"], 200)])
def test_a_program_reveals_identities_only_if_they_were_given_by_name(world, story, record_types, status):
    program = Caller(world.user("PMJ"), record_types=record_types)

    answer = program.post(f"identities/{story['identities'].pk}/reveal/", {"reason": "To prepare the interview"})

    assert answer.status == status


def test_a_reveal_needs_a_reason_and_is_in_the_trail(world, story, caller):
    program = caller("PMJ")
    path = f"identities/{story['identities'].pk}/"

    bare = program.post(f"{path}reveal/", {})
    told = program.post(f"{path}reveal/", {"reason": "To prepare the interview"})

    assert (bare.status, bare.body["errors"][0]["attr"]) == (400, "reason")
    assert told.body["revealed"]["document"] == "0012345678901"
    with person.as_system("a test"):
        from actip.audit.models import Event

        event = Event.objects.filter(verb="reveal").get()
    assert (event.purpose, event.user_id) == ("To prepare the interview", program.user.pk)


def test_opening_a_record_is_in_the_trail(story, police):
    from actip.audit.models import Event

    police.get(f"cases/{story['cases'].pk}/")

    with person.as_system("a test"):
        assert Event.objects.filter(verb="open", record_type="cases", record_id=str(story["cases"].pk)).count() == 1


def test_history_tells_steps_without_contents(story, police):
    found = police.get(f"reports/{story['reports'].pk}/history/").body["results"]

    assert found[-1]["verb"] == "create"
    assert {"verb", "at", "user", "agency", "role", "fields", "detail"} == set(found[0])
    assert any(each["detail"].get("move") == "link" for each in found)


def test_moves_are_those_that_would_work(story, caller, police):
    payer, shelter, approver = caller("PAY"), caller("SHG"), caller("FAP")

    assert [step["name"] for step in shelter.only("fund-payments")["moves"]] == ["check", "recommend"]
    assert [step["name"] for step in approver.only("fund-payments")["moves"]] == [
        "approve",
        "approve_first",
        "refuse",
    ]
    assert payer.get("fund-payments/").body["results"] == []
    refused = shelter.post(f"fund-payments/{story['fund-payments'].pk}/moves/approve/", {}, If_Match="*")
    assert refused.status == 403


def test_a_declined_offer_leaves_the_reach_of_who_declined(world, caller, story):
    hot, pol = caller("HOT"), caller("POL")
    report = hot.add("reports", **body_of("reports"))
    report = hot.move("reports", report, "triage", **TRIAGED)
    hot.move("reports", report, "refer", referred_to=world.police.pk)
    offer = pol.get("assignments/?state=offered").body["results"][0]

    declined = pol.move("assignments", offer, "decline", reason="Not in our area")

    assert declined["state"] == "declined"
    assert pol.get(f"reports/{report['id']}/").status == 404
