"""A case goes from the police to the prosecutor, to the court, and back: each time offered with a note, and by whoever answers for it."""

import pytest
from django.core.exceptions import ValidationError

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from actip.records.packets import making
from cases.models import Case
from tests.access.conftest import refuses, sql
from tests.factories import make
from tests.records.handover import NOTE, _settings, browser, offered  # noqa: F401  a fixture too

pytestmark = pytest.mark.django_db
INSERT = (
    "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, assigned_by_id,"
    " from_agency_id, version, created_at, updated_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, false, now(), 'x', '',"
    " actip.me_user(), actip.me_agency(), 1, now(), now())"
)


def step(world, role, given, name="accept", **facts):
    with world.as_(role):
        return actions.move(Assignment.objects.get(pk=given.pk), name, by=world.user(role), facts=facts)


def lead(case) -> str:
    with person.as_system("who leads"):
        return Assignment.objects.get(matter=case.matter, is_lead=True).agency.code


@pytest.fixture
def accepted(world, offer):
    """The case handed over to the prosecutor, who only reads it and answers for it now."""
    return step(world, "PRO", offer)


def test_the_prosecutor_hands_the_case_on_to_the_court_on_its_page(world, case, accepted):
    prosecutor, path = browser(world.user("PRO")), f"/cases/{case.pk}/assign/"
    form = prosecutor.get(path).context["form"]
    assert [code for code, _label in form.fields["basis"].choices] == ["referral"]
    assert {agency.kind for agency in form.fields["agency"].queryset} <= {"police", "dsi", "prosecutor", "court"}
    wanted = {"agency": str(world.court.pk), "basis": "referral", "note": ""}
    assert prosecutor.post(path, wanted).status_code == 422
    assert prosecutor.post(path, wanted | {"note": NOTE}).status_code == 302

    assert lead(case) == "prosecutor"  # responsibility stays until the court has accepted
    with world.as_("CRT"):
        given = Assignment.objects.get(state="offered")
    step(world, "CRT", given)
    assert lead(case) == "court"
    for role in ("POL", "PRO", "CRT"):
        with world.as_(role):
            assert Case.objects.filter(pk=case.pk).exists(), role
    assert prosecutor.get(path).status_code == 403  # she answers for it no more


def test_over_the_api_likewise_and_never_without_a_note(world, case, accepted, caller):
    wanted = {"matter": str(case.pk), "agency": "court", "basis": "referral"}
    assert caller("PRO").post("assignments/", wanted).status == 400
    made = caller("PRO").post("assignments/", wanted | {"note": NOTE})
    assert (made.status, made.body["state"]) == (201, "offered")
    caller("CRT").move("assignments", caller("CRT").get(f"assignments/{made.body['id']}/").body, "accept")
    assert lead(case) == "court"


def test_who_only_works_on_a_case_does_not_hand_it_on(world, case, caller):
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    wanted = {"matter": str(case.pk), "agency": "court", "basis": "referral", "note": NOTE}
    assert browser(world.user("PRO")).get(f"/cases/{case.pk}/assign/").status_code == 403
    assert caller("PRO").post("assignments/", wanted).status == 404
    with world.as_("PRO"):
        assert refuses(INSERT, [case.pk, world.court.pk, "referral", "offered"])


def test_whoever_it_was_handed_to_gives_no_other_access(world, case, accepted, caller):
    with world.as_("PRO"):
        for agency, basis, state in (
            (world.shelter, "referral", "offered"),
            (world.court, "case_team", "accepted"),
            (world.court, "oversight", "accepted"),
        ):
            assert refuses(INSERT, [case.pk, agency.pk, basis, state]), (agency, basis)
        assert not refuses(INSERT, [case.pk, world.court.pk, "referral", "offered"])  # the control
    wanted = {"matter": str(case.pk), "agency": "court", "basis": "case_team"}
    assert caller("PRO").post("assignments/", wanted).status == 404


def test_on_each_basis_a_person_goes_to_agencies_of_that_work_by_whoever_writes_it(world):
    """By SQL: a place to homes, money to the Fund; never by the bases of the machinery itself, nor to an agency that is closed."""
    with world.as_("POL"):
        make("cases", by=world.user("POL"))
        victim = make("people", by=world.user("POL"))
        actions.assign(victim.matter, by=world.user("POL"), agency=world.province, basis="protection")
    with person.as_system("closed"):
        sql("UPDATE accounts_agency SET is_active = false WHERE id = %s", [world.dsi.pk])
    ministry = {
        ("placement", "shelter"),
        ("placement", "ngo"),
        ("fund", "fund"),
        *((basis, to) for basis in ("case_team", "protection") for to in ("shelter", "ngo", "fund", "court")),
    }
    police = {one for one in ministry if one[0] not in ("placement", "fund")}
    for role, expected in (("PMJ", ministry), ("POL", police), ("DAT", set())):
        with world.as_(role):
            given = {
                (basis, to)
                for basis in ("placement", "fund", "archive", "opened", "case_team", "protection")
                for to in ("shelter", "ngo", "fund", "court", "dsi")
                if not refuses(INSERT, [victim.pk, getattr(world, to).pk, basis, "accepted"])
            }
        assert given == expected, role


def test_a_person_is_not_handed_on_by_whoever_only_reads(world):
    with world.as_("POL"):
        victim = make("people", by=world.user("POL"))
        given = actions.assign(
            victim.matter, by=world.user("POL"), agency=world.prosecutor, basis="referral", note=NOTE
        )
    step(world, "PRO", given)
    with world.as_("PRO"):
        assert refuses(INSERT, [victim.pk, world.court.pk, "referral", "offered"])


def test_an_offer_is_withdrawn_by_who_made_it_and_not_by_who_leads(world, case, accepted):
    with world.as_("PRO"):
        own = actions.assign(case.matter, by=world.user("PRO"), agency=world.court, basis="referral", note=NOTE)
    theirs = offered(world, case, world.dsi)
    with world.as_("PRO"):
        assert refuses("UPDATE access_assignment SET state = 'ended' WHERE id = %s", [theirs.pk])
        with pytest.raises(actions.OutOfReach):
            actions.move(theirs, "end", by=world.user("PRO"))
    page = browser(world.user("PRO"))
    assert f"/assignments/{own.pk}/moves/end/" in page.get(f"/assignments/{own.pk}/").content.decode()
    assert f"/assignments/{theirs.pk}/moves/end/" not in page.get(f"/assignments/{theirs.pk}/").content.decode()
    assert step(world, "PRO", own, "end").state == "ended"


def test_the_prosecutor_seals_a_packet_for_the_court(world, case, accepted):
    with world.as_("PRO"):
        own = actions.assign(case.matter, by=world.user("PRO"), agency=world.court, basis="referral", note=NOTE)
        assert making.roles(own) == ["CRT"]
    page = browser(world.user("PRO")).post(f"/cases/{case.pk}/packet/{own.pk}/", {"role": "CRT", "make": "yes"})
    assert page["Content-Type"] == "application/zip"
    step(world, "CRT", own)
    assert "Received" in browser(world.user("PRO")).get(f"/cases/{case.pk}/").content.decode()


# There and back


def test_the_case_goes_back_to_the_police_and_again_to_the_prosecutor(world, case, accepted):
    with world.as_("PRO"):
        back = actions.assign(case.matter, by=world.user("PRO"), agency=world.police, basis="referral", note="สอบเพิ่ม")
        assert back.state == "offered"
    step(world, "POL", back)
    assert lead(case) == "police"

    again = offered(world, case, world.prosecutor)
    assert again.pk != accepted.pk
    step(world, "PRO", again)
    assert lead(case) == "prosecutor"
    with person.as_system("look"):
        states = dict(Assignment.objects.filter(agency=world.prosecutor).values_list("pk", "state"))
    assert states == {accepted.pk: "ended", again.pk: "accepted"}  # so that one end ends it
    step(world, "PRO", again, "end")
    with world.as_("PRO"):
        assert not Case.objects.exists()


def test_who_helps_already_is_asked_to_take_over(world, case):
    with world.as_("POL"):
        helps = actions.assign(case.matter, by=world.user("POL"), agency=world.dsi, basis="case_team")
    asked = offered(world, case, world.dsi)
    assert (asked.state, lead(case)) == ("offered", "police")
    step(world, "DSI", asked, "decline", reason="ไม่ใช่คดีพิเศษ")
    with world.as_("DSI"):  # she goes on helping
        assert Case.objects.exists()
        assert Assignment.objects.get(pk=helps.pk).state == "accepted"


def test_nobody_is_asked_twice_at_once_nor_who_leads(world, case, offer):
    assert offered(world, case, world.prosecutor).pk == offer.pk
    with world.as_("POL"):
        mine = Assignment.objects.get(is_lead=True)
    assert offered(world, case, world.police).pk == mine.pk


def test_an_offer_says_what_is_to_be_done(world, case):
    with world.as_("POL"):
        for note in ("", "  "):
            with pytest.raises(ValidationError) as refused:
                actions.assign(case.matter, by=world.user("POL"), agency=world.dsi, basis="referral", note=note)
            assert set(refused.value.message_dict) == {"note"}
