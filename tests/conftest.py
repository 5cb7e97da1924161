"""What every test may use: a headless Chromium that reaches no further than the server under test."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.clock import travel
from tests.demo_fixtures import client_for, demo, django_db_setup, no_school_moved, second_factor_is_optional  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = "chromium", "chromium-browser", "google-chrome"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
USE_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

PageOpener = Callable[..., "Page"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only the tests that use a database")


def pytest_configure() -> None:
    """Set the clock, and name the run for its workers too, which share one template database.

    How long Hypothesis takes to make an example depends on what else the machine does: no test fails of it.
    """
    travel()
    settings.register_profile("belisha", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("belisha")
    os.environ.setdefault("BELISHA_TEST_RUN", secrets.token_hex(6))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser or use a database, and keep a browser's tests on one worker.

    A browser's test that fails is tried once more, and counted as tried again: a loaded machine may be late
    with a page where the test looks at once. No other test gets a second try.
    """
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "browser" in names:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))
        if names & {"db", "transactional_db", "django_db_setup", "live_server"} or item.get_closest_marker(
            "django_db"
        ):
            item.add_marker(pytest.mark.database)
    if config.getoption("--database-only"):
        chosen = [item for item in items if item.get_closest_marker("database")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove the run's template once every worker is done."""
    if not hasattr(session.config, "workerinput") and "django.db" in sys.modules:
        from tests import database

        database.drop_template()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium on this machine; without one, a sentence that says what to install."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(
            "Chromium was not found, and the browser journeys need it: install it (on Debian: "
            "`apt-get install chromium`), or leave the journeys out with `make test-fast`.",
            pytrace=False,
        )
    return found


def check_driver() -> None:
    """Fail with a sentence where Playwright's own program, which speaks to Chromium, does not run here."""
    from playwright._impl._driver import compute_driver_executable

    done = subprocess.run(
        [compute_driver_executable()[0], "--version"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(
            "Playwright's driver does not start, and the browser journeys need it: install what it lacks (on "
            f"Debian: `apt-get install libatomic1`). It said: {done.stderr.strip()}",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless Chromium for the session."""
    check_driver()
    from playwright.sync_api import sync_playwright

    # Playwright's loop makes Django think that its own code is asynchronous, which it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[PageOpener]:
    """A function that opens an empty page: `open_page(phone=True)`, `open_page(java_script_enabled=False)`.

    It takes what Playwright's `new_context` takes. Paths are of the live server: `page.goto("/")`. The test
    fails at its end if a page asked another address for anything, threw an error or broke the content policy.
    """
    complaints: list[str] = []
    contexts = []

    def opened(*, phone: bool = False, **options: Any) -> Page:
        options.setdefault("viewport", PHONE if phone else DESKTOP)
        options.setdefault("locale", "en-GB")
        context = browser.new_context(base_url=live_server.url, has_touch=phone, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)

        def allow(route: Any) -> None:
            if route.request.url.startswith((live_server.url, "data:", "blob:")):
                route.continue_()
            else:
                complaints.append(f"asked for {route.request.url}")
                route.abort()

        def listen(message: Any) -> None:
            # A 404 that a journey means to visit is a console error too; the test sees it in the page.
            if message.type == "error" and "Failed to load resource" not in message.text:
                complaints.append(f"console: {message.text}")

        context.route("**/*", allow)
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(f"threw: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, "the page " + "; ".join(complaints)


@pytest.fixture
def page(open_page: PageOpener) -> Page:
    """An empty page of a desk's size."""
    return open_page()


@pytest.fixture
def phone(open_page: PageOpener) -> Page:
    """An empty page of a small phone's size, 360 pixels wide."""
    return open_page(phone=True)


@pytest.fixture
def page_without_script(open_page: PageOpener) -> Page:
    """An empty page in a browser that runs no JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def check_accessible() -> Callable[..., None]:
    """A function that fails, naming rule and element, where axe finds anything on a page as it stands.

    `check(page, rules=("color-contrast",))` asks for these rules alone.
    """
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Page, rules: tuple[str, ...] = ()) -> None:
        options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        found = Axe().run(page, options=options).response["violations"]
        lines = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"])
            for violation in found
        ]
        assert not found, f"axe found on {page.url}:\n" + "\n".join(lines)

    return check


@pytest.fixture
def picture() -> Callable[..., Path]:
    """A function that keeps a picture of a page in `var/pictures/`: `picture(page, "ask")`.

    `make pictures` puts those that a document shows into `docs/pictures/`.
    """
    folder = ROOT / "var" / "pictures"

    def taken(page: Page, name: str, *, full_page: bool = True) -> Path:
        assert re.fullmatch(r"[a-z0-9-]+", name), f"`{name}` is not lower-case letters, digits, hyphens"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.png"
        page.screenshot(path=target, full_page=full_page, animations="disabled")
        return target

    return taken
