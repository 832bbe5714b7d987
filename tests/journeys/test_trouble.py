"""Trouble in a browser: a lost session, two people at once, a double click, a look at what is protected, a shared computer."""

import re

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import expect

from actip.accounts import person
from actip.accounts.sessions import SessionStore
from actip.audit.models import Event
from actip.records import actions
from compensation.models import FundPayment
from tests.factories import make
from tests.pages.conftest import Story
from tests.worlds import World

NAME = "Ma Aye Aye Khaing"
TYPED = "เรือเข้าฝั่งคืนนี้ มีเด็กสองคน"


@pytest.fixture(scope="module")
def story(committed):
    """A case with everything in it; each test here uses another part of it."""
    with transaction.atomic():
        story = Story(World())
        story.colleagues = {
            role: story.world.add_user(role, agency, f"colleague-{role}")
            for role, agency in [("POL", "police"), ("PAY", "fund")]
        }
        story.case_number, story.person_number = story.case.matter.number, story.victim.matter.number
    return story


@pytest.fixture
def approved(story):
    """A payment that waits to be paid."""
    with transaction.atomic():
        with person.as_user(story.world.user("SHG")):
            payment = make("fund-payments", by=story.world.user("SHG"), person=story.victim, purpose="อีกเดือนหนึ่ง")
        with person.as_user(story.world.user("FAP")):
            return actions.move(payment, "approve", by=story.world.user("FAP"))


def payments_made(payment) -> int:
    """How often the trail says that it was paid."""
    return Event.objects.using("owner").filter(record_id=payment.pk, detail__move="pay").count()


def pay_page(visitor, payment) -> None:
    visitor.go(f"/fund-payments/{payment.pk}/moves/pay/")
    visitor.fill(paid_on="1/2/2569")


def test_changing_the_language_keeps_what_was_typed(visit, story):
    visitor = visit(story.world.user("HOT"), "th")
    visitor.go("/reports/new/")
    visitor.fill(province="TH-74", summary=TYPED, people_count="3")

    visitor.page.locator(".languages button[value=en]").click()

    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.locator("#id_summary")).to_have_value(TYPED)
    expect(visitor.page.locator("#id_province")).to_have_value("TH-74")
    expect(visitor.page.locator("#id_people_count")).to_have_value("3")


def test_a_draft_survives_a_closed_browser(visit, story):
    visitor = visit(story.world.user("TIC"), "en")
    visitor.go("/reports/new/")
    visitor.fill(summary=TYPED)
    visitor.page.locator("#id_summary").blur()
    expect(visitor.page.locator("[data-draft-status]")).to_have_text(re.compile(r"Draft saved \d"))
    visitor.leave()

    again = visit(story.world.user("TIC"), "en")
    again.go("/")
    again.page.get_by_role("link", name=re.compile("New: report")).last.click()

    expect(again.page.locator("#id_summary")).to_have_value(TYPED)


def test_what_is_sent_after_the_session_ended_is_not_lost(visit, story):
    visitor = visit(story.world.user("LAB"), "en", javascript=False)  # nothing was saved on the way
    visitor.go("/reports/new/")
    visitor.fill(summary=TYPED)
    store = SessionStore(visitor.session)
    store["limits"] |= {"seen": 0}
    store.save()

    visitor.save()
    expect(visitor.page.locator("main .banner")).to_be_visible()
    assert "/sign-in/?next=/reports/new/" in visitor.page.url
    visitor.sign_in(story.world.user("LAB"))
    visitor.go("/reports/new/")
    visitor.follow("Go on with it")

    expect(visitor.page.locator("#id_summary")).to_have_value(TYPED)


def test_a_session_that_ends_says_so_before_and_after_and_a_saved_draft_keeps_it(visit, story):
    visitor = visit(story.world.user("MFA"), "en")
    visitor.page.clock.install()
    visitor.go("/reports/new/")
    notice, minutes = visitor.page.locator(".session"), int(settings.SESSION_IDLE.total_seconds()) // 60 - 3
    expect(notice).to_be_hidden()

    visitor.page.clock.fast_forward(minutes * 60_000)
    visitor.fill(summary=TYPED)
    visitor.page.clock.run_for(5_000)
    expect(visitor.page.locator("[data-draft-status]")).to_have_text(re.compile(r"Draft saved \d"))
    visitor.page.clock.fast_forward(120_000)
    expect(notice).to_be_hidden()

    visitor.page.clock.fast_forward(minutes * 60_000)
    expect(notice).to_contain_text("You will be signed out in two minutes")
    visitor.page.clock.fast_forward(180_000)
    expect(notice).to_contain_text("You were signed out because nothing happened for a while")
    expect(notice.get_by_role("link", name="Sign in")).to_be_visible()


def test_two_people_who_change_one_case_see_both_versions(visit, story, language):
    first = visit(story.world.user("POL"), language)
    second = visit(story.colleagues["POL"], language)
    for visitor, province, facts in ((first, "TH-74", "ฉบับที่หนึ่ง"), (second, "TH-20", "ฉบับที่สอง")):
        visitor.go(f"/cases/{story.case.pk}/change/")
        visitor.fill(province=province, facts=f"{facts} {language}")

    first.save()
    expect(first.page.locator(".banner-success")).to_be_visible()
    with second.refused(409):
        second.save()
    expect(second.page.locator("caption")).to_contain_text("POL")
    expect(second.page.locator("tr.differs")).to_have_count(2)
    assert second.violations() == []
    second.photograph("conflict")
    second.page.locator("#pick-facts-mine").check()
    second.page.locator("main button[type=submit]").click()

    expect(second.page.locator(".banner-success")).to_be_visible()
    expect(second.page.locator("main")).to_contain_text(f"ฉบับที่สอง {language}")
    with transaction.atomic(), person.as_user(story.world.user("POL")):
        story.case.refresh_from_db()
        assert story.case.province == "TH-74"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_click_pays_once(visit, story, approved, javascript):
    visitor = visit(story.world.user("PAY"), "th", javascript=javascript)
    pay_page(visitor, approved)

    visitor.page.locator("#entry .buttons button[type=submit]").dblclick()

    expect(visitor.page.locator("h1")).to_be_visible()
    visitor.page.wait_for_load_state()
    visitor.refusals = [
        each for each in visitor.refusals if each[0] != 409
    ]  # without a script the second click is told so
    visitor.go(f"/fund-payments/{approved.pk}/")
    expect(visitor.page.locator(".identity")).to_contain_text(visitor.say("Paid"))
    assert payments_made(approved) == 1


def test_the_second_of_two_payers_reads_that_it_was_done(visit, story, approved, language):
    first, second = visit(story.world.user("PAY"), language), visit(story.colleagues["PAY"], language)
    pay_page(first, approved)
    pay_page(second, approved)

    first.save()
    expect(first.page.locator(".banner-success")).to_be_visible()
    with second.refused(409):
        second.save()

    payer = story.world.user("PAY")
    before, _rest = second.say("This was done already, by %(who)s, %(at)s.").split("%(at)s")
    name = payer.name_th if language == "th" else payer.name_en
    expect(second.page.locator("main")).to_contain_text(before % {"who": name})
    assert second.violations() == []
    second.photograph("paid-already")
    assert payments_made(approved) == 1
    with transaction.atomic(), person.as_user(story.world.user("PAY")):
        assert FundPayment.objects.get(pk=approved.pk).status == "paid"


def test_identity_is_dots_until_it_is_opened_with_a_reason(visit, story, language):
    visitor = visit(story.world.user("PMJ"), language, secrets=[NAME])
    visitor.go(f"/identities/{story.identity.pk}/")
    assert NAME not in visitor.page.content()
    expect(visitor.page.locator("main")).to_contain_text("•••")

    with visitor.refused(422):
        visitor.press("Open and record")
    expect(visitor.page.locator(".error-summary")).to_be_focused()
    assert NAME not in visitor.page.content()
    visitor.page.locator("#id_reason").fill("ยืนยันตัวตนก่อนสัมภาษณ์")
    visitor.press("Open and record")

    expect(visitor.page.locator("main")).to_contain_text(NAME)
    expect(visitor.page.locator(".watermark")).to_contain_text("PMJ")
    assert visitor.violations() == []
    visitor.photograph("revealed")
    visitor.go(f"/identities/{story.identity.pk}/")
    assert NAME not in visitor.page.content()


def test_a_name_is_searched_for_without_standing_in_an_address(visit, story):
    visitor = visit(story.world.user("PMJ"), "th", secrets=[NAME, NAME.split()[-1]])
    visitor.go("/")
    visitor.page.locator("#find").fill(NAME)
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("main")).to_contain_text(story.person_number)
    assert visitor.violations() == []


def test_going_back_after_signing_out_shows_nothing(visit, story):
    visitor = visit(story.world.user("POL"), "en")
    visitor.go(f"/cases/{story.case.pk}/")
    expect(visitor.page.locator("h1")).to_contain_text(story.case_number)
    visitor.page.locator(".masthead-tools .menu summary").click()
    visitor.press("Sign out", within=visitor.page.locator(".menu-list"))
    visitor.page.wait_for_load_state()

    for _step in range(2):
        visitor.page.go_back()
        expect(visitor.page.locator("body")).not_to_contain_text(story.case_number)

    assert visitor.page.goto(f"/cases/{story.case.pk}/").url.startswith(f"{visitor.address}/sign-in/")
