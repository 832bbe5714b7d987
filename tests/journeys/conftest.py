"""Journeys in a real browser: a server on loopback over committed data, and visitors who watch what a person would not see."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from tests.conftest import empty
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The last --disable-features counts alone, so Playwright's are said again; the popups of the address bar would be drawn
# for each visitor, and take longer than her pages.
WITHOUT = (
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,"
    "PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning,WebUIOmniboxAimPopup,WebUIOmniboxPopup"
)
QUIET = (
    f"--disable-features={WITHOUT}",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The browser for the tests: the one that ACTIP_CHROMIUM names, else the first one installed; "" where there is none."""
    names = [os.environ["ACTIP_CHROMIUM"]] if os.environ.get("ACTIP_CHROMIUM") else BROWSERS
    return next((found for name in names if (found := shutil.which(name))), "")


def pytest_collection_modifyitems(items):
    """Mark every test of this folder; without a browser skip each by name, so that the summary lists what was not tried."""
    ours = [item for item in items if HERE in item.path.parents]
    is_blind = bool(ours) and not chromium()
    for item in ours:
        item.add_marker("browser")
        if is_blind:
            item.add_marker(pytest.mark.skip(reason=f"NO CHROMIUM FOUND, not tried: {item.name}"))


@pytest.fixture(scope="module")
def browser():
    """A Chromium for a module. Playwright's event loop runs in this thread; it must not outlive the journeys, since Django
    takes a thread with a loop for asynchronous code, refuses the database there and keeps connections of its own for it.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=not is_root, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def committed(browser, django_db_setup, django_db_blocker):
    """The database opened for a whole module, which commits; emptied by the owner afterwards."""
    with django_db_blocker.unblock():
        empty()
        yield
        empty()
        connections.close_all()


@pytest.fixture(scope="module")
def address(committed):
    """Where the pages are served, by threads that connect to the test database as the application's role."""
    plain = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, WHITENOISE_AUTOREFRESH=True, SESSIONS_AT_ONCE=50):
        thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        cache.clear()
        yield f"http://{thread.host}:{thread.port}"
        thread.terminate()


@pytest.fixture
def visit(browser, address):
    """`visit(user, "th")` opens a browser of a person who is signed in; `visit(None)` one of a stranger.

    When the test is over, every visitor must have met no console error, no CSP violation and no failed or external request.
    """
    visitors = []

    def begin(user=None, language="th", **options) -> Visitor:
        visitor = Visitor(browser, address, language=language, **options)
        visitors.append(visitor)
        if user is not None:
            visitor.sign_in(user)
        return visitor

    yield begin
    for visitor in visitors:
        visitor.leave()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


@pytest.fixture(params=["th", "en"])
def language(request):
    """Both languages of the program."""
    return request.param
