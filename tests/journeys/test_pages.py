"""Every page of every role, in both languages: open to all readers (axe), within the content policy, on a phone, by keyboard."""

import os

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import expect

from actip.access import matrix
from tests.journeys.visitor import NARROW, WIDE, Visitor
from tests.journeys.walking import Seen, shape, walk
from tests.pages.conftest import Story
from tests.worlds import World

BLANK = """form => {
    for (const e of form.elements)
        if (e.type === "checkbox") e.checked = false; else if (e.name && !["hidden", "submit"].includes(e.type)) e.value = "";
}"""


@pytest.fixture(scope="module")
def story(committed):
    """A case with everything in it, and the people of the demonstration with their long names."""
    with transaction.atomic():
        story = Story(World())
    call_command("load_personas", verbosity=0)
    return story


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Addresses that were opened, and what pages are made of; the workers of a run share it."""
    base = tmp_path_factory.getbasetemp()
    return Seen((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "pages-looked-at")


def look(visitor: Visitor) -> list[str]:
    """What is wrong with the page shown."""
    wrong = visitor.violations()
    visitor.page.keyboard.press("Tab")
    if not visitor.page.evaluate("document.activeElement.matches('.skip, .error-summary *')"):
        wrong.append(f"{visitor.page.url}: the first Tab is not the way past the navigation")
    visitor.page.set_viewport_size({"width": NARROW, "height": 844})
    if visitor.is_too_wide():
        wrong.append(f"{visitor.page.url}: scrolls sideways on a phone")
    visitor.page.set_viewport_size({"width": WIDE, "height": 900})
    return wrong


@pytest.mark.parametrize("role", list(matrix.roles()))
def test_every_page_is_open_to_every_reader(visit, story, seen, role):
    """Each role's pages are fetched; those of a new address, or made of something not seen before, are looked at."""
    user = story.world.user(role)
    starts = ["/", "/profile/", *(f"/{slug}/{record.pk}/" for slug, record in story.records().items())]
    pages = [path for path, make in walk(user, starts) if seen.add({shape(path), *make.parts})]

    wrong = [each for language in ("th", "en") if pages for each in problems(visit(user, language), pages)]

    assert wrong == []


def problems(visitor: Visitor, pages: list[str]) -> list[str]:
    """What is wrong with some pages, and with the forms on them when they are sent empty."""
    wrong = []
    for path in pages:
        visitor.go(path)
        wrong += look(visitor)
        form = visitor.page.locator("#entry, #reveal-form")
        if (
            form.count()
            and visitor.page.locator("#entry .field:not(.field-tick):not(:has(.optional)), #reveal-form .field").count()
        ):
            form.evaluate(BLANK)
            with visitor.refused(422):
                form.locator(".buttons button[type=submit], > button[type=submit]").first.click()
            expect(visitor.page.locator(".error-summary")).to_be_focused()
            wrong += look(visitor)
    return wrong


def test_pages_around_signing_in_and_refusals_too(visit, story, language):
    visitor, officer = visit(None, language), visit(story.world.user("HOT"), language)

    wrong = []
    for path in ("/sign-in/", "/personas/", "/components/"):
        visitor.go(path)
        wrong += look(visitor)
    for path, status in (("/nothing/", 404), (f"/reports/{story.case.pk}/", 404), ("/suspects/", 403)):
        officer.go(path, status)
        wrong += look(officer)

    assert wrong == []
