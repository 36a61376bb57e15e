"""GraphiQL: the examples lead from an account to a first list, and the header editor is obeyed."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import WIDE, Open, keep
from tests.program import Server

_ANSWER = "document.querySelector('.graphiql-response .CodeMirror').CodeMirror.getValue()"


def _is_ours(response: Response) -> bool:
    """Whether it answers what was executed, and not GraphiQL's own question for the schema."""
    return "IntrospectionQuery" not in (response.request.post_data or "IntrospectionQuery")


def _choose(page: Page, name: str) -> None:
    """Goes to the tab of an example, and waits until GraphiQL has read the operation in it."""
    page.get_by_role("tab", name=name).click()
    page.wait_for_function("name => localStorage.getItem('graphiql:operationName') === name", arg=name)


def _run(page: Page, name: str) -> Any:
    """Executes an example; the answer, once it is shown."""
    _choose(page, name)
    return _execute(page)


def _execute(page: Page) -> Any:
    with page.expect_response(_is_ours) as answered:
        page.get_by_role("button", name="Execute query").click()
    given = answered.value.json()
    page.wait_for_function(
        f"expected => {_ANSWER} && JSON.stringify(JSON.parse({_ANSWER})) === JSON.stringify(expected)", arg=given
    )
    return given


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", 390)])
def test_the_examples_lead_from_an_account_to_a_list(visit: Open, server: Server, scheme: str, width: int) -> None:
    page = visit("/graphql", scheme, width)
    expect(page.get_by_role("button", name="Headers")).to_be_visible()
    expect(page.locator(".graphiql-editor-tool .CodeMirror:visible")).to_have_count(1)
    signed_up = _run(page, "SignUp")["data"]["signUp"]
    assert signed_up["__typename"] in {"SignUpPayload", "EmailTaken"}
    keep(page, f"playground-{scheme}-{width}-1")
    assert _run(page, "LogIn")["data"]["logIn"]["__typename"] == "LogInPayload"
    assert _run(page, "SaveJob")["data"]["createJob"]["__typename"] in {"CreateJobPayload", "DuplicateJob"}
    keep(page, f"playground-{scheme}-{width}-3")
    jobs = _run(page, "MyJobs")["data"]["jobs"]
    assert (jobs["totalCount"], jobs["nodes"][0]["companyName"]) == (1, "Northwind")
    assert jobs["nodes"][0]["events"]["nodes"][0]["toStatus"] == "APPLIED"
    keep(page, f"playground-{scheme}-{width}-4")


def test_the_header_editor_wins(visit: Open, server: Server) -> None:
    ada = server.sign_up("header@example.com")
    page = visit("/graphql")
    _choose(page, "MyJobs")
    page.locator(".graphiql-editor-tool .CodeMirror:visible").click()
    page.keyboard.insert_text(json.dumps(ada))
    assert _execute(page)["data"]["jobs"]["totalCount"] == 0


def test_a_subscription_shows_what_happens(visit: Open, server: Server) -> None:
    ada = server.sign_up("watch@example.com")
    page = visit("/graphql")
    page.locator(".graphiql-editor-tool .CodeMirror:visible").click()
    page.keyboard.insert_text(json.dumps(ada))
    page.locator(".graphiql-query-editor .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("subscription Watch { jobChanged { __typename job { companyName } } }")
    page.wait_for_function("() => localStorage.getItem('graphiql:operationName') === 'Watch'")
    with page.expect_websocket() as opened:
        page.get_by_role("button", name="Execute query").click()
    answer = page.locator(".graphiql-response")
    for number in range(1000):  # nothing says that a subscription has begun
        job = {"company_name": f"Northwind {number}", "job_title": "Engineer"}
        assert server.http.post("/api/jobs", headers=ada, json=job).status_code == 201
        if "Northwind" in (answer.text_content() or ""):
            break
    expect(answer).to_contain_text("Northwind")
    with opened.value.expect_event("close"):
        page.get_by_role("button", name="Stop query").click()
