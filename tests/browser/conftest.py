"""A real browser, a real server, and a watch over what the pages ask for and complain about."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import REPOSITORY
from tests.program import OFF, Server, serving

# Nothing of the browser's own goes to the network either: names other than the loopback address do not resolve.
_FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--no-first-run", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
WIDE = 1280
SCREENSHOTS = REPOSITORY / "screenshots"

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "chromium is needed: apt-get install chromium, or set CHROMIUM"
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=_FLAGS) as launched:
        yield launched


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Without rate limits, for all tests."""
    with serving(tmp_path_factory.mktemp("browser"), **OFF) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Open]:
    """Opens a page of the server; at the end no page may have asked another host for anything, or complained."""
    requests: list[str] = []
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda socket: requests.append(socket.url.replace("ws://", "http://")))
        page.on("console", lambda said: complaints.extend([said.text] if said.type in ("error", "warning") else []))
        page.on("pageerror", lambda error: complaints.append(str(error)))

    with ExitStack() as contexts:

        def open_page(path: str, scheme: Scheme = "light", width: int = WIDE, at: Server = server) -> Page:
            context = browser.new_context(
                base_url=at.address, color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            contexts.callback(context.close)
            page = context.new_page()
            watch(page)
            page.goto(path)
            allowed.add(at.address)
            return page

        allowed = {server.address}
        yield open_page
    elsewhere = [url for url in requests if not url.startswith((*(f"{one}/" for one in allowed), "data:", "blob:"))]
    assert (elsewhere, complaints) == ([], [])


def keep(page: Page, name: str, *, is_whole: bool = False) -> None:
    """A screenshot to look at: of what is in view, or of the whole page."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=Path(SCREENSHOTS, f"{name}.png"), full_page=is_whole)
