"""The eight faults that record systems of this kind have had, each tried at every secondary path that there is here.

The intruder is no outsider: an officer of the same role in another unit, with a case of her own, so that every check of the
class lets her pass. Each refusal has its control beside it: whoever holds the record gets through the same way.

| fault | secondary path | here | elsewhere |
|---|---|---|---|
| 1 class-level check on a transition | form and POST of a page, API, SQL | every record of the file | test_court_faults; access/test_matrix, test_pages, test_api |
| 2 flags or notes of any record | list, CSV, tab, history, API, clocks, notes of assignments, my work | alarms, notes, clocks | test_court_faults, _court_paths |
| 3 attachment without record check | page, content, reveal, history, API, upload to another's item, SQL | file of an item | cases/test_evidence_serving |
| 4 hand-over accepted without access | page, API, SQL; assignment and custody | both | test_court_faults: packets; access/test_promises, test_evidence_custody |
| 5 assign from a list | form, POST, API, SQL; link in a new record, link in a step | case and report | access/test_matrix: giving access |
| 6 search unfiltered | number, name, telephone, API filters, look-alikes, SQL | suspect and case | test_court_faults: panel; access/test_pages, test_reports |
| 7 expansion or include unchecked | tabs, expand, filters by link, children in the API, links page | case and person apart | api/test_reach, cases/test_links |
| 8 averages or counts of all rows | list counts, tabs, dashboard, indicators, queue, CSV | cases and clocks | reporting/test_cells, cases/test_intake_pages |
"""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from actip.accounts import person
from actip.records import actions, catalogue
from cases import lookalikes
from cases.models import Case, EvidenceFile
from tests.access.conftest import sql, tried
from tests.api.conftest import Caller, body_of
from tests.cases import files
from tests.cases.desk import store  # noqa: F401  files lie in a directory of the test's own
from tests.cases.far_file import NAME, PHONE, File
from tests.factories import build, make

pytestmark = pytest.mark.django_db
# A step of each record of the file, and what it needs.
STEPS = {
    "reports": ("triage", {"danger": "concern", "duplicates": "none_found"}),
    "cases": ("inquire", {}),
    "suspects": ("arrest", {"arrested_at": "2026-01-06 20:00", "station_at": "2026-01-06 21:00", "arrest_warrant": "none"}),
    "case-charges": ("lay", {"laid_on": "2026-01-10"}),
    "searches": ("report", {"reported_on": "2026-01-09"}),
    "evidence": ("give_back", {"ended_on": "2026-02-01", "end_reference": "1/2569"}),
    "evidence-alarms": ("answer", {"answer": "ดูแล้ว"}),
}  # fmt: skip


@pytest.fixture
def file(world, store):  # noqa: F811
    return File(world)


# 1. A check of the class where one of the record is needed.


@pytest.mark.parametrize("slug", STEPS)
def test_1_a_step_asks_for_the_record_not_for_its_class(file, slug):
    step, facts = STEPS[slug]
    path, before = f"{slug}/{file.records[slug].pk}/moves/{step}/", file.state(slug)
    other = file.browser(file.intruder)
    assert (other.get(f"/{path}").status_code, other.post(f"/{path}", facts).status_code) == (404, 404)
    assert Caller(file.intruder).post(path, facts, If_Match="*").status == 404
    table = catalogue.get(slug).model._meta.db_table
    with person.as_user(file.intruder):
        assert not tried(f"UPDATE {table} SET version = version + 1 WHERE id = %s", [file.records[slug].pk])
    assert file.state(slug) == before
    answer = file.browser(file.holder).post(f"/{path}", facts)
    assert answer.status_code == 302, re.findall(r'<li><a href="#id_[^>]*>(.*?)<', answer.content.decode())
    assert file.state(slug) != before


# 2. A list of flags or notes that takes any record.


def test_2_flags_and_notes_are_those_of_records_within_reach(file):
    alarm = file.records["evidence-alarms"].pk
    with person.as_user(file.holder):
        note = actions.assign(
            file.case.matter, by=file.holder, agency=file.world.prosecutor, basis="case_team", note="CANARY-NOTE"
        )
    paths = [
        "/", "/clocks/", "/evidence-alarms/", "/evidence-alarms.csv", "/remands/", f"/evidence-alarms/{alarm}/",
        f"/evidence-alarms/{alarm}/history/", f"/evidence/{file.item.pk}/?tab=evidence-alarms", f"/cases/{file.case.pk}/?tab=timeline",
        f"/cases/{file.case.pk}/?tab=assignments", f"/cases/{file.case.pk}/history/", "/api/v1/evidence-alarms/", "/api/v1/clocks/",
        f"/api/v1/evidence-alarms/?evidence={file.item.pk}", f"/api/v1/assignments/?matter={file.case.pk}", f"/api/v1/assignments/{note.pk}/",
        f"/api/v1/clocks/?matter={file.case.pk}", f"/api/v1/cases/{file.case.pk}/history/",
    ]  # fmt: skip
    other, holder, found = file.browser(file.intruder), file.browser(file.holder), []
    for path in paths:
        assert not file.told(other.get(path).content.decode(), path), path
        found += file.told(holder.get(path).content.decode())
    assert {"CANARY-NOTE", str(alarm), file.number} <= set(found)


# 3. An attachment that is served without asking for its record.


def test_3_an_attachment_is_there_where_its_record_is(file):
    def sent():
        return {"label": "CANARY", "file": SimpleUploadedFile("report.pdf", files.pdf())}

    holder, other = file.browser(file.holder), file.browser(file.intruder)
    add = f"/evidence-files/new/?evidence={file.item.pk}"
    pk = holder.post(add, sent())["Location"].split("/")[2]
    ways = [f"/evidence-files/{pk}/{part}" for part in ("", "content/", "history/")]
    ways += [f"/api/v1/evidence-files/{pk}/{part}" for part in ("", "content/", "history/")]
    for way in ways:
        assert other.get(way).status_code == 404, way
        assert holder.get(way).status_code == 200, way
    assert other.post(f"/evidence-files/{pk}/reveal/", {"reason": "only looking"}).status_code == 404
    assert other.post(add, sent()).status_code == 404
    caller = Caller(file.intruder)
    assert caller.get(f"evidence-files/{pk}/content/").status == 404
    body = sent() | {"evidence": str(file.item.pk)}
    assert caller.browser.post("/api/v1/evidence-files/", body, headers=caller.headers).status_code in (400, 403, 404)
    with person.as_user(file.intruder):
        assert not EvidenceFile.objects.exists()
    with person.as_user(file.holder):
        assert EvidenceFile.objects.count() == 1


# 4. A hand-over that somebody without access accepts.


def test_4_an_offer_is_accepted_by_whom_it_was_made_to(file):
    world, prosecutor = file.world, file.world.user("PRO")
    with person.as_user(file.holder):
        offer = actions.assign(
            file.case.matter, by=file.holder, agency=world.prosecutor, basis="referral", note="ส่งสำนวน"
        )
    path = f"assignments/{offer.pk}/moves/accept/"
    assert file.browser(file.intruder).post(f"/{path}").status_code in (403, 404)
    assert Caller(file.intruder).post(path, If_Match="*").status in (403, 404)
    with person.as_user(file.intruder):
        assert not tried("UPDATE access_assignment SET state = 'accepted' WHERE id = %s", [offer.pk])
    with person.as_user(file.holder):
        assert not tried("UPDATE access_assignment SET state = 'accepted' WHERE id = %s", [offer.pk])
    assert file.browser(prosecutor).post(f"/{path}").status_code == 302


def test_4_custody_is_taken_by_whoever_reaches_the_item(file):
    with person.as_user(file.holder):
        offer = make("custody-transfers", by=file.holder, evidence=file.item)
    path = f"custody-transfers/{offer.pk}/moves/take/"
    assert file.browser(file.intruder).post(f"/{path}").status_code == 404
    assert Caller(file.intruder).post(path, If_Match="*").status == 404
    with person.as_user(file.intruder):
        change = "UPDATE cases_custodytransfer SET status = 'taken', taken_by_id = %s, taken_at = now() WHERE id = %s"
        assert not tried(change, [file.intruder.pk, offer.pk])
    colleague = file.world.add_user("POL", "police", "colleague")
    assert file.browser(colleague).post(f"/{path}").status_code == 302


# 5. Giving or linking a case that is out of reach.


def test_5_nobody_gives_or_links_what_she_does_not_reach(file):
    case, agency = file.case.pk, file.world.police_two
    other, caller = file.browser(file.intruder), Caller(file.intruder)
    given = {"agency": agency.pk, "basis": "case_team"}
    assert (
        other.get(f"/cases/{case}/assign/").status_code
        == other.post(f"/cases/{case}/assign/", given).status_code
        == 404
    )
    asked = {"agency": agency.code, "basis": "case_team"}
    never = caller.post("assignments/", asked | {"matter": str(uuid.uuid4())})
    assert caller.post("assignments/", asked | {"matter": str(case)}).body == never.body
    with person.as_user(file.intruder):
        assert not tried(INSERT, [case, agency.pk, file.intruder.pk, agency.pk])
        mine = make("reports", by=file.intruder)
        mine = actions.move(mine, "triage", by=file.intruder, facts=STEPS["reports"][1])
    assert other.get(f"/suspects/new/?case={case}").status_code == 404
    assert other.post("/suspects/new/", body_of("suspects", case=str(case))).status_code in (404, 422)
    assert str(case) not in other.get("/suspects/new/").content.decode()
    assert other.post(f"/reports/{mine.pk}/moves/link/", {"linked_case": case}).status_code in (404, 422)
    assert caller.post(f"reports/{mine.pk}/moves/link/", {"linked_case": str(case)}, If_Match="*").status in (400, 404)
    with person.as_user(file.holder):
        assert file.case.matter.assignments.count() == 1
    assert file.browser(file.holder).post(f"/cases/{case}/assign/", given).status_code == 302
    assert other.get(f"/cases/{case}/").status_code == 200


INSERT = (
    "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, assigned_by_id,"
    " from_agency_id, version, created_at, updated_at)"
    " VALUES (gen_random_uuid(), %s, %s, 'case_team', 'accepted', false, now(), '', '', %s, %s, 1, now(), now())"
)


# 6. A search that is not filtered.


def test_6_search_finds_within_reach(file):
    other, holder = file.browser(file.intruder), file.browser(file.holder)
    suspect = str(file.records["suspects"].pk)
    for asked in (NAME, PHONE):
        assert not file.told(other.post("/search/", {"q": asked}).content.decode(), asked), asked
        assert suspect in holder.post("/search/", {"q": asked}).content.decode(), asked
    answers = [other.post("/search/", {"q": number}) for number in (file.number, "C69-0000-0000")]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = [re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers]
    assert told[0].replace(file.number, "X") == told[1].replace("C69-0000-0000", "X")
    assert holder.post("/search/", {"q": file.number}).status_code == 302
    for way in (
        f"suspects/?case={file.case.pk}",
        "suspects/?sex=male",
        "cases/?exploitation=forced_labour&province=TH-10",
    ):
        assert not file.told(Caller(file.intruder).get(way).text if way else "", way), way
    for who, expected in ((file.intruder, 0), (file.holder, 1)):
        with person.as_user(who):
            typed = build("suspect-identities", full_name=NAME, phone=PHONE)
            assert len(list(lookalikes.same_identity(typed))) == expected


# 7. An expansion that shows what the list would not.


def test_7_expansion_shows_what_is_within_reach(file):
    """The province is given the person and not her case: nothing of the case comes along with her."""
    world, pmj = file.world, file.world.user("PMJ")
    victim = file.records["people"]
    with person.as_user(file.holder):
        actions.assign(victim.matter, by=file.holder, agency=world.province, basis="protection")
    ways = [f"/people/{victim.pk}/", f"/people/{victim.pk}/?tab=timeline", f"/people/{victim.pk}/history/", "/people/"]
    api = [
        f"people/{victim.pk}/",
        f"people/{victim.pk}/?expand=case",
        f"people/{victim.pk}/?include=case,report",
        "people/?expand=case",
    ]
    client, caller, theirs = file.browser(pmj), Caller(pmj), [str(file.case.pk), file.number]
    for way in ways:
        page = client.get(way).content.decode()
        assert not [word for word in theirs if word in page], way
    for way in api:
        assert not [word for word in theirs if word in caller.get(way).text], way
    assert caller.get(f"people/{victim.pk}/").body["case"] is None
    assert Caller(file.holder).get(f"people/{victim.pk}/").body["case"] == str(file.case.pk)
    assert file.number in file.browser(file.holder).get(f"/people/{victim.pk}/").content.decode()
    others = Caller(file.intruder)
    for way in (
        f"cases/{file.case.pk}/?expand=people,suspects",
        f"cases/{file.own.pk}/?expand=people",
        f"cases/?report={file.records['reports'].pk}",
    ):
        assert not file.told(others.get(way).text, way), way
    assert file.browser(file.intruder).get(f"/cases/{file.case.pk}/links/").status_code == 404


# 8. Averages and counts over rows that are out of reach.


def test_8_counts_are_of_rows_within_reach(file):
    year = timezone.localdate().year
    callers = Caller(file.intruder), Caller(file.holder)
    for slug in ("cases", "suspects", "evidence", "evidence-alarms", "case-charges"):
        mine, theirs = (caller.get(f"{slug}/").body["count"] for caller in callers)
        assert (mine, theirs) == (1 if slug == "cases" else 0, 1), slug
    lines = [caller.get("cases/", Accept="text/csv").text.count("\n") for caller in callers]
    assert lines == [2, 2]
    before = everything_counted(file, year)
    with person.as_user(file.holder):
        case = make("cases", by=file.holder)
        make("people", by=file.holder, case=case)
        make("reports", by=file.holder)
    after = everything_counted(file, year)
    assert after["intruder"] == before["intruder"]
    assert after["holder"] != before["holder"]


def everything_counted(file, year: int) -> dict:
    """All figures that the two are shown: indicators by page and API, the queue, counts of lists and what SQL counts."""
    found = {}
    for name, user in (("intruder", file.intruder), ("holder", file.holder)):
        caller = Caller(user, session=True)
        rows = [caller.get(f"{slug}/").body["count"] for slug in ("cases", "people", "reports")]
        with person.as_user(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*), avg(version) FROM cases_case")
            rows.append(cursor.fetchone())
            rows.append(
                [
                    Case.objects.count(),
                    sql("SELECT count(*) FROM records_clock"),
                    sql("SELECT count(*) FROM access_feed"),
                ]
            )
        rows += [caller.get(f"indicators/?year={year}").text]
        found[name] = rows
    return found
