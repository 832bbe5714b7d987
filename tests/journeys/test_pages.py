"""Every kind of page, for every kind of role and in both languages: open to all readers (axe), within the content policy, on a phone, by keyboard."""

import os
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import resolve
from playwright.sync_api import expect

from actip.access import matrix
from actip.accounts import person
from tests import factories
from tests.journeys.visitor import NARROW, SMALLEST, WIDE, Visitor
from tests.journeys.walking import Make, Seen, walk
from tests.pages.conftest import Story
from tests.worlds import World

# Kinds of role, whose pages are alike: what somebody of the same kind was shown is not fetched again, but for the records of the story.
KINDS = {
    "inquiry": "POL TIC DSI LAB IMM SPV",
    "justice": "PRO CRT WPO RLP LED AML",
    "care": "PMJ SHG NGO MDT HOT MFA DAT",
    "money": "FND FAP PAY",
    "oversight": "DSH NAT PAR AUD ADM",
}
BLANK = """form => {
    for (const e of form.elements)
        if (e.type === "checkbox") e.checked = false; else if (e.name && !["hidden", "submit"].includes(e.type)) e.value = "";
}"""
# The script hangs a menu from its other corner once the browser has told it that the menu is open.
A_FRAME_LATER = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


@pytest.fixture(scope="module")
def story(committed):
    """A case with everything in it, and the people of the demonstration with their long names."""
    with transaction.atomic():
        story = Story(World())
    call_command("load_personas", verbosity=0)
    return story


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Views that were looked at, and what pages are made of; the workers of a run share it."""
    base = tmp_path_factory.getbasetemp()
    return Seen((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "pages-looked-at")


def look(visitor: Visitor) -> list[str]:
    """What is wrong with the page shown."""
    wrong = visitor.violations()
    visitor.page.keyboard.press("Tab")
    if not visitor.page.evaluate("document.activeElement.matches('.skip, .error-summary *')"):
        wrong.append(f"{visitor.page.url}: the first Tab is not the way past the navigation")
    for width in (NARROW, SMALLEST):
        visitor.page.set_viewport_size({"width": width, "height": 844})
        if visitor.is_too_wide():
            wrong.append(f"{visitor.page.url}: scrolls sideways at {width} px")
    visitor.page.set_viewport_size({"width": WIDE, "height": 900})
    return wrong


def test_every_role_is_of_one_kind():
    assert sorted(" ".join(KINDS.values()).split()) == sorted(matrix.roles())


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_open_to_every_reader(visit, story, seen, kind):
    """The pages of these roles are fetched. One of each view is looked at, and in both languages any that is made of something new."""
    met, wrong = set(), []
    for role in KINDS[kind].split():
        user = story.world.user(role)
        starts = ["/", "/profile/", *(f"/{slug}/{record.pk}/" for slug, record in story.records().items())]
        pages = {"th": [], "en": []}
        for path, make in walk(user, starts, met):
            view = resolve(urlsplit(path).path).view_name
            is_new, is_first = seen.add({view, *make.parts}), seen.add({f"{kind}: {view}"})
            if is_new or is_first:
                pages["th"].append(path)
            if is_new:
                pages["en"].append(path)
        for language, paths in pages.items():
            wrong += problems(visit(user, language), paths, seen) if paths else []

    assert not wrong, "\n".join(wrong)


def problems(visitor: Visitor, pages: list[str], seen: Seen) -> list[str]:
    """What is wrong with some pages, and with forms on them that come back empty, where these are made of something new."""
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
            parts = Make(visitor.page.content()).parts
            if seen.add({f"refused in {visitor.language}: {part}" for part in parts}):
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

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_menu_that_is_opened_stays_on_the_page(visit, story, width):
    """What somebody may do stands in menus: one that hangs over the edge would hide it, and let the page scroll sideways."""
    visitor, seen, wrong = visit(story.world.user("POL"), "en", width=width), 0, []
    for path in (f"/people/{story.victim.pk}/", f"/cases/{story.case.pk}/", f"/suspects/{story.suspect.pk}/"):
        visitor.go(path)
        for menu in visitor.page.locator("details.menu").all():
            menu.locator("summary").click()
            visitor.page.evaluate(A_FRAME_LATER)
            box = menu.locator(".menu-list").bounding_box()
            seen += 1
            if visitor.is_too_wide() or box["x"] < 0 or box["x"] + box["width"] > width:
                wrong.append(f"{path}: {menu.locator('summary').inner_text()} {box}")
            visitor.page.keyboard.press("Escape")

    assert seen > 5
    assert not wrong, "\n".join(wrong)


def test_on_a_phone_the_navigation_shows_where_one_is(visit, story):
    visitor = visit(story.world.user("POL"), "en", width=NARROW)

    visitor.go("/evidence/")

    here = visitor.page.locator(".nav > .wide > ul [aria-current]")
    box, row = here.bounding_box(), visitor.page.locator(".nav > .wide > ul").bounding_box()
    assert row["x"] <= box["x"]
    assert box["x"] + box["width"] <= row["x"] + row["width"]


def test_one_endless_word_does_not_push_a_page_aside(visit, story):
    operator = story.world.user("HOT")
    with transaction.atomic(), person.as_user(operator):
        factories.make("reports", by=operator, district="X" * 100, summary="https://example.invalid/" + "a" * 200)
    visitor = visit(operator, "en")

    for path in ("/intake/", "/reports/", "/"):
        visitor.go(path)
        assert not visitor.is_too_wide(), path
