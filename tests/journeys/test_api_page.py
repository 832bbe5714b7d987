"""The page to try the API: drawn, and calling, within the content policy and without a network."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from actip.accounts import person
from tests.factories import make
from tests.worlds import World

PATIENCE = 60_000  # only a failure waits so long: the description of every address is made, sent and read first


@pytest.fixture(scope="module")
def officer(committed):
    with transaction.atomic():
        world = World()
        with world.as_("POL"):
            make("cases", by=world.user("POL"))
    return world.user("POL")


def test_a_developer_tries_a_list_and_a_new_record_in_the_browser(officer, visit):
    visitor = visit(officer, "en")
    page = visitor.page
    visitor.context.set_default_timeout(PATIENCE)
    visitor.go("/api/v1/")

    page.get_by_placeholder("Filter by tag").fill("cases")
    page.locator("#operations-tag-cases").click()
    listing = page.locator("#operations-cases-cases-list")
    listing.locator(".opblock-summary-control").click()
    listing.get_by_role("button", name="Try it out").click()
    listing.get_by_role("button", name="Execute").click()

    expect(listing.locator(".live-responses-table tbody .response-col_status").first).to_contain_text(
        "200", timeout=PATIENCE
    )
    expect(listing.locator(".live-responses-table tbody .response-col_description").first).to_contain_text('"results"')

    adding = page.locator("#operations-cases-cases-create")
    adding.locator(".opblock-summary-control").click()
    adding.get_by_role("button", name="Try it out").click()
    adding.locator("textarea").fill(
        '{"opened_on": "2026-01-05", "investigator": "ahtd", "exploitation": "unknown", "province": "TH-10"}'
    )
    adding.get_by_role("button", name="Execute").click()

    expect(adding.locator(".live-responses-table tbody .response-col_status").first).to_contain_text(
        "201", timeout=PATIENCE
    )
    with transaction.atomic(), person.as_user(officer):
        from cases.models import Case

        assert Case.objects.count() == 2
