"""A person in front of a browser: signs in, reads and clicks in one language, and notes whatever goes wrong unseen."""

import os
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_plus

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Locator, Response, expect

WIDE, NARROW = 1280, 390
SMALLEST = 320  # what a wide page is when somebody makes it four times as large (WCAG 1.4.10)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
VIOLATIONS = """async options => (await axe.run(document, options)).violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 120))])"""
WATCH_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
document.addEventListener("DOMContentLoaded", () => console.debug(`title: ${document.title}`));"""
axe = Axe()
PATIENCE = 30_000  # milliseconds; only a failure waits so long
expect.set_options(timeout=PATIENCE)


class Visitor:
    """One browser context. `page` is Playwright's; `problems` must be empty when the person leaves.

    secrets: names that may stand in no address and no title, for those end up in histories and logs.
    """

    def __init__(
        self, browser: Browser, address: str, *, language: str, javascript: bool = True, width: int = WIDE, secrets=()
    ):
        self.address, self.language, self.secrets, self.session = address, language, secrets, ""
        self.problems: list[str] = []
        self.refusals: list[tuple[int, str]] = []
        self.context = browser.new_context(
            base_url=address, locale="th-TH" if language == "th" else "en-GB", timezone_id="Asia/Bangkok",
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, reduced_motion="reduce",
        )  # fmt: skip
        self.context.add_init_script(WATCH_POLICY)
        self.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.context.on("requestfailed", self._failed)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()

    def sign_in(self, user) -> None:
        """By session cookie: the sign-in page has tests of its own."""
        client = Client(headers={"accept-language": self.language})
        client.force_login(user)
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": self.session, "url": self.address, "httpOnly": True}]
        )

    def leave(self) -> None:
        """Close the browser; refusals that no `refused` expected become problems."""
        self.problems += [f"{status} {path}" for status, path in self.refusals]
        self.refusals = []
        self.context.close()

    def say(self, sentence: str) -> str:
        """A sentence of the program in this person's language."""
        with translation.override(self.language):
            return translation.gettext(sentence)

    def go(self, path: str, status: int = 200) -> Response:
        """Open an address; the answer must have this status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}, not {status}"
        if status >= 400:
            self._forgive(status)
        return answer

    @contextmanager
    def refused(self, status: int):
        """What is done inside leads to a page with this status."""
        before = len(self.refusals)
        with self.page.expect_response(
            lambda answer: answer.status == status and answer.request.is_navigation_request()
        ):
            yield
        self.page.wait_for_load_state()
        del self.refusals[before:]

    def press(self, sentence: str, within: Locator | None = None) -> None:
        """Press the button with this (English) label, in this person's language; the page that follows is waited for."""
        name = re.compile(f"^{re.escape(self.say(sentence))}", re.IGNORECASE)
        (within or self.page.locator("main")).get_by_role("button", name=name).first.click()

    def follow(self, sentence: str, within: Locator | None = None) -> None:
        """Follow the link with this (English) text."""
        (within or self.page.locator("main")).get_by_role("link", name=self.say(sentence)).first.click()

    def tab(self, slug: str) -> None:
        """Go to a part of the record shown; those with nothing in them yet are behind one word."""
        link = self.page.locator(f".subnav a[href$='tab={slug}']")
        expect(link).to_have_count(1)
        if not link.is_visible():
            self.page.locator(".subnav details > summary").click()
        link.click()

    def fill(self, **values) -> None:
        """Fill the main form: a list is chosen from, a box ticked, anything else typed. Folded questions are unfolded."""
        for name, value in values.items():
            control = self.page.locator(f"#id_{name}")
            fold = self.page.locator("details.more:not([open]) > summary")
            if fold.count() and not control.is_visible():
                fold.click()
            kind = control.evaluate("e => e.tagName + ':' + (e.type || '')")
            if kind.startswith("SELECT"):
                control.select_option(value)
            elif kind == "INPUT:checkbox":
                control.set_checked(value)
            else:
                control.fill(str(value))

    def save(self) -> None:
        """Press the button that sends the main form."""
        self.page.locator("#entry .buttons button[type=submit]").click()

    def violations(self) -> list[str]:
        """What axe finds wrong with the page, by rule and element."""
        self.page.evaluate(axe.axe_script)
        return [f"{self.page.url}: {rule} {nodes}" for rule, nodes in self.page.evaluate(VIOLATIONS, RULES)]

    def is_too_wide(self) -> bool:
        """Whether the page itself scrolls sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def photograph(self, name: str) -> None:
        """A picture for people to look at, where ACTIP_SCREENSHOTS names a folder."""
        folder = os.environ.get("ACTIP_SCREENSHOTS")
        if folder:
            width = (self.page.viewport_size or {}).get("width", 0)
            self.page.screenshot(path=Path(folder) / f"{name}-{self.language}-{width}.png", full_page=True)

    def _said(self, message) -> None:
        if (
            message.type == "error" and "Failed to load resource" not in message.text
        ):  # the answers themselves are watched
            self.problems.append(f"console: {message.text} ({self.page.url})")
        if message.text.startswith("title: "):
            self._keeps_secrets(message.text)

    def _keeps_secrets(self, text: str) -> None:
        if any(secret in text for secret in self.secrets):
            self.problems.append(f"a name in an address or title: {text}")

    def _asked(self, request) -> None:
        self._keeps_secrets(unquote_plus(request.url))
        if not request.url.startswith((self.address, "data:")):
            self.problems.append(f"external: {request.url}")

    def _answered(self, answer) -> None:
        if answer.status >= 400:
            path = answer.url.removeprefix(self.address)
            if answer.request.is_navigation_request() and answer.status < 500:
                self.refusals.append((answer.status, path))
            else:
                self.problems.append(f"{answer.status} {path}")

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left before it was answered
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _forgive(self, status: int) -> None:
        self.refusals = [each for each in self.refusals if each[0] != status]
