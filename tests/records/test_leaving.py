"""When an officer leaves: what she still holds is counted, handed on after a preview, and her account stays open until then."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.accounts.models import User
from actip.records import actions, clocks, leaving
from actip.records.models import Draft
from tests.factories import make
from tests.records.handover import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


class Office:
    """An officer with one case in her name, one that she leads, and a colleague."""

    def __init__(self, world):
        self.world, self.boss = world, world.user("SPV")
        self.officer, self.colleague = world.add_user("POL", "police", "goes"), world.add_user("POL", "police", "stays")
        with world.as_("POL"):
            self.case = make("cases", by=world.user("POL"))
            self.give(self.case, "case_team")

    def give(self, case, basis: str) -> Assignment:
        return actions.assign(
            case.matter,
            by=self.world.user("POL"),
            agency=self.world.police,
            officer=self.officer,
            basis=basis,
            note="ทำต่อ",
        )

    def led(self):
        """A case that she accepted to lead."""
        with self.world.as_("POL"):
            case = make("cases", by=self.world.user("POL"))
            offer = self.give(case, "referral")
        with person.as_user(self.officer):
            actions.move(offer, "accept", by=self.officer)
        return case

    def draft(self):
        with person.as_user(self.officer):
            Draft.objects.create(user=self.officer, form="reports/new/", content=b"x")

    def close(self):
        with self.world.as_("ADM"), transaction.atomic():
            User.objects.filter(pk=self.officer.pk).update(is_active=False)


@pytest.fixture
def office(world):
    return Office(world)


def owned(office, by: str):
    with office.world.as_(by):
        return leaving.counted(office.officer)


def test_an_account_stays_open_while_a_matter_is_in_its_name(office):
    with pytest.raises(IntegrityError, match="still holds 1 matters"):
        office.close()
    with person.as_user(office.boss):
        assert leaving.hand_on(office.officer, office.colleague, by=office.boss) == (1, 0)
    office.close()

    with person.as_system("look"):
        assert not User.objects.get(pk=office.officer.pk).is_active
        assert Assignment.objects.filter(officer=office.colleague, state="accepted", matter=office.case.matter).exists()


def test_not_even_the_owner_closes_it_by_sql(office):
    with office.world.as_("ADM"), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [office.officer.pk])
    with person.as_system("by the system"), pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=office.officer.pk).update(is_active=False)


def test_what_she_leads_stays_hers_until_the_colleague_accepts(office):
    case = office.led()
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)
    assert owned(office, "SPV")["matters"] == 1
    with person.as_user(office.colleague):
        offer = Assignment.objects.get(matter=case.matter, officer=office.colleague, state="offered")
        actions.move(offer, "accept", by=office.colleague)
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)

    assert owned(office, "SPV")["matters"] == 0
    with person.as_system("look"):
        assert Assignment.objects.get(matter=case.matter, is_lead=True).officer == office.colleague
    office.close()


def test_an_offer_to_her_is_made_to_the_colleague_instead(office, world):
    with world.as_("POL"):
        case = make("cases", by=world.user("POL"))
        office.give(case, "referral")
    assert owned(office, "SPV") | {"breaches": 0} == {"matters": 1, "offers": 1, "drafts": 0, "breaches": 0}
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)

    with person.as_system("look"):
        found = Assignment.objects.get(matter=case.matter, state="offered")
        assert (found.officer, found.note) == (office.colleague, "ทำต่อ")


def test_drafts_hold_an_account_open_and_can_only_be_thrown_away(office):
    office.draft()
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)
    with pytest.raises(IntegrityError, match="1 drafts"):
        office.close()
    with person.as_user(office.colleague), pytest.raises(actions.OutOfReach):
        leaving.discard_drafts(office.officer)
    with person.as_user(office.boss):
        assert leaving.discard_drafts(office.officer) == 1
    office.close()


def test_what_is_counted_and_thrown_away_is_hers_and_nobody_elses(office, world):
    """Not what her colleague holds, what has ended or run out, nor a limit that is kept, answered for or somebody else's."""
    now, pol = timezone.now(), world.user("POL")
    office.draft()
    with person.as_user(office.colleague):
        Draft.objects.create(user=office.colleague, form="reports/new/", content=b"x")
        make("evidence", by=office.colleague, case=make("cases", by=office.colleague))
    with world.as_("POL"):
        ended, over, kept, answered = (make("cases", by=pol) for _ in range(4))
        for one in (over, kept, answered):
            office.give(one, "case_team")
        actions.move(office.give(ended, "case_team"), "end", by=pol)
        for one, hours in ((office.case, 30), (kept, 1), (answered, 40), (ended, 50)):
            clock = clocks.start(one, "DL-01", now - timedelta(hours=hours))
            if one is answered:
                clocks.answer(clock, by=pol, text="The interpreter came late")
    with person.as_system("it ran out"):
        Assignment.objects.filter(matter=over.matter, officer=office.officer).update(
            starts_at=now - timedelta(days=2), until=now - timedelta(days=1)
        )

    assert owned(office, "SPV") == {"matters": 3, "offers": 0, "drafts": 1, "breaches": 1}
    with person.as_user(office.boss):
        assert [one["count"] for one in leaving.others(office.officer)] == [0]
        assert [one["count"] for one in leaving.others(office.colleague)] == [1]
        assert leaving.discard_drafts(office.officer) == 1
    with person.as_user(world.user("PRO")):
        assert [one["count"] for one in leaving.others(office.colleague)] == [0]
    with person.as_user(office.colleague):
        assert Draft.objects.filter(user=office.colleague).count() == 1


def test_drafts_are_thrown_away_on_the_page(office):
    office.draft()

    answer = browser(office.boss).post(f"/leaving/{office.officer.pk}/", {"do": "discard"})

    assert answer.status_code == 302
    assert owned(office, "SPV")["drafts"] == 0


def test_what_could_not_be_handed_on_is_counted_and_stays(office):
    with office.world.as_("ADM"):
        User.objects.filter(pk=office.colleague.pk).update(is_active=False)
    with person.as_user(office.boss):
        assert leaving.hand_on(office.officer, office.colleague, by=office.boss) == (0, 1)

    assert owned(office, "SPV")["matters"] == 1


def test_evidence_in_her_custody_holds_it_open(office):
    with person.as_user(office.officer):
        make("evidence", by=office.officer, case=office.case)
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)
        assert [one["count"] for one in leaving.others(office.officer)] == [1]

    with pytest.raises(IntegrityError, match="custodian of evidence"):
        office.close()


def test_counts_are_for_administrators_and_supervisors_of_her_agency(office, world):
    boss_elsewhere = world.add_user("SPV", "police_two")

    assert owned(office, "ADM")["matters"] == owned(office, "SPV")["matters"] == 1
    for user in (world.user("POL"), world.user("PRO"), boss_elsewhere):
        with person.as_user(user):
            assert leaving.counted(office.officer) is None
    for user, status in ((world.user("POL"), 403), (boss_elsewhere, 404), (office.boss, 200), (world.user("ADM"), 200)):
        assert browser(user).get(f"/leaving/{office.officer.pk}/").status_code == status, user
    assert browser(world.user("POL")).get("/leaving/").status_code == 403


def test_who_may_not_open_a_matter_reads_a_number_and_no_link(office, world):
    seen = browser(office.boss).get(f"/leaving/{office.officer.pk}/").content.decode()
    counted = browser(world.user("ADM")).get(f"/leaving/{office.officer.pk}/").content.decode()

    assert office.case.matter.number in seen
    assert office.case.matter.number not in counted
    assert str(office.case.pk) not in counted
    assert "1 more, not open to you" in counted


def test_the_page_previews_then_hands_on(office):
    client, path = browser(office.boss), f"/leaving/{office.officer.pk}/"

    assert client.post(path, {"do": "move"}).status_code == 422
    preview = client.post(path, {"do": "preview", "colleague": office.colleague.pk})
    assert preview.context["colleague"] == office.colleague
    assert owned(office, "SPV")["matters"] == 1
    assert client.post(path, {"do": "move", "colleague": office.colleague.pk}).status_code == 302
    assert owned(office, "SPV")["matters"] == 0


def test_a_colleague_of_another_agency_cannot_be_chosen(office, world):
    answer = browser(office.boss).post(
        f"/leaving/{office.officer.pk}/", {"do": "move", "colleague": world.user("DSI").pk}
    )

    assert answer.status_code == 422
    assert owned(office, "SPV")["matters"] == 1


def test_nothing_is_given_to_somebody_who_has_left(office, world):
    with person.as_user(office.boss):
        leaving.hand_on(office.officer, office.colleague, by=office.boss)
    office.close()
    with world.as_("POL"), pytest.raises(ValidationError):
        office.give(office.case, "case_team")


def test_a_stranger_hands_nothing_on(office, world):
    stranger = world.add_user("SPV", "police_two", "boss-elsewhere")
    with person.as_user(stranger):
        assert leaving.hand_on(office.officer, office.colleague, by=stranger) == (0, 0)
    with person.as_user(stranger), pytest.raises((ProgrammingError, actions.OutOfReach)):
        leaving.discard_drafts(office.officer)
    assert owned(office, "SPV")["matters"] == 1


def test_the_admin_says_why_an_account_cannot_be_closed(office, world):
    keeper = world.user("ADM")
    with person.as_system("staff"):
        User.objects.filter(pk=keeper.pk).update(is_staff=True)
    keeper.refresh_from_db()
    client, path = browser(keeper), f"/admin/accounts/user/{office.officer.pk}/change/"
    form = client.get(path).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields if name not in ("is_active", "password")}

    answer = client.post(path, values, follow=True)

    assert "still in this person" in answer.content.decode()
    with person.as_system("look"):
        assert User.objects.get(pk=office.officer.pk).is_active
