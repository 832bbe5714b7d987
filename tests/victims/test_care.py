"""Care is for care staff: health notes, child files, work that is never a condition of help. Rules 3 and 4 of the matrix."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.access.models import Assignment
from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, catalogue
from tests.access.conftest import refuses, sql
from tests.access.story import Story
from tests.factories import make
from tests.victims.browsers import browsing
from victims.models import ChildFile, HealthNote, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
TIER_4 = ("needs-assessments", "care-plans", "services", "incidents", "health-notes", "child-files", "jobs")


@pytest.fixture
def story(world):
    return Story(world)


@pytest.fixture
def shg(world):
    return world.user("SHG")


def assigned(world, matter, role: str):
    """A user of the role, assigned to the matter herself."""
    user = world.user(role)
    with person.as_system("assigned"):
        Assignment.objects.create(matter=matter, agency=user.agency, officer=user, basis="case_team")
    return user


# 4. Medical and psychological notes.


def test_a_health_note_is_written_and_read_by_care_staff_alone(world, story, shg):
    with person.as_user(shg):
        note = make("health-notes", by=shg, person=story.victim, kind="psychology", is_attached=False, attached_on=None)
        assert actions.reveal(note, by=shg, reason="Session tomorrow") == {"text": "แพทย์รับรองการบาดเจ็บที่แขนซ้าย"}
    with world.as_("PMJ"):
        assert HealthNote.objects.count() == 1
    for role in ("POL", "PRO", "MDT", "WPO", "FND", "IMM", "MFA", "SPV", "CRT"):
        with person.as_user(assigned(world, story.victim.matter, role)):
            assert not HealthNote.objects.exists(), role
    with person.as_user(world.add_user("SHG", "shelter_two")):
        assert not HealthNote.objects.exists()


def test_state_compensation_officers_see_the_certificate_attached_and_no_other_note(world, story, shg):
    rlp = assigned(world, story.victim.matter, "RLP")
    with person.as_user(shg):
        attached = make("health-notes", by=shg, person=story.victim)
        kept = make("health-notes", by=shg, person=story.victim, is_attached=False, attached_on=None)
    with person.as_user(rlp):
        assert list(HealthNote.objects.values_list("pk", flat=True)) == [attached.pk]
        assert actions.reveal(attached, by=rlp, reason="Application 12")["text"]
        assert sql("SELECT count(*) FROM victims_healthnote") == [(1,)]
        assert refuses("UPDATE victims_healthnote SET is_attached = true WHERE id = %s", [kept.pk])
    with browsing(rlp) as browser:
        assert browser.get(f"/health-notes/{attached.pk}/").status_code == 200
        assert browser.get(f"/health-notes/{kept.pk}/").status_code == 404
        assert browser.get(f"/health-notes/{kept.pk}/history/").status_code == 404
    with person.as_user(shg):
        assert HealthNote.objects.count() == 2


def test_only_a_certificate_is_attached(world, story, shg):
    with person.as_user(shg), pytest.raises(ValidationError, match="certificate"):
        make("health-notes", by=shg, person=story.victim, kind="psychology")


def test_reading_a_note_leaves_who_when_and_why(world, story, shg):
    with person.as_user(shg):
        note = make("health-notes", by=shg, person=story.victim)
        with pytest.raises(ValidationError):
            actions.reveal(note, by=shg, reason="")
        actions.reveal(note, by=shg, reason="Session tomorrow")
    with world.as_("AUD"):
        look = Event.objects.get(verb="reveal", record_id=note.pk)
    assert (look.record_type, look.user_id, look.purpose) == ("health-notes", shg.pk, "Session tomorrow")


@pytest.mark.parametrize("slug", TIER_4)
def test_words_of_tier_4_are_in_no_list_search_file_or_api_answer(world, story, shg, slug):
    kind = catalogue.get(slug)
    assert kind.sealed
    assert not set(kind.sealed) & {*kind.columns, *kind.filters}
    assert not hasattr(kind.model, "search_keys")
    secret = "ความลับที่ไม่ควรเห็น"
    with person.as_user(shg):
        victim = make_child(world, shg) if slug == "child-files" else story.victim
        parent = {"plan": make("care-plans", by=shg, person=victim)} if slug == "services" else {"person": victim}
        record = make(slug, by=shg, **parent, **dict.fromkeys(kind.sealed, secret))
    with browsing(shg) as browser:
        listed = browser.get(f"/{slug}/").content.decode()
        page = browser.get(f"/{slug}/{record.pk}/").content.decode()
        assert browser.get(f"/{slug}.csv").status_code == 403
        api = (
            browser.api("GET", f"{slug}/").content.decode()
            + browser.api("GET", f"{slug}/{record.pk}/").content.decode()
        )
        shown = browser.client.post(f"/{slug}/{record.pk}/reveal/", {"reason": "Needed now"}).content.decode()
    assert secret not in listed + page + api
    assert secret in shown


# 3. Children.


def make_child(world, by, **values):
    """A child met by the province and placed in the shelter of `by`."""
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        child = make("people", by=pmj, age_band="under_15", **values)
        actions.assign(child.matter, by=pmj, agency=world.shelter, basis="protection")
    return child


def test_a_child_file_is_of_a_child_at_first_contact(world, story, shg):
    child = make_child(world, shg)
    with person.as_user(shg):
        with pytest.raises(ValidationError, match="under 18"):
            make("child-files", by=shg, person=story.victim)
        file = make("child-files", by=shg, person=child)
        assert file.age_band == "under_15"
        with pytest.raises(IntegrityError, match="child_under_18"), transaction.atomic():
            sql(
                "INSERT INTO victims_childfile SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'person_id', %s,"
                " 'matter_id', %s, 'age_band', '15_17'))).* FROM victims_childfile f",
                [str(story.victim.pk), str(story.victim.pk)],
            )


def test_somebody_found_to_be_a_child_has_a_file_of_the_age_known_now(world, story, shg):
    grown = make_child(world, shg, corrected_age_band="18_24", corrected_age_basis="document")
    found = make_child(world, shg, corrected_age_band="15_17", corrected_age_basis="document")
    with person.as_user(shg):
        with pytest.raises(ValidationError, match="under 18"):
            make("child-files", by=shg, person=grown)
        file = make("child-files", by=shg, person=found)
        assert file.age_band == "15_17"
    with person.as_user(world.user("PMJ")):
        found.corrected_age_band = "25_over"
        actions.save(found, by=world.user("PMJ"))
    with person.as_user(shg):
        file.refresh_from_db()
        file.risk = "high"
        assert actions.save(file, by=shg).age_band == "15_17", "what was written of her as a child is kept as it was"


def test_whoever_is_not_cleared_for_children_finds_no_file_though_assigned(world, shg):
    child = make_child(world, shg)
    with person.as_user(shg):
        file = make("child-files", by=shg, person=child)
    with person.as_system("not cleared"):
        newcomer = world.add_user("SHG", "shelter", "newcomer")
        newcomer.is_child_cleared = False
        newcomer.save(update_fields=["is_child_cleared"])

    with person.as_user(newcomer):
        assert sql("SELECT count(*) FROM victims_person WHERE id = %s", [child.pk]) == [(1,)]
        assert sql("SELECT count(*) FROM victims_childfile") == [(0,)]
        with pytest.raises(actions.Refused):
            make("child-files", by=newcomer, person=child)
        told = {slug for (slug,) in sql("SELECT record_type FROM actip.matter_history(%s, 50)", [child.pk])}
        assert ("people" in told, "child-files" in told) == (True, False)
        assert sql("SELECT count(*) FROM actip.history('child-files', %s)", [str(file.pk)]) == [(0,)]
        assert sql("SELECT actip.existence(%s, '{child-files}')", [child.pk]) == [([],)]
    with browsing(newcomer) as browser:
        assert f"/child-files/{file.pk}/" not in browser.get(f"/people/{child.pk}/?tab=timeline").content.decode()
        assert browser.get(f"/people/{child.pk}/").status_code == 200
        for path in (f"/child-files/{file.pk}/", f"/child-files/{file.pk}/history/", "/child-files/"):
            assert browser.get(path).status_code in (403, 404), path
    with person.as_user(shg):
        assert ChildFile.objects.filter(pk=file.pk).exists()
    with browsing(shg) as browser:
        assert f"/child-files/{file.pk}/" in browser.get(f"/people/{child.pk}/?tab=timeline").content.decode()


def test_others_see_the_child_as_a_code_with_an_age_band(world, shg):
    child = make_child(world, shg)
    with person.as_user(shg):
        file = make("child-files", by=shg, person=child, guardian="ลุงสมชาย 0811111111")
    for role in ("POL", "DSI", "MDT", "WPO", "RLP"):
        user = assigned(world, child.matter, role)
        with browsing(user) as browser:
            said = browser.api("GET", f"child-files/{file.pk}/").json()
            assert set(said) - {"id", "version", "sealed", "moves", "links"} == {"person"}, role  # tier 4: no more
            page = browser.get(f"/child-files/{file.pk}/").content.decode()
            assert "Under 15" in page
            assert "Medium" not in page
            assert browser.client.post(f"/child-files/{file.pk}/reveal/", {"reason": "Needed"}).status_code == 403
    for role in ("HOT", "LAB", "SPV", "FND", "AML"):
        with person.as_user(assigned(world, child.matter, role)):
            assert not ChildFile.objects.exists(), role
    for role in ("PRO", "TIC"):
        user = assigned(world, child.matter, role)
        with person.as_user(user):
            assert actions.reveal(ChildFile.objects.get(), by=user, reason="Hearing of the child")["guardian"], role


def test_nothing_of_a_child_can_hold_a_picture():
    for model in (ChildFile, HealthNote):
        kinds = {type(field).__name__ for field in model._meta.fields}
        assert not kinds & {"FileField", "ImageField", "BinaryField", "URLField"}


# Work is never a condition of help.


def test_nobody_works_without_consent_and_without_being_told(world, story, shg):
    consent = {"told_not_a_condition": True, "consented_on": date(2026, 1, 11), "consent_form": "thumbprint"}
    with person.as_user(shg):
        job = make("jobs", by=shg, person=story.victim)
        with pytest.raises(ValidationError):
            actions.move(job, "begin", by=shg, facts={"started_on": date(2026, 1, 12)})
        with pytest.raises(ValidationError, match="does not depend"):
            actions.move(job, "consent", by=shg, facts=consent | {"told_not_a_condition": False})
        assert refuses("UPDATE victims_job SET status = 'working' WHERE id = %s", [job.pk])
        with pytest.raises(IntegrityError, match="never_a_condition"), transaction.atomic():
            sql("UPDATE victims_job SET status = 'consented' WHERE id = %s", [job.pk])
        job = actions.move(job, "consent", by=shg, facts=consent)
        job = actions.move(job, "begin", by=shg, facts={"started_on": date(2026, 1, 12)})
        make("wage-deductions", by=shg, job=job)
        job = actions.move(job, "end", by=shg, facts={"ended_on": date(2026, 3, 1), "end_reason": "own_wish"})
    assert job.status == "ended"


def test_work_that_she_does_not_want_ends_with_that(world, story, shg):
    with person.as_user(shg):
        job = actions.move(make("jobs", by=shg, person=story.victim), "refuse", by=shg)
        assert (job.status, Job.objects.count()) == ("refused", 1)


def test_a_deduction_is_explained_and_a_share_is_within_the_price(world, story, shg):
    with person.as_user(shg):
        job = make("jobs", by=shg, person=story.victim)
        with pytest.raises(ValidationError):
            make("wage-deductions", by=shg, job=job, explanation="")
        with pytest.raises(ValidationError, match="share"):
            make("product-sales", by=shg, person=story.victim, share=Decimal("901.00"))
        assert make("product-sales", by=shg, person=story.victim).pk
        assert make("savings", by=shg, person=story.victim).pk


def test_a_service_is_planned_and_delivered_by_somebody(world, story, shg):
    with person.as_user(shg):
        plan = make("care-plans", by=shg, person=story.victim)
        with pytest.raises(ValidationError, match="planned"):
            make("services", by=shg, plan=plan, planned_on=None)
        with pytest.raises(ValidationError, match="who delivered"):
            make("services", by=shg, plan=plan, delivered_on=date(2026, 1, 12))
        done = make("services", by=shg, plan=plan, delivered_on=date(2026, 1, 12), delivered_by="hospital")
        assert done.matter_id == story.victim.pk
        with pytest.raises(ValidationError, match="serious"):
            make("incidents", by=shg, person=story.victim, is_serious=True)
        assert make("incidents", by=shg, person=story.victim, is_serious=True, told=["police"]).pk


def test_care_is_hidden_from_police_but_for_its_existence(world, story, shg):
    with person.as_user(shg):
        make("needs-assessments", by=shg, person=story.victim)
    with browsing(world.user("POL")) as browser:
        page = browser.get(f"/people/{story.victim.pk}/").content.decode()
        assert browser.get("/needs-assessments/").status_code == 403
    assert "not open to your role: needs assessments" in page


@pytest.mark.parametrize(
    "slug", ["placements", "beds", "child-files", "earlier-matters", "witness-programmes", "services"]
)
def test_an_empty_form_is_answered_in_words(world, story, slug):
    user = world.user("WPO" if slug == "witness-programmes" else "SHG")
    with browsing(user) as browser:
        assert browser.client.post(f"/{slug}/new/", {}).status_code == 422
        assert browser.api("POST", f"{slug}/", {}).status_code == 400
