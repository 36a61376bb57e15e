"""The start page: readable everywhere, and its commands work when they are pasted."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, Open, keep
from tests.program import Server, serving

PHONE = 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_it_fits_and_follows_the_scheme(visit: Open, scheme: str, width: int) -> None:
    page = visit("/", scheme, width)
    expect(page.get_by_role("heading", name="Pipeline", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    ink, paper = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).background]")
    assert (_lightness(ink) < _lightness(paper)) == (scheme == "light")
    keep(page, f"start-{scheme}-{width}", is_whole=True)


def _lightness(colour: str) -> int:
    """The sum of the three channels of rgb(r, g, b)."""
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


@pytest.mark.parametrize(
    ("link", "path"), [("Playground", "/graphql"), ("REST reference", "/api/docs"), ("Health", "/api/health")]
)
def test_its_links_lead_there(visit: Open, server: Server, link: str, path: str) -> None:
    page = visit("/")
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # asked for beside plain JSON
    page.get_by_role("link", name=link).click()
    assert page.url == f"{server.address}{path}"


def _paste(commands: str, folder: Path) -> list[str]:
    """The lines that a shell prints when it is given the commands as they were copied."""
    done = subprocess.run(["bash"], input=commands, capture_output=True, text=True, check=True, cwd=folder, timeout=60)
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def _copied(visit: Open, server: Server, block: str) -> str:
    """What a click into the block selects."""
    page = visit("/", at=server)
    page.locator(f"#{block}").click()
    selected = str(page.evaluate("getSelection().toString()"))
    assert len([line for line in selected.splitlines() if line.strip()]) == 5
    return selected


def test_the_first_steps_work_when_pasted(visit: Open, tmp_path: Path) -> None:
    """Both blocks within a minute, under the limits that a new server has."""
    with serving(tmp_path) as new:
        rest = [json.loads(line) for line in _paste(_copied(visit, new, "rest"), tmp_path)]
        graphql = [json.loads(line)["data"] for line in _paste(_copied(visit, new, "graphql"), tmp_path)]
    _assert_rest(*rest)
    _assert_graphql(*graphql)


def _assert_rest(signed_up: Any, created: Any, listed: Any) -> None:
    assert signed_up["data"]["user"]["email"] == "me@example.com"
    assert (listed["total"], listed["data"]) == (1, [created["data"]])
    job = listed["data"][0]
    assert (job["company_name"], job["job_title"], job["status"]) == ("Northwind", "Engineer", "applied")


def _assert_graphql(signed_up: Any, created: Any, listed: Any) -> None:
    assert signed_up == {"signUp": {"__typename": "SignUpPayload"}}
    assert created == {"createJob": {"__typename": "CreateJobPayload"}}
    [job] = listed["jobs"]["nodes"]
    assert job.pop("appliedAt").endswith("Z")
    assert job == {"companyName": "Brightwater", "jobTitle": "Designer", "status": "APPLIED"}
    assert listed["jobs"]["totalCount"] == 1
