"""What every test may use: a headless Chromium that reaches no further than the server under test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

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
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

PageOpener = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that it can be left out, and keep it together on one worker."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


@pytest.fixture(scope="session", autouse=True)
def journeys_may_empty_the_database() -> Iterator[None]:
    """What a journey wrote is flushed after it, which the record's guard refuses everywhere else."""
    from django.db import connection
    from django.test import TransactionTestCase

    from belisha.acknowledgements import keeping
    from belisha.audit import guard

    flush = TransactionTestCase._fixture_teardown

    def unguarded(case: TransactionTestCase) -> None:
        for kept in (guard, keeping):
            kept.remove(connection)
        flush(case)
        for kept in (guard, keeping):
            kept.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


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
def check_accessible() -> Callable[[Page], None]:
    """A function that fails, naming rule and element, where axe finds anything on a page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
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
