"""Breaking the glass: a reason, one hour, somebody told at once, a review; ended by the database, for one officer alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from actip.access.models import Assignment
from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from tests.access.conftest import ids, refuses, sql, tried
from tests.factories import make
from tests.victims.browsers import browsing
from victims import glass, tasks
from victims.models import BrokenGlass, HealthNote, ShelterAddress

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
WHY = "Escort to court at 9 tomorrow morning"
HOUR = timedelta(hours=1)


@pytest.fixture
def pol(world):
    return world.user("POL")


@pytest.fixture
def spv(world):
    return world.user("SPV")


def broken(story, by, second, slug="shelter-addresses", why=WHY):
    with person.as_user(by):
        return glass.smash(story.victim, slug, by=by, reason=why, second=second)


def written_back(found: BrokenGlass, by: timedelta) -> None:
    """As if it had been opened earlier: no test waits for an hour."""
    with person.as_system("a test writes times"):
        BrokenGlass.objects.filter(pk=found.pk).update(
            broken_at=found.broken_at - by, until=found.until - by, review_by=found.review_by - by
        )


def test_an_officer_who_breaks_the_glass_reads_the_address_for_one_hour(story, pol, spv):
    with person.as_user(pol):
        assert not ShelterAddress.objects.exists()
    found = broken(story, pol, spv)
    with person.as_user(pol):
        (place,) = ShelterAddress.objects.all()
        assert place.shelter == story.shelter
        assert glass.look(found, place)["address"] == "99/9 ถนนลับ"
    assert found.until - found.broken_at == HOUR
    written_back(found, HOUR - timedelta(minutes=10))
    with person.as_user(pol):
        assert ShelterAddress.objects.exists()
    written_back(found, HOUR + timedelta(seconds=1))
    with person.as_user(pol):
        assert not ShelterAddress.objects.exists()


def test_it_opens_one_person_to_one_officer_and_no_colleague(world, story, pol, spv):
    broken(story, pol, spv)
    for other in (world.add_user("POL", "police", "pol-two"), spv, world.user("PRO"), world.user("LAB")):
        with person.as_user(other):
            assert not ShelterAddress.objects.exists(), other
    with person.as_user(pol):
        assert set(ShelterAddress.objects.values_list("shelter", flat=True)) == {story.shelter.pk}


def test_a_prosecutor_reads_health_notes_for_an_hour_and_no_address(world, story):
    pro, second = world.user("PRO"), world.add_user("PRO", "prosecutor", "pro-two")
    with person.as_system("assigned"):
        Assignment.objects.create(matter=story.victim.matter, agency=world.prosecutor, basis="case_team")
    with person.as_user(world.user("SHG")):
        make("health-notes", by=world.user("SHG"), person=story.victim)
    with person.as_user(pro):
        assert not HealthNote.objects.exists()
        with pytest.raises(actions.Refused):
            glass.smash(story.victim, "shelter-addresses", by=pro, reason=WHY, second=second)
    found = broken(story, pro, second, "health-notes")
    with person.as_user(pro):
        assert HealthNote.objects.count() == 1
        assert not ShelterAddress.objects.exists()
        assert refuses("UPDATE victims_healthnote SET kind = 'other'"), "she reads; she does not write"
    written_back(found, HOUR)
    with person.as_user(pro):
        assert not HealthNote.objects.exists()
    written_back(found, -2 * HOUR)
    with person.as_user(pro):
        assert not HealthNote.objects.exists(), "nor before it was broken"


@pytest.mark.parametrize("role", ["SPV", "LAB", "IMM", "MDT", "FND", "AUD", "ADM", "HOT"])
def test_a_role_without_the_letter_breaks_nothing(world, story, role):
    user = world.user(role)
    with person.as_system("assigned"):
        Assignment.objects.create(matter=story.victim.matter, agency=user.agency, officer=user, basis="case_team")
    second = world.add_user("POL", "police", "pol-two")
    with person.as_user(user):
        for slug in glass.BEHIND:
            with pytest.raises(actions.Refused):
                glass.smash(story.victim, slug, by=user, reason=WHY, second=second)
        assert refuses(*_row(story, user, second))


def test_an_officer_of_another_unit_breaks_nothing(world, story, spv):
    stranger = world.add_user("POL", "police_two")
    second = world.add_user("POL", "police_two", "stranger-two")
    with person.as_user(stranger):
        with pytest.raises(actions.OutOfReach):
            glass.smash(story.victim, "shelter-addresses", by=stranger, reason=WHY, second=second)
        assert refuses(*_row(story, stranger, second))
        assert not ShelterAddress.objects.exists()


def _row(story, by, second, **other):
    values = {
        "matter_id": story.victim.matter_id, "code": "LOC", "reason": WHY, "broken_by_id": by.pk,
        "agency_id": by.agency_id, "second_id": second.pk, "finding": "", "review": "",
    } | other  # fmt: skip
    names = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    return f"INSERT INTO victims_brokenglass (id, {names}) VALUES (gen_random_uuid(), {places})", list(values.values())


def test_sql_cannot_forge_an_hour(world, story, pol, spv):
    colleague, far = world.add_user("POL", "police", "pol-two"), timezone.now() + timedelta(days=30)
    with person.as_user(pol):
        assert tried(*_row(story, pol, spv))
        assert refuses(*_row(story, colleague, spv)), "in another's name"
        assert refuses(*_row(story, pol, spv, agency_id=world.police_two.pk))
        assert refuses(*_row(story, pol, spv, code="MED")), "what the matrix does not keep behind glass"
        assert refuses(*_row(story, pol, spv, code="VID"))
        assert refuses(*_row(story, pol, spv, reviewed_at=far, reviewed_by_id=spv.pk, finding="justified", review="x"))
        sql(*_row(story, pol, spv, broken_at=far, until=far + HOUR, review_by=far))
        (kept,) = BrokenGlass.objects.all()
        assert kept.until < timezone.now() + HOUR + timedelta(minutes=1), "times are the database's"
        assert kept.review_by < far
    with person.as_system("no officer"):
        times = {"broken_at": far, "until": far, "review_by": far}
        assert refuses(*_row(story, pol, spv, **times)), "an opening is an officer's, and no import's"


def test_nobody_makes_the_hour_longer_or_undoes_that_it_was(story, pol, spv):
    broken(story, pol, spv)
    later = "UPDATE victims_brokenglass SET until = until + interval '1 day'"
    for user in (pol, spv):
        with person.as_user(user):
            assert refuses(later)
            assert refuses("UPDATE victims_brokenglass SET reason = 'something else entirely, and long'")
            assert refuses("DELETE FROM victims_brokenglass")
    with person.as_user(spv):
        assert tried(
            "UPDATE victims_brokenglass SET reviewed_by_id = %s, finding = 'justified', review = 'seen'", [spv.pk]
        )


def test_it_needs_an_emergency_in_words_and_somebody_else_of_the_agency(world, story, pol, spv):
    with person.as_user(pol):
        for reason, second in (("court", spv), (WHY, pol), (WHY, world.user("PRO")), (WHY, None)):
            with pytest.raises(ValidationError):
                glass.smash(story.victim, "shelter-addresses", by=pol, reason=reason, second=second)
        assert not BrokenGlass.objects.exists()
    with person.as_system("somebody who has left"):
        gone = world.add_user("POL", "police", "gone")
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with person.as_user(pol), pytest.raises(ValidationError):
        glass.smash(story.victim, "shelter-addresses", by=pol, reason=WHY, second=gone)


def test_the_review_is_the_supervisors_and_never_the_officers_own(world, story, pol, spv):
    colleague = world.add_user("POL", "police", "pol-two")
    found = broken(story, pol, colleague)
    for user in (pol, colleague, world.user("DAT")):
        with person.as_user(user):
            assert not glass.may_review(user, found)
            with pytest.raises(actions.OutOfReach):
                glass.review(found, by=user, finding="justified", text="all well")
    with person.as_user(spv):
        glass.review(found, by=spv, finding="not_justified", text="The escort was on another day.")
        with pytest.raises(actions.OutOfReach):
            glass.review(found, by=spv, finding="justified", text="second thoughts")


def test_an_opening_is_seen_in_its_agency_by_who_made_it_was_told_or_oversees(world, story, pol, spv):
    told, untold = (world.add_user("POL", "police", name) for name in ("told", "untold"))
    found = broken(story, pol, told)
    review = (
        "UPDATE victims_brokenglass SET reviewed_by_id = actip.me_user(), finding = 'justified', review = 'all well'"
    )
    for user in (pol, told, spv, world.user("AUD")):
        with person.as_user(user):
            assert BrokenGlass.objects.get() == found, user
    for user in (untold, world.user("DAT"), world.add_user("SPV", "police_two")):  # the last two oversee elsewhere
        with person.as_user(user):
            assert not BrokenGlass.objects.exists(), user
            sql(review)  # of no row, and so without a word
    with person.as_user(spv):
        assert BrokenGlass.objects.get().reviewed_at is None


def test_where_an_agency_has_no_supervisor_whoever_was_told_reviews(world, story):
    pro, second = world.user("PRO"), world.add_user("PRO", "prosecutor", "pro-two")
    with person.as_system("assigned"):
        Assignment.objects.create(matter=story.victim.matter, agency=world.prosecutor, basis="case_team")
    found = broken(story, pro, second, "health-notes")
    with person.as_user(pro), pytest.raises(actions.OutOfReach):
        glass.review(found, by=pro, finding="justified", text="my own")
    with person.as_user(second):
        assert glass.may_review(second, found)
        glass.review(found, by=second, finding="justified", text="The hearing was that day.")


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ((2026, 3, 2, 3), "2026-03-05"),  # Monday
        ((2026, 3, 5, 3), "2026-03-10"),  # Thursday, over a weekend
        ((2026, 3, 6, 18), "2026-03-11"),  # Friday evening in UTC is Saturday in Bangkok
    ],
)
def test_review_is_due_in_three_working_days(db, opened, due):
    [(at,)] = sql("SELECT actip.three_working_days(%s)", [datetime(*opened, tzinfo=UTC)])
    assert timezone.localtime(at).date().isoformat() == due


def test_the_opening_and_each_look_stand_in_the_trail_even_from_sql(world, story, pol, spv):
    with person.as_user(pol):
        sql(*_row(story, pol, spv))
        found = BrokenGlass.objects.get()
        glass.look(found, ShelterAddress.objects.get())
    with person.as_user(world.user("AUD")):
        verbs = set(Event.objects.filter(user_id=pol.pk).values_list("verb", "purpose"))
        assert {("break_glass", WHY), ("reveal", WHY)} <= verbs


def test_whoever_was_told_finds_it_at_once_and_the_supervisor_reviews_it_on_a_page(world, story, pol, spv):
    told = world.add_user("POL", "police", "pol-two")
    page = f"/people/{story.victim.pk}/glass/shelter-addresses/"
    with browsing(pol) as browser:
        assert "ถนนลับ" not in browser.get(page).content.decode()
        assert browser.client.post(page, {"reason": "short", "second": told.pk}).status_code == 422
        assert browser.client.post(page, {"reason": WHY, "second": told.pk}).status_code == 302
        shown = browser.get(page)
        assert shown["Cache-Control"] == "no-store"
        assert "ถนนลับ" not in shown.content.decode(), "one look, one press"
        with person.as_user(pol):
            (row,) = ids("SELECT id FROM victims_shelteraddress")
        assert "99/9 ถนนลับ" in browser.client.post(page, {"row": row}).content.decode()
        assert "Opened in an emergency" in browser.get(f"/people/{story.victim.pk}/").content.decode()
        for user in (told, spv):
            with browsing(user) as other:
                work = other.get("/").content.decode()
                assert WHY in work, user
                assert "ถนนลับ" not in work
        with browsing(spv) as other:
            with person.as_user(spv):
                review = f"/glass/{BrokenGlass.objects.get().pk}/"
            assert WHY in other.get("/glass/").content.decode()
            assert other.client.post(review, {"finding": "justified", "review": "Seen the order."}).status_code == 302
            assert "Seen the order." in other.get(review).content.decode()
            assert WHY not in other.get("/").content.decode()
        with browsing(world.add_user("SPV", "police_two")) as other:
            assert other.get(review).status_code == 404
            assert WHY not in other.get("/glass/").content.decode()


def test_whoever_was_told_is_sent_a_mail_at_once_that_names_nobody(world, story, pol, spv):
    with person.as_system("an address"):
        type(spv).objects.filter(pk=spv.pk).update(email="spv@example.go.th")
    broken(story, pol, spv)
    asked = DBTaskResult.objects.get(task_path=tasks.tell.module_path)
    assert asked.args_kwargs["args"] == [spv.pk]
    assert tasks.tell.call(spv.pk) is True
    (sent,) = mail.outbox
    assert sent.to == ["spv@example.go.th"]
    with person.as_system("look"):
        number = story.victim.number
    for secret in (WHY, number, str(story.victim.pk), "ถนนลับ", str(pol), "Ma Aye"):
        assert secret not in sent.body + sent.subject, secret
    assert tasks.tell.call(pol.pk) is False, "who has no address is told on top of her work alone"


def test_no_program_breaks_the_glass(world, story, pol, spv):
    broken(story, pol, spv)
    with browsing(pol) as browser:
        assert browser.get("/api/v1/shelter-addresses/").status_code in (403, 404)
        assert browser.get("/shelter-addresses/").status_code in (403, 404)
        assert browser.get("/shelter-addresses.csv").status_code in (403, 404)
