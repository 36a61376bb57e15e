"""A sample request for every operation of both wires, and a world of things that they are about."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2
from starlette.types import ASGIApp, Message

from core.actor import Client, Scope
from resolvers import api_tokens, jobs, postings, resumes, scraping, sessions
from resolvers.api_tokens import ApiTokenDraft
from resolvers.collaborators import Collaborators
from resolvers.resumes import ResumeDraft
from resolvers.scraping import ScrapeRequest
from rest_compat.errors import Dialect
from rest_compat.operation import Operation
from scraping.posting import Extraction, Posting
from tests.conftest import PASSWORD, Person, http_client
from tests.operations import fields
from tests.resolvers.factory import history, saved

NEW = {"email": "new@example.com", "password": "winter-Kettle-88-moss"}
JOB = {"company_name": "Acme", "job_title": "Engineer"}
CAPTURE = {
    "title": "Engineer", "company": "Acme", "location": "", "description": "", "sourceUrl": "https://a.example/1",
}  # fmt: skip
# What a request to each route sends; a new route needs an entry.
BODIES: dict[tuple[str, str, Dialect], Any] = {
    ("POST", "/api/auth/signup", Dialect.A): NEW,
    ("POST", "/api/auth/login", Dialect.A): {"email": "ada@example.com", "password": PASSWORD},
    ("POST", "/api/auth/login", Dialect.B): {"username": "ada", "password": PASSWORD},
    ("POST", "/api/auth/refresh", Dialect.B): {"refresh_token": "{refresh_token}"},
    ("POST", "/api/auth/tokens", Dialect.A): {"name": "new"},
    ("POST", "/api/jobs", Dialect.A): JOB,
    ("POST", "/api/jobs", Dialect.B): CAPTURE,
    ("POST", "/api/jobs/bulk", Dialect.A): {"operations": [{"op": "create", "data": JOB}]},
    ("PATCH", "/api/jobs/{id}", Dialect.A): {"notes": "new"},
    ("PUT", "/api/jobs/{id}", Dialect.A): JOB | {"notes": "new"},
    ("PATCH", "/api/profile", Dialect.A): {"weekly_goal": 3},
    ("PUT", "/api/profile", Dialect.A): {"weekly_goal": 3},
    ("PATCH", "/api/jobs/{id}/events/{event_id}", Dialect.A): {"note": "new"},
    ("POST", "/api/jobs/{id}/merge", Dialect.A): {"duplicate_id": "{twin}"},
    ("POST", "/api/scraper/runs", Dialect.A): {"url": "https://a.example/2"},
    ("POST", "/api/profile/resumes", Dialect.A): {"text": "I know Python."},
    ("PATCH", "/api/profile/resumes/{id}", Dialect.A): {"name": "new"},
    ("POST", "/api/ai/score", Dialect.A): {"job_id": "{job}"},
    ("POST", "/api/scraper/boards", Dialect.A): {"url": "https://a.example/jobs"},
    ("POST", "/api/ai/digest", Dialect.A): {"period": "daily"},
} | dict.fromkeys(
    [
        ("GET", "/health", Dialect.B), ("GET", "/api/health", Dialect.A), ("GET", "/api/auth/verify", Dialect.B),
        ("POST", "/api/auth/logout", Dialect.A), ("GET", "/api/auth/me", Dialect.A),
        ("GET", "/api/auth/sessions", Dialect.A), ("DELETE", "/api/auth/sessions/{id}", Dialect.A),
        ("GET", "/api/auth/tokens", Dialect.A), ("DELETE", "/api/auth/tokens/{id}", Dialect.A),
        ("GET", "/api/jobs/quota", Dialect.B), ("GET", "/api/jobs", Dialect.A), ("GET", "/api/jobs/{id}", Dialect.A),
        ("DELETE", "/api/jobs/{id}", Dialect.A), ("POST", "/api/jobs/{id}/restore", Dialect.A),
        ("GET", "/api/jobs/{id}/events", Dialect.A), ("GET", "/api/jobs/changes", Dialect.A),
        ("GET", "/api/scraper/runs", Dialect.A), ("GET", "/api/scraper/runs/{id}", Dialect.A),
        ("DELETE", "/api/scraper/runs/{id}", Dialect.A), ("POST", "/api/jobs/{id}/check", Dialect.A),
        ("GET", "/api/jobs/{id}/posting", Dialect.A),
        ("GET", "/api/ai/insights", Dialect.A),
        ("GET", "/api/profile/resumes", Dialect.A), ("DELETE", "/api/profile/resumes/{id}", Dialect.A),
        ("POST", "/api/ai/score-all", Dialect.A), ("GET", "/api/jobs/{id}/scores", Dialect.A),
        ("GET", "/api/jobs/{id}/drafts", Dialect.A),
        ("GET", "/api/profile", Dialect.A), ("GET", "/api/analytics/dashboard", Dialect.A),
        ("GET", "/api/analytics/timeline", Dialect.A), ("GET", "/api/analytics/funnel", Dialect.A),
        ("GET", "/api/analytics/flow", Dialect.A), ("GET", "/api/analytics/companies", Dialect.A),
    ]
)  # fmt: skip
# What asks for each root field; a new one needs an entry.
CALLS = {
    "health": "health { status }",
    "me": "me { id }",
    "job": 'job(id: "{job}") { id }',
    "jobs": "jobs { totalCount }",
    "quota": "quota { used }",
    "sessions": "sessions { id }",
    "apiTokens": "apiTokens { id }",
    "changes": "changes { token }",
    "nodes": 'nodes(ids: ["{job}"]) { id }',
    "node": 'node(id: "{event}") { id }',
    "rateLimit": "rateLimit { cost }",
    "run": 'run(id: "{run}") { id }',
    "runs": "runs { nodes { id } }",
    "posting": 'posting(jobId: "{job}") { url }',
    "insights": "insights { title }",
    "profile": "profile { timezone }",
    "dashboard": "dashboard { byStatus { count } }",
    "timeline": "timeline { bucket }",
    "funnel": "funnel { reached }",
    "timeInStage": "timeInStage { n }",
    "flow": "flow { nodes { id } }",
    "activity": "activity { id }",
    "streak": "streak { current }",
    "companies": "companies { totalCount }",
    "signUp": 'signUp(input: {email: "new@example.com", password: "winter-Kettle-88-moss"}) { __typename }',
    "logIn": f'logIn(input: {{email: "ada@example.com", password: "{PASSWORD}"}}) {{ __typename }}',
    "refreshSession": 'refreshSession(input: {refreshToken: "{refresh_token}"}) { __typename }',
    "logOut": "logOut { __typename }",
    "endSession": 'endSession(input: {id: "{session}"}) { __typename }',
    "createApiToken": 'createApiToken(input: {name: "new"}) { __typename }',
    "deleteApiToken": 'deleteApiToken(input: {id: "{token}"}) { __typename }',
    "captureJob": 'captureJob(input: {companyName: "Acme", jobTitle: "x", jobDescription: "", location: "", '
                  'sourceUrl: "https://a.example/1"}) { __typename }',
    "bulkUpdateJobs": 'bulkUpdateJobs(input: {operations: [{op: DELETE, id: "{job}"}]}) { __typename }',
    "createJob": 'createJob(input: {companyName: "Acme", jobTitle: "x"}) { __typename }',
    "updateJob": 'updateJob(input: {id: "{job}", notes: "new"}) { __typename }',
    "deleteJob": 'deleteJob(input: {id: "{job}"}) { __typename }',
    "restoreJob": 'restoreJob(input: {id: "{deleted}"}) { __typename }',
    "updateJobEvent": 'updateJobEvent(input: {jobId: "{job}", id: "{event}", note: "new"}) { __typename }',
    "updateProfile": "updateProfile(input: {weeklyGoal: 3}) { __typename }",
    "resumes": "resumes { id }",
    "drafts": 'drafts(jobId: "{job}") { id }',
    "draftWritten": 'draftWritten(input: {jobId: "{job}", kind: COVER_LETTER}) { text }',
    "jobScores": 'jobScores(jobId: "{job}") { score }',
    "addResume": 'addResume(input: {text: "I know Python."}) { __typename }',
    "updateResume": 'updateResume(input: {id: "{resume}", name: "new"}) { __typename }',
    "deleteResume": 'deleteResume(input: {id: "{resume}"}) { __typename }',
    "scoreJob": 'scoreJob(input: {jobId: "{job}"}) { __typename }',
    "scoreAllJobs": "scoreAllJobs { __typename }",
    "mergeJobs": 'mergeJobs(input: {id: "{job}", duplicateId: "{twin}"}) { __typename }',
    "scrapeJob": 'scrapeJob(input: {url: "https://a.example/2"}) { __typename }',
    "scrapeBoard": 'scrapeBoard(input: {url: "https://a.example/jobs"}) { __typename }',
    "checkPosting": 'checkPosting(input: {jobId: "{job}"}) { __typename }',
    "createDigest": "createDigest(input: {period: DAILY}) { __typename }",
    "cancelRun": 'cancelRun(input: {id: "{run}"}) { __typename }',
    "jobChanged": "jobChanged { op }",
    "runProgressed": 'runProgressed(id: "{run}") { status }',
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Ada's things, by the names that requests use for them."""

    names: dict[str, str]
    asgi: ASGIApp
    ada: Person

    def filled(self, text: str) -> str:
        for name, value in self.names.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    async def rest(self, operation: Operation, token: str | None, **changed: Any) -> httpx2.Response:
        """The sample request; `changed` are arguments of httpx in place of its own."""
        body = BODIES[operation.method, operation.path, operation.dialect]
        sent = {key: self.filled(value) if isinstance(value, str) else value for key, value in (body or {}).items()}
        if not changed.keys() & {"content", "json"}:
            changed["json"] = sent or None
        async with http_client(self.asgi, token) as client:
            return await client.request(changed.pop("method", operation.method), self.path(operation), **changed)

    def path(self, operation: Operation) -> str:
        """The route with the ids of this world's things in it."""
        targets = {
            "/sessions/": "{session}", "/tokens/": "{token}", "/restore": "{deleted}", "/runs/": "{run}",
            "/resumes/": "{resume}",
        }  # fmt: skip
        target = next((name for part, name in targets.items() if part in operation.path), "{job}")
        return self.filled(operation.path.replace("{event_id}", "{event}").replace("{id}", target))

    async def graphql(self, name: str, token: str | None) -> dict[str, Any]:
        kind = fields()[name][0]
        query = f"{kind} {{ {self.filled(CALLS[name])} }}"
        if kind == "subscription":
            return await self._first_event(query, token)
        async with http_client(self.asgi, token) as client:
            response = await client.post("/graphql", json={"query": query})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def _first_event(self, query: str, token: str | None) -> dict[str, Any]:
        """The first answer of a subscription; while there is none, jobs are saved for it to tell of."""
        headers = [(b"content-type", b"application/json"), (b"accept", b"text/event-stream")]
        headers += [(b"authorization", f"Bearer {token}".encode())] if token else []
        sent, incoming = asyncio.Queue[Message](), asyncio.Queue[Message]()
        incoming.put_nowait({"type": "http.request", "body": json.dumps({"query": query}).encode()})
        scope = {"type": "http", "method": "POST", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"",
                 "headers": headers, "client": ("192.0.2.7", 5000), "server": ("test", 80), "scheme": "http",
                 "root_path": "", "http_version": "1.1", "asgi": {"spec_version": "2.3"}}  # fmt: skip
        request = asyncio.ensure_future(self.asgi(scope, incoming.get, sent.put))
        while True:
            try:
                chunk = (await asyncio.wait_for(sent.get(), 0.2)).get("body", b"")
            except TimeoutError:
                await saved(self.ada.actor)
                continue
            if chunk:
                incoming.put_nowait({"type": "http.disconnect"})
                await request
                # The first event of the stream.
                answer: dict[str, Any] = json.loads(chunk.partition(b"data: ")[2].partition(b"\n\n")[0])
                return answer

    async def token(self, scope: Scope) -> str:
        draft = ApiTokenDraft.model_validate({"name": scope.value, "scopes": [scope.value]})
        return (await api_tokens.create(self.ada.actor, draft)).token


async def world_of(served: tuple[ASGIApp, Collaborators], ada: Person) -> World:
    """Live jobs with a posting, a deleted job, an event, another session, another API token and a run of Ada's."""
    asgi, app = served
    job = await saved(ada.actor, source_url="https://a.example/3")
    twin, deleted = await saved(ada.actor), await saved(ada.actor)
    seen = Posting(company_name="Acme", job_title="Engineer", source_url="https://a.example/3")
    await postings.keep(ada.actor, job["job_id"], Extraction(seen, {}))
    resume = await resumes.add(ada.actor, ResumeDraft(text="I know Python."))
    run = await scraping.start(ada.actor, ScrapeRequest(url="https://a.example/2"))
    await jobs.delete(ada.actor, UUID(deleted["id"]))
    [event] = await history(ada.actor, job["id"])
    other = await sessions.open_session(Client("192.0.2.9", "phone"), ada.id, signer=app.signer)
    token = await api_tokens.create(ada.actor, ApiTokenDraft(name="other"))
    names = {
        "job": job["id"], "twin": twin["id"], "deleted": deleted["id"], "event": event["id"], "run": run["id"],
        "resume": resume["id"],
        "token": token.row["id"],
        "session": str(app.signer.read(other.access_token).session_id), "refresh_token": ada.refresh_token,
    }  # fmt: skip
    return World(names, asgi, ada)
