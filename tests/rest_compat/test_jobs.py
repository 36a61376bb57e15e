"""Jobs on REST: the wiring, the envelopes and the exact bytes clients rely on."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from core import database
from models.job import FIELDS
from tests.conftest import BASE, Person

JOB = {"company_name": "Acme", "job_title": "Engineer"}


async def created(person: Person, **fields: Any) -> dict[str, Any]:
    response = await person.rest.post("/api/jobs", json=JOB | fields)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def test_create_answers_the_job_its_place_and_its_tag(ada: Person) -> None:
    response = await ada.rest.post(
        "/api/jobs", json=JOB | {"occurred_at": "2026-03-01T11:30:00+01:00", "status": "offer"}
    )
    job = response.json()["data"]
    assert response.status_code == 201
    assert tuple(job) == FIELDS
    assert (job["status"], job["offer_at"]) == ("offer_received", "2026-03-01T10:30:00Z")
    assert response.headers["location"] == f"/api/jobs/{job['id']}"
    again = await ada.rest.get(response.headers["location"])
    assert (again.json(), again.headers["etag"]) == (response.json(), response.headers["etag"])


async def test_a_job_is_the_same_bytes_whether_just_written_or_read(ada: Person) -> None:
    text = 'Ünï "quoted" \\ 日本 \x01\x1f\x7f\u2028 </b>\b\f\r\n\t'
    sent = JOB | {
        "notes": text, "tags": [text, "", 'a,"b"', "{}", "null"][::2], "salary_max": 2**31 - 1, "is_remote": True,
        "status": "applied", "occurred_at": "2026-03-01T10:30:00.120300Z",
    }  # fmt: skip
    written = await ada.rest.post("/api/jobs", json=sent)
    read = await ada.rest.get(written.headers["location"])
    assert (read.content, read.headers["etag"]) == (written.content, written.headers["etag"])
    listed = await ada.rest.get("/api/jobs")
    assert listed.content == (
        b'{"data":[' + read.content[len(b'{"data":') : -1] + b'],"total":1,"page":1,"limit":100,"has_more":false}'
    )
    assert b'"applied_at":"2026-03-01T10:30:00.1203Z"' in read.content


@pytest.mark.parametrize("name", ["source_url", "job_url", "url"])
async def test_the_address_has_three_names(ada: Person, name: str) -> None:
    assert (await created(ada, **{name: "https://a.example/1"}))["source_url"] == "https://a.example/1"


@pytest.mark.parametrize(
    ("alias", "status"), [("saved", "interested"), ("interview", "interviewing"), ("offer", "offer_received")]
)
async def test_status_aliases_are_taken_and_never_answered(ada: Person, alias: str, status: str) -> None:
    job = await created(ada, status=alias)
    assert job["status"] == status
    listed = (await ada.rest.get("/api/jobs", params={"status": f"rejected,{alias}"})).json()
    assert [row["status"] for row in listed["data"]] == [status]


async def test_a_duplicate_names_the_existing_job(ada: Person) -> None:
    job = await created(ada, url="https://a.example/1", status="applied")
    response = await ada.rest.post("/api/jobs", json=JOB | {"url": "https://www.a.example/1/?ref=x"})
    assert response.status_code == 409
    assert response.json()["error"] == {
        "code": "DUPLICATE_JOB",
        "message": "A job with this address already exists: update the existing job or use another address.",
        "existing": {name: job[name] for name in ("id", "job_id", "status", "applied_at")},
        "request_id": response.headers["x-request-id"],
    }


async def test_patch_changes_what_is_sent_and_null_clears(ada: Person) -> None:
    job = await created(ada, notes="x", location="Lisbon")
    response = await ada.rest.patch(f"/api/jobs/{job['id']}", json={"notes": None, "status": "interview"})
    changed = response.json()["data"]
    assert changed == job | {
        "notes": None,
        "status": "interviewing",
        "interviewing_at": changed["interviewing_at"],
        "version": 2,
        "updated_at": changed["updated_at"],
    }


async def test_put_replaces(ada: Person) -> None:
    job = await created(ada, notes="x", tags=["y"])
    response = await ada.rest.put(f"/api/jobs/{job['id']}", json=JOB | {"company_name": "Beta"})
    replaced = response.json()["data"]
    assert (replaced["company_name"], replaced["notes"], replaced["tags"], replaced["version"]) == ("Beta", None, [], 2)


async def test_delete_and_restore_answer_the_job(ada: Person) -> None:
    job = await created(ada)
    path = f"/api/jobs/{job['id']}"
    deleted = await ada.rest.delete(path)
    assert (deleted.status_code, deleted.json()["data"]["id"]) == (200, job["id"])
    assert (await ada.rest.get(path)).status_code == 404
    restored = await ada.rest.post(f"{path}/restore")
    assert (restored.status_code, restored.json()["data"]["deleted_at"]) == (200, None)


async def test_only_the_version_of_if_match_counts(ada: Person) -> None:
    job = await created(ada)
    path = f"/api/jobs/{job['id']}"
    tag = (await ada.rest.get(path)).headers["etag"]
    assert tag.startswith('"1-')
    for number, header in enumerate([tag, '"2"', "3", 'W/"4-abc"', "*"], start=2):
        response = await ada.rest.patch(path, json={"notes": header}, headers={"If-Match": header})
        assert (response.status_code, response.json()["data"]["version"]) == (200, number)
    stale = await ada.rest.patch(path, json={"notes": "y"}, headers={"If-Match": tag})
    assert stale.status_code == 409
    assert stale.json()["error"]["code"] == "VERSION_CONFLICT"
    assert stale.json()["error"]["current"] == (await ada.rest.get(path)).json()["data"]
    refused = await ada.rest.delete(path, headers={"If-Match": '"5"'})
    assert refused.status_code == 409
    nonsense = await ada.rest.patch(path, json={"notes": "y"}, headers={"If-Match": '"x"'})
    assert [fault["field"] for fault in nonsense.json()["error"]["details"]] == ["If-Match"]


async def test_an_unchanged_answer_is_304(ada: Person) -> None:
    job = await created(ada)
    for path in (f"/api/jobs/{job['id']}", "/api/jobs", f"/api/jobs/{job['id']}/events"):
        tag = (await ada.rest.get(path)).headers["etag"]
        for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            unchanged = await ada.rest.get(path, headers={"If-None-Match": sent})
            assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
        assert (await ada.rest.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    await database.fetch("UPDATE job SET ai_match_score = 80 WHERE job_id = $1", job["job_id"])
    rescored = await ada.rest.get(f"/api/jobs/{job['id']}", headers={"If-None-Match": tag})
    assert rescored.status_code == 200
    assert rescored.headers["etag"].startswith('"1-')


async def test_parsed_data_is_json(ada: Person) -> None:
    job = await created(ada)
    await database.fetch('UPDATE job SET ai_parsed_data = \'{"skills": ["go"]}\' WHERE job_id = $1', job["job_id"])
    assert (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"]["ai_parsed_data"] == {"skills": ["go"]}
    answer = await ada.data("query($id: ID!) { job(id: $id) { aiParsedData } }", id=job["id"])
    assert answer == {"job": {"aiParsedData": {"skills": ["go"]}}}


async def test_a_list_has_its_envelope_and_links(ada: Person) -> None:
    for title in "abc":
        await created(ada, job_title=title)
    response = await ada.rest.get("/api/jobs", params={"limit": 1, "page": 2, "sort": "job_title", "order": "asc"})
    body = response.json()
    assert [job["job_title"] for job in body.pop("data")] == ["b"]
    assert body == {"total": 3, "page": 2, "limit": 1, "has_more": True}
    url = f"{BASE}/api/jobs?limit=1&sort=job_title&order=asc&page={{}}"
    assert response.headers["link"] == (
        f'<{url.format(1)}>; rel="first", <{url.format(1)}>; rel="prev", '
        f'<{url.format(3)}>; rel="next", <{url.format(3)}>; rel="last"'
    )
    beyond = await ada.rest.get("/api/jobs", params={"page": 9})
    assert (beyond.json()["data"], beyond.json()["total"], beyond.json()["has_more"]) == ([], 3, False)


async def test_the_filters_of_a_list(ada: Person) -> None:
    await created(ada, company_name="Acme", is_remote=True, tags=["Dream"])
    await created(ada, company_name="Beta", source="linkedin", job_type="intern")
    for parameters, names in (
        ({"is_remote": "true"}, ["Acme"]),
        ({"is_remote": "false"}, ["Beta"]),
        ({"source": "linkedin", "job_type": "intern"}, ["Beta"]),
        ({"tag": "dream", "search": "acm"}, ["Acme"]),
        ({"company": "BETA", "since": "2026-01-01T00:00:00Z"}, ["Beta"]),
        ({"min_score": "0"}, []),
    ):
        rows = (await ada.rest.get("/api/jobs", params=parameters)).json()["data"]
        assert [row["company_name"] for row in rows] == names


async def test_events_are_listed_and_corrected(ada: Person) -> None:
    job = await created(ada, status="applied")
    path = f"/api/jobs/{job['id']}/events"
    (event,) = (await ada.rest.get(path, params={"limit": 1})).json()["data"]
    assert list(event) == ["id", "type", "from_status", "to_status", "occurred_at", "recorded_at", "note", "actor"]
    moved = "2026-02-01T08:00:00Z"
    response = await ada.rest.patch(f"{path}/{event['id']}", json={"occurred_at": moved, "note": "by post"})
    assert response.json() == {"data": event | {"occurred_at": moved, "note": "by post"}}
    assert (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"]["applied_at"] == moved


async def test_someone_elses_job_is_not_found_and_stays_as_it_is(ada: Person, bob: Person) -> None:
    job = await created(ada)
    event = (await ada.rest.get(f"/api/jobs/{job['id']}/events")).json()["data"][0]
    for job_id in (job["id"], str(uuid4()), "7", "x"):
        path = f"/api/jobs/{job_id}"
        for method, route, body in (
            ("GET", path, None),
            ("PATCH", path, {"notes": "mine"}),
            ("PUT", path, JOB),
            ("DELETE", path, None),
            ("POST", f"{path}/restore", None),
            ("GET", f"{path}/events", None),
            ("PATCH", f"{path}/events/{event['id']}", {"note": "mine"}),
        ):
            response = await bob.rest.request(method, route, json=body)
            assert (response.status_code, response.json()["error"]["code"]) == (404, "NOT_FOUND"), (method, route)
    assert (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"] == job


async def test_nobody_gets_in(client: httpx2.AsyncClient) -> None:
    for method, route, body in (
        ("GET", "/api/jobs", None),
        ("POST", "/api/jobs", JOB),
        ("GET", f"/api/jobs/{uuid4()}", None),
        ("POST", f"/api/jobs/{uuid4()}/restore", None),
        ("GET", "/api/auth/me", None),
        ("POST", "/api/auth/logout", None),
    ):
        response = await client.request(method, route, json=body)
        assert (response.status_code, response.json()["error"]["code"]) == (401, "UNAUTHORIZED"), route
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
