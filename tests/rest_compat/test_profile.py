"""The profile on REST."""

from typing import Any

import pytest

from core import database
from tests.conftest import Person

WISHES: dict[str, Any] = {
    "locations": [], "remote": "any", "job_types": [], "minimum_salary": None, "salary_currency": None,
    "salary_period": None, "avoid_words": [],
}  # fmt: skip
UNSAID: dict[str, Any] = {
    "headline": None, "resume_text": None, "skills": [], "found_skills": [], "years_experience": None,
    "preferences": WISHES,
    "timezone": None, "week_start": "monday", "weekly_goal": None,
}  # fmt: skip
CANDIDATE: dict[str, Any] = {
    "headline": "Engineer", "resume_text": "I know Python.", "skills": ["Python"], "years_experience": 6.5,
    "preferences": {"locations": ["Lisbon"], "remote": "only", "minimum_salary": 60000, "salary_currency": "EUR"},
}  # fmt: skip


async def test_a_profile_has_defaults_until_something_is_said(ada: Person) -> None:
    response = await ada.rest.get("/api/profile")
    assert (response.status_code, response.json()) == (200, {"data": UNSAID})
    assert await database.fetch_value("SELECT count(*) FROM profile") == 0


async def test_patch_changes_what_is_sent_and_null_clears(ada: Person, bob: Person) -> None:
    said = {"timezone": "Europe/Lisbon", "weekly_goal": 5}
    assert (await ada.rest.patch("/api/profile", json=said)).json() == {"data": UNSAID | said}
    assert (await ada.rest.patch("/api/profile", json={})).json() == {"data": UNSAID | said}
    changed = await ada.rest.patch("/api/profile", json={"timezone": None, "week_start": "sunday"})
    assert changed.json() == {"data": UNSAID | {"week_start": "sunday", "weekly_goal": 5}}
    assert (await ada.rest.get("/api/profile")).json() == changed.json()
    assert (await bob.rest.get("/api/profile")).json() == {"data": UNSAID}


async def test_what_a_candidate_says(ada: Person) -> None:
    said = UNSAID | CANDIDATE | {"preferences": WISHES | CANDIDATE["preferences"], "found_skills": ["Python"]}
    assert (await ada.rest.patch("/api/profile", json=CANDIDATE)).json() == {"data": said}
    assert (await ada.rest.get("/api/profile")).json() == {"data": said}
    cleared = await ada.rest.patch("/api/profile", json=dict.fromkeys(CANDIDATE))
    assert cleared.json() == {"data": UNSAID}
    assert (await ada.rest.get("/api/profile/resumes")).json()["total"] == 0


async def test_put_replaces(ada: Person) -> None:
    await ada.rest.patch("/api/profile", json={"timezone": "Asia/Tokyo", "week_start": "sunday", "weekly_goal": 9})
    replaced = await ada.rest.put("/api/profile", json={"weekly_goal": 0})
    assert replaced.json() == {"data": UNSAID | {"weekly_goal": 0}}
    assert (await ada.rest.put("/api/profile", json={})).json() == {"data": UNSAID}


ZONE = "must be an IANA time zone such as Europe/Lisbon"


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone", ZONE),
        ({"timezone": "europe/lisbon"}, "timezone", ZONE),
        ({"timezone": "PST"}, "timezone", ZONE),
        ({"timezone": "<+03>-3"}, "timezone", ZONE),
        ({"timezone": "../zone.tab"}, "timezone", ZONE),
        ({"timezone": "localtime"}, "timezone", ZONE),
        ({"timezone": ""}, "timezone", ZONE),
        ({"timezone": "a\0b"}, "timezone", ZONE),
        ({"timezone": "x" * 65}, "timezone", "must have at most 64 characters"),
        ({"timezone": 1}, "timezone", "must be a string"),
        ({"week_start": "tuesday"}, "week_start", "must be 'monday' or 'sunday'"),
        ({"week_start": "MONDAY"}, "week_start", "must be 'monday' or 'sunday'"),
        ({"week_start": None}, "week_start", "must not be null"),
        ({"weekly_goal": -1}, "weekly_goal", "must be greater than or equal to 0"),
        ({"weekly_goal": 1001}, "weekly_goal", "must be less than or equal to 1000"),
        ({"weekly_goal": "5"}, "weekly_goal", "must be a whole number"),
        ({"nickname": "x"}, "nickname", "is not a known field"),
        ({"headline": "x" * 256}, "headline", "must have at most 255 characters"),
        ({"skills": [""]}, "skills.0", "must have at least 1 character"),
        ({"years_experience": 81}, "years_experience", "must be less than or equal to 80"),
        ({"preferences": {"remote": "maybe"}}, "preferences.remote", "must be 'any', 'only', 'preferred' or 'no'"),
        (
            {"preferences": {"salary_currency": "EURO"}},
            "preferences.salary_currency",
            "must be an ISO 4217 currency code such as EUR",
        ),
        ({"preferences": {"pets": True}}, "preferences.pets", "is not a known field"),
    ],
)
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_a_fault_is_named_and_nothing_is_changed(
    ada: Person, method: str, sent: dict[str, Any], field: str, message: str
) -> None:
    said = {"timezone": "Asia/Tokyo", "week_start": "sunday", "weekly_goal": 9}
    await ada.rest.put("/api/profile", json=said)
    response = await ada.rest.request(method, "/api/profile", json={"weekly_goal": 1} | sent)
    assert response.status_code == 400
    assert response.json()["error"]["details"] == [{"field": field, "message": message}]
    assert (await ada.rest.get("/api/profile")).json() == {"data": UNSAID | said}


RESUMES = "/api/profile/resumes"


async def test_a_resume_as_a_file(ada: Person) -> None:
    for media_type in ("text/plain", "application/octet-stream; charset=utf-8"):
        sent = await ada.rest.post(
            f"{RESUMES}?name=CV", content=b"I know Python.\n", headers={"Content-Type": media_type}
        )
        assert sent.status_code == 201, sent.text
        kept = sent.json()["data"]
        assert (kept["name"], kept["kind"], kept["text"]) == ("CV", "text", "I know Python.")
    assert [row["is_default"] for row in (await ada.rest.get(RESUMES)).json()["data"]] == [True, False]


async def test_a_file_that_cannot_be_read_is_not_kept(ada: Person) -> None:
    refused = await ada.rest.post(RESUMES, content=b"%PDF-1.7 nothing", headers={"Content-Type": "application/pdf"})
    assert (refused.status_code, refused.json()["error"]["details"]) == (
        400,
        [{"field": "file", "message": "The file is damaged or incomplete: save the document anew, or paste its text."}],
    )
    large = await ada.rest.post(
        RESUMES, content=b"x" * (10 * 2**20 + 1), headers={"Content-Type": "application/octet-stream"}
    )
    assert (large.status_code, large.json()["error"]["code"]) == (413, "PAYLOAD_TOO_LARGE")
    other = await ada.rest.post(RESUMES, content=b"x", headers={"Content-Type": "image/png"})
    assert other.status_code == 415
    assert (await ada.rest.get(RESUMES)).json()["total"] == 0
