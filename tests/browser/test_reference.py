"""Swagger UI: the reference is shown, and its operations can be tried out with a token."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, Open, keep
from tests.program import Server


def _try_out(page: Page, method: str, path: str) -> Any:
    """Executes an operation with what Swagger UI proposes; the answer's body, once it is shown."""
    block = page.locator(f".opblock-{method}").filter(has=page.locator(f'[data-path="{path}"]'))
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    with page.expect_response(f"**{path}*") as answered:
        block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    return answered.value.json()


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", 390)])
def test_an_operation_is_tried_out(visit: Open, scheme: str, width: int) -> None:
    page = visit("/api/docs", scheme, width)
    expect(page.get_by_role("heading", name="Pipeline")).to_be_visible()
    assert _try_out(page, "get", "/api/health") == {"data": {"status": "ok", "version": "v1.0.0", "database": "ok"}}
    page.locator(".live-responses-table").scroll_into_view_if_needed()
    keep(page, f"reference-{scheme}-{width}-answer")
    assert page.evaluate("document.documentElement.classList.contains('dark-mode')") == (scheme == "dark")
    page.locator(".opblock-post .opblock-summary-control").first.click()
    page.evaluate("scrollTo(0, 0)")
    keep(page, f"reference-{scheme}-{width}")


def test_with_a_token_jobs_are_listed(visit: Open, server: Server) -> None:
    ada = server.sign_up("reference@example.com")
    job = {"company_name": "Northwind", "job_title": "Engineer"}
    created = server.http.post("/api/jobs", headers=ada, json=job).json()["data"]
    page = visit("/api/docs")
    page.get_by_role("button", name="Authorize").click()
    page.locator(".auth-container input").fill(ada["Authorization"].removeprefix("Bearer "))
    page.locator(".auth-btn-wrapper .authorize").click()
    page.locator(".auth-btn-wrapper .btn-done").click()
    listed = _try_out(page, "get", "/api/jobs")
    assert listed["data"] == [created], json.dumps(listed)
