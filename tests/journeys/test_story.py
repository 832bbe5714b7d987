"""From a first report to a first payment through real pages: each next person finds it in her work, a stranger finds nothing."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from actip.accounts import person
from tests.conftest import empty
from tests.factories import make
from tests.journeys.visitor import Visitor
from tests.worlds import World

NUMBER = re.compile(r"[RCP]\d\d-\w{4}-\w{4}")
VICTIM, SUSPECT = "Nang Moe Moe", "สมหมาย ปิดบังชื่อ"
PLACE = {"province": "TH-74", "exploitation": "forced_labour"}


@pytest.fixture
def world(committed):
    """A world of its own for each telling, with a shelter and a report that looks like the one to come."""
    empty()
    with transaction.atomic():
        world = World()
        world.elsewhere = world.add_user("POL", "police_two")
        with person.as_system("a shelter"):
            world.home = make("shelters", agency=world.shelter, code="SH-100")
        with person.as_user(world.user("HOT")):
            world.earlier = make("reports", by=world.user("HOT"), **PLACE)
    return world


def today(days: int = 0) -> str:
    """A day as a Thai official writes it."""
    day = timezone.localdate() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year + 543}"


def here(visitor: Visitor) -> tuple[str, str]:
    """The path of the record shown, and the number on its page."""
    path = visitor.page.url.removeprefix(visitor.address).partition("?")[0]
    return path, NUMBER.search(visitor.page.locator("main").inner_text())[0]


def finds_nothing(visitor: Visitor, number: str, path: str) -> None:
    """Neither in her work, nor in a list, nor by searching, nor at its address."""
    visitor.go("/")
    expect(visitor.page.locator("main")).not_to_contain_text(number)
    slug = path.split("/")[1]
    if visitor.page.goto(f"/{slug}/").status == 200:
        expect(visitor.page.locator("main")).not_to_contain_text(number)
    visitor.refusals.clear()
    visitor.page.locator("#find").fill(number)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h1")).to_have_text(visitor.say("Search"))
    expect(visitor.page.locator("main")).to_contain_text(visitor.say("Nothing found"))
    answer = visitor.page.goto(path)
    assert answer.status in (403, 404)  # 403: this kind of record is closed to the role, whatever there is
    visitor.refusals.clear()
    expect(visitor.page.locator("main")).not_to_contain_text(number)


def finds_in_her_work(visitor: Visitor, number: str) -> None:
    visitor.go("/")
    expect(visitor.page.locator("main")).to_contain_text(number)


@pytest.mark.parametrize(("language", "javascript"), [("th", True), ("en", True), ("th", False)])
def test_from_first_report_to_first_payment(visit, world, language, javascript):
    options = {"javascript": javascript, "secrets": [VICTIM, SUSPECT]}

    def meet(role: str) -> Visitor:
        return visit(world.user(role), language, **options)

    strangers = [visit(world.elsewhere, language, **options), meet("NGO")]

    # A hotline operator saves a report: three clicks, eight answers or fewer.
    operator = meet("HOT")
    operator.go("/")
    operator.page.locator("main a[href='/reports/new/']").click()  # click 1
    needed = operator.page.locator("#entry .field:visible:not(:has(.optional))")
    expect(operator.page.locator("#entry")).to_be_visible()
    assert needed.count() <= 8
    answers = {"channel": "hotline_1300", "danger": "immediate", "people_count": 3, "summary": "เรือประมงที่ปากน้ำ"} | PLACE
    operator.fill(**answers)
    if javascript:  # looked up while typing
        expect(operator.page.locator(".lookalikes")).to_contain_text(world.earlier.matter.number)
    operator.save()  # click 2
    expect(operator.page.locator(".lookalikes")).to_contain_text(world.earlier.matter.number)
    operator.photograph("report-lookalikes")
    operator.save()  # click 3: it is another one
    expect(operator.page.locator("h1")).to_contain_text("R")
    report_path, report = here(operator)
    operator.photograph("report")
    for stranger in strangers:
        finds_nothing(stranger, report, report_path)

    # She triages it, with what may be the same beside it, and refers it; the police officer accepts and opens a case with a suspect and a victim.
    operator.follow("Triage")
    expect(operator.page.locator(".lookalikes")).to_contain_text(world.earlier.matter.number)
    operator.fill(duplicates="some_found")
    operator.save()
    operator.follow("Refer")
    operator.fill(referred_to=str(world.police.pk))
    operator.save()
    expect(operator.page.locator(".identity")).to_contain_text(operator.say("Referred"))
    police = meet("POL")
    finds_in_her_work(police, report)
    police.photograph("my-work-offer")
    police.press("Accept")
    expect(police.page.locator("h1")).to_contain_text(report)
    police.tab("cases")
    police.page.locator("main a[href*='/cases/new/']").click()
    police.fill(opened_on=today(), investigator="ahtd")
    police.save()
    expect(police.page.locator("h1")).to_contain_text(re.compile("C"))
    case_path, case = here(police)
    police.tab("suspects")
    police.page.locator("main a[href*='/suspects/new/']").click()
    police.fill(nationality="TH", sex="male", age_band="25_over")
    police.save()
    police.tab("suspect-identities")
    police.page.locator("main a[href*='/suspect-identities/new/']").click()
    police.fill(full_name=SUSPECT, phone="081 234 5678")
    police.save()
    expect(police.page.locator(".banner-success")).to_be_visible()
    suspect_path = police.page.url.removeprefix(police.address).partition("?")[0]
    police.go(f"{case_path}?tab=people")
    police.page.locator("main a[href*='/people/new/']").click()
    police.fill(first_contact_on=today(-1), sex="female", age_band="18_24", nationality="MM")
    police.save()
    expect(police.page.locator("h1")).to_contain_text("P")
    person_path, person = here(police)
    police.tab("identities")
    police.page.locator("main a[href*='/identities/new/']").click()
    police.fill(full_name=VICTIM, document_kind="pink_card", document="00-1234-567890-1")
    police.save()
    expect(police.page.locator(".banner-success")).to_be_visible()
    social = meet("PMJ")
    finds_nothing(social, person, person_path)
    police.go(f"{person_path}assign/")
    police.fill(agency=str(world.province.pk), basis="protection")
    police.save()
    expect(police.page.locator("main")).to_contain_text(
        str(world.province if language == "th" else world.province.name_en)
    )

    # The social ministry's officer protects her, decides, and finds her a place.
    finds_in_her_work(social, person)
    social.photograph("my-work-person")
    social.page.locator("main").get_by_role("link", name=re.compile(person)).first.click()
    social.tab("identification-decisions")
    social.page.locator("main a[href*='/identification-decisions/new/']").click()
    social.fill(opened_on=today(), province="TH-10", police_present=True, msdhs_present=True, other_present="health")
    social.save()
    decision_path = social.page.url.removeprefix(social.address)
    social.follow("Begin temporary protection")
    social.fill(
        protection_started_at=timezone.localtime().strftime("%d/%m/") + f"{timezone.localtime().year + 543} 00:01"
    )
    social.save()
    finds_in_her_work(social, person)
    social.go(person_path)
    expect(social.page.locator(".clocks .pill").first).to_be_visible()
    social.photograph("person-clock")
    social.go(decision_path)
    social.follow("Decide: victim of trafficking")
    social.fill(decided_on=today(), reasons="ครบองค์ประกอบ", act_found="true", means_found="true", purpose_found="true")
    social.fill(own_words="อยากกลับบ้าน")
    social.save()
    social.go(person_path)
    expect(social.page.locator(".identity")).to_contain_text(social.say("Victim of trafficking"))
    social.tab("placements")
    social.page.locator("main a[href*='/placements/new/']").click()
    social.fill(kind="government_long_term", shelter=str(world.home.pk), offered_on=today(), agreement="consent")
    social.save()

    # The shelter takes her in and asks for money; the Fund approves and pays.
    shelter = meet("SHG")
    finds_in_her_work(shelter, person)
    shelter.page.locator("main").get_by_role("link", name=re.compile(person)).first.click()
    shelter.follow("Accept")
    shelter.save()
    shelter.follow("Place")
    shelter.fill(placed_on=today())
    shelter.save()
    for path in (case_path, suspect_path):
        shelter.page.goto(path)
        expect(shelter.page.locator("main")).not_to_contain_text(case)
        shelter.refusals.clear()
    shelter.go(f"{person_path}?tab=fund-payments")
    shelter.page.locator("main a[href*='/fund-payments/new/']").click()
    shelter.fill(kind="living", amount="3000", purpose="ค่าใช้จ่ายเดือนแรก")
    shelter.save()
    expect(shelter.page.locator("main")).to_contain_text("3,000")
    payment_path = shelter.page.url.removeprefix(shelter.address)
    approver, payer = meet("FAP"), meet("PAY")
    finds_in_her_work(approver, person)
    expect(payer.page.locator("main")).not_to_contain_text(person) if payer.go("/") else None
    approver.page.locator("main").get_by_role("link", name=re.compile(person)).first.click()
    approver.follow("Approve")
    approver.save()
    finds_in_her_work(payer, person)
    expect(payer.page.locator("main")).not_to_contain_text(
        payer.say("Daily living expenses")
    )  # what it is for is not hers
    payer.page.locator("main").get_by_role("link", name=re.compile(person)).first.click()
    payer.follow("Pay")
    payer.fill(paid_on=today())
    payer.save()
    expect(payer.page.locator(".identity")).to_contain_text(payer.say("Paid"))
    expect(payer.page.locator("main")).not_to_contain_text(payer.say("Daily living expenses"))
    payer.photograph("payment")

    # The dashboard shows it, and the figure opens onto the row.
    secretary = meet("FND")
    secretary.go("/dashboard/")
    expect(secretary.page.locator("main")).to_contain_text("3,000")
    secretary.photograph("dashboard")
    secretary.page.locator(".tile").filter(has_text="3,000").get_by_role("link").click()
    rows = secretary.page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(person)
    secretary.go("/")  # what she opened last is no record
    for stranger in strangers:
        for number, path in ((case, case_path), (person, person_path), (person, payment_path)):
            finds_nothing(stranger, number, path)
