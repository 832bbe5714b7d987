"""Entering through pages: what is typed is saved once, refused in words, or kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from cases.models import Case, Report
from compensation.models import FundPayment
from tests.factories import make
from tests.factories.cases import referred
from tests.pages.conftest import REPORT

pytestmark = pytest.mark.django_db


def test_a_report_is_saved_from_eight_fields_or_fewer(world, sign_in):
    client = sign_in("HOT")

    page = client.get("/reports/new/")
    answer = client.post("/reports/new/", REPORT)

    required = [field for field in page.context["plain"] if field.field.required]
    assert len(required) <= 8
    assert answer.status_code == 302
    with world.as_("HOT"):
        report = Report.objects.get()
    assert (report.people_count, report.received_at.year) == (3, 2026)


def test_a_second_tip_like_the_first_is_shown_before_it_is_saved(story, sign_in):
    client = sign_in("HOT")
    twin = REPORT | {"province": "TH-10", "exploitation": "forced_labour", "received_at": "now"}
    twin["received_at"] = timezone.localtime().strftime("%d/%m/%Y %H:%M")

    asked = client.post("/reports/new/", twin)
    panel = client.post("/reports/lookalikes/", twin)
    saved = client.post("/reports/new/", twin | {"checked": "yes"})

    assert asked.status_code == 200
    assert story.report.matter.number in asked.content.decode()
    assert story.report.matter.number in panel.content.decode()
    assert saved.status_code == 302


def test_a_lookalike_out_of_reach_is_never_shown(story, sign_in, world):
    other = world.add_user("POL", "police_two")
    client = sign_in(other)
    with person.as_user(other):
        victim = make("people", by=other)

    typed = {
        "person": str(victim.pk),
        "full_name": "Ma Aye Aye Khaing",
        "document_kind": "pink_card",
        "document": "0012345678901",
    }
    panel = client.post("/identities/lookalikes/", typed)

    assert story.victim.matter.number not in panel.content.decode()
    assert client.post("/identities/new/", typed).status_code == 302


def test_somebody_known_is_found_by_name_while_her_twin_is_entered(story, sign_in):
    client = sign_in("POL")
    with story.world.as_("POL"):
        victim = make("people", by=story.world.user("POL"), case=story.case)

    page = client.post(
        f"/identities/new/?person={victim.pk}",
        {"person": str(victim.pk), "full_name": "Ma Aye Aye Khaing", "document_kind": "none"},
    )

    assert story.victim.matter.number in page.content.decode()
    assert "Khaing" not in page.content.decode().replace('value="Ma Aye Aye Khaing"', "")


def test_opening_a_case_from_a_report_asks_nothing_twice(story, sign_in):
    client = sign_in("POL")

    page = client.get(f"/cases/new/?report={story.report.pk}")

    assert page.context["form"].initial["province"] == "TH-10"
    assert page.context["form"].initial["exploitation"] == "forced_labour"


def test_a_link_to_what_is_out_of_reach_is_404(story, sign_in, world):
    client = sign_in(world.add_user("POL", "police_two"))

    assert client.get(f"/suspects/new/?case={story.case.pk}").status_code == 404


def test_a_number_out_of_reach_reads_like_one_that_never_was(story, sign_in, world):
    client = sign_in(world.add_user("POL", "police_two"))
    typed = {"opened_on": "22/11/2569", "investigator": "ahtd", "exploitation": "begging", "province": "TH-10"}

    real = client.post("/cases/new/", typed | {"report": story.report.matter.number})
    invented = client.post("/cases/new/", typed | {"report": "R69-0000-0000"})

    assert real.status_code == invented.status_code == 422
    assert real.context["form"].errors == invented.context["form"].errors


def test_two_people_change_one_case_and_choose_field_by_field(story, sign_in):
    client, other = sign_in("POL"), story.world.add_user("POL", "police", "another")
    url = f"/cases/{story.case.pk}/change/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    typed |= {"facts": "ของฉัน", "province": "TH-50", "opened_on": "5/1/2569"}
    with person.as_user(other):
        case = Case.objects.get(pk=story.case.pk)
        case.facts = "ของเขา"
        actions.save(case, by=other)

    clash = client.post(url, typed)
    version = clash.context["version"]
    solved = client.post(url, typed | {"version": version, "pick-facts": "theirs", "pick-province": "mine"})

    assert clash.status_code == 409
    words = clash.content.decode()
    assert "ของฉัน" in words
    assert "ของเขา" in words
    assert "Officer POL" in words
    assert solved.status_code == 302
    with story.world.as_("POL"):
        case = Case.objects.get(pk=story.case.pk)
    assert (case.facts, case.province) == ("ของเขา", "TH-50")


def test_whoever_sees_a_record_in_a_form_has_opened_it(story, sign_in, world):
    """A form shows what is recorded as its page does: nobody reads a file by way of a change that she never saves."""
    client, case, charge = sign_in("POL"), f"/cases/{story.case.pk}", f"/case-charges/{story.charge.pk}/moves/lay/"
    form = client.get(f"{case}/change/").context["form"]
    stale = {name: form[name].value() for name in form.fields if form[name].value()} | {
        "version": 0,
        "opened_on": "5/1/2569",
    }
    asks = (
        lambda: client.get(f"{case}/change/"),
        lambda: client.post(f"{case}/change/", {"version": story.case.version, "province": "nowhere"}),
        lambda: client.post(f"{case}/change/", stale),
        lambda: client.get(charge),
        lambda: client.post(charge, {"version": story.charge.version}),
    )

    def opened() -> int:
        with world.as_("AUD"):
            return Event.objects.filter(verb="open", record_id__in=[str(story.case.pk), str(story.charge.pk)]).count()

    for ask, status in zip(asks, (200, 422, 409, 200, 422), strict=True):
        before, answer = opened(), ask()
        assert (answer.status_code, opened() - before) == (status, 1)


def test_a_step_made_twice_is_made_once_and_said(story, sign_in):
    client = sign_in("FAP")
    url = f"/fund-payments/{story.payment.pk}/moves/approve/"

    first, second = client.post(url), client.post(url)

    assert (first.status_code, second.status_code) == (302, 409)
    assert "already" in second.content.decode()


def test_the_payer_pays_once_and_sees_no_person(story, sign_in):
    sign_in("FAP").post(f"/fund-payments/{story.payment.pk}/moves/approve/")
    client = sign_in("PAY")
    url = f"/fund-payments/{story.payment.pk}/"

    page = client.get(url)
    missing = client.post(f"{url}moves/pay/", {"paid_on": ""})
    paid = client.post(f"{url}moves/pay/", {"paid_on": "1/2/2569", "version": page.context["record"].version})
    again = client.post(f"{url}moves/pay/", {"paid_on": "1/2/2569"})

    assert story.victim.matter.number in page.content.decode()
    assert f"/people/{story.victim.pk}/" not in page.content.decode()
    assert (missing.status_code, paid.status_code, again.status_code) == (422, 302, 409)
    with story.world.as_("PAY"):
        assert FundPayment.objects.get().status == "paid"


def test_a_step_is_taken_on_what_was_read(story, sign_in):
    client = sign_in("FAP")

    stale = client.post(f"/fund-payments/{story.payment.pk}/moves/approve/", {"version": "99"})

    assert stale.status_code == 409


def test_whoever_asked_for_a_payment_gets_no_button_to_approve_it(story, sign_in):
    page = sign_in("SHG").get(f"/fund-payments/{story.payment.pk}/")

    assert "moves/approve" not in page.content.decode()


def test_an_offer_is_accepted_from_my_work(world, sign_in):
    with world.as_("HOT"):
        report = make("reports", by=world.user("HOT"))
        referred(report, by=world.user("HOT"), to=world.police)
    client = sign_in("POL")

    page = client.get("/")
    offer = page.context["offers"][0]["offer"]
    answer = client.post(f"/assignments/{offer.pk}/moves/accept/")

    assert answer.url == f"/reports/{report.pk}/"
    assert not client.get("/").context["offers"]


def test_declining_needs_a_reason_and_closes_the_matter(world, sign_in):
    with world.as_("HOT"):
        report = make("reports", by=world.user("HOT"))
        referred(report, by=world.user("HOT"), to=world.police)
    client = sign_in("POL")
    offer = client.get("/").context["offers"][0]["offer"]

    silent = client.post(f"/assignments/{offer.pk}/moves/decline/", {"reason": ""})
    declined = client.post(f"/assignments/{offer.pk}/moves/decline/", {"reason": "ไม่อยู่ในเขต"})

    assert silent.status_code == 422
    assert (declined.status_code, declined.url) == (302, "/")
    assert client.get(f"/reports/{report.pk}/").status_code == 404


def test_a_matter_is_given_to_another_agency(story, sign_in, world):
    client = sign_in("POL")

    page = client.post(
        f"/cases/{story.case.pk}/assign/", {"agency": str(world.dsi.pk), "basis": "case_team", "note": ""}
    )

    assert page.status_code == 302
    with world.as_("DSI"):
        assert Case.objects.filter(pk=story.case.pk).exists()


def test_a_decision_that_is_signed_offers_no_change(story, sign_in):
    client = sign_in("PMJ")
    facts = {
        "decided_on": "9/1/2569", "reasons": "ครบองค์ประกอบ", "act_found": "true", "means_found": "true", "purpose_found": "true",
        "police_present": "on", "msdhs_present": "on", "other_present": "health", "own_words": "อยากกลับบ้าน",
    }  # fmt: skip
    url = f"/identification-decisions/{story.decision.pk}/"

    incomplete = client.post(f"{url}moves/decide_victim/", facts | {"other_present": ""})
    decided = client.post(f"{url}moves/decide_victim/", facts)

    assert incomplete.status_code == 422
    assert "team is not complete" in incomplete.content.decode()
    assert decided.status_code == 302
    assert client.get(f"{url}change/").status_code == 409
    assert "/change/" not in client.get(url).content.decode()


def test_late_reports_are_no_duplicates(world, sign_in):
    with world.as_("HOT"):
        make(
            "reports",
            by=world.user("HOT"),
            received_at=timezone.now() - timedelta(days=40),
            province="TH-50",
            exploitation="begging",
        )

    assert (
        sign_in("HOT")
        .post("/reports/new/", REPORT | {"received_at": timezone.localtime().strftime("%d/%m/%Y %H:%M")})
        .status_code
        == 302
    )


def test_a_national_id_that_fails_its_check_digit_is_saved_with_a_warning(story, sign_in):
    client = sign_in("POL")
    with story.world.as_("POL"):
        victim = make("people", by=story.world.user("POL"))
    typed = {"person": str(victim.pk), "full_name": "ชื่อ", "document_kind": "national_id", "document": "1101700207031"}

    page = client.post(f"/identities/new/?person={victim.pk}", typed, follow=True)

    assert page.redirect_chain[-1][0] == f"/people/{victim.pk}/"
    assert "check digit" in page.content.decode()
    assert "1101700207031" not in page.content.decode()


def test_a_clock_that_runs_out_stands_in_my_work(story, sign_in):
    assert "24 hours" in str(sign_in("PMJ").get("/").context["clocks"])
    assert not sign_in("SHG").get("/").context["clocks"]


def test_a_child_is_marked_on_her_page(story, sign_in):
    with story.world.as_("POL"):
        child = make("people", by=story.world.user("POL"), age_band="15_17")

    assert "Child" in sign_in("POL").get(f"/people/{child.pk}/").content.decode()
