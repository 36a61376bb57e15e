"""Which application a path leads to, straight or through the router."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from middleware.shortcut import Shortcut


class Named:
    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        text = f"{self.name} {sorted(scope.get('path_params', {}).items())}"
        await PlainTextResponse(text)(scope, receive, send)


APP = Shortcut(
    Named("router"),
    [
        Route("/jobs", Named("list")),
        Route("/jobs/{id}", Named("one")),
        Route("/jobs/changes", Named("changes")),
        Route("/jobs/{id}/events/{event}", Named("event")),
    ],
)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/jobs", "list []"),
        ("/jobs/7", "one [('id', '7')]"),
        ("/jobs/changes", "changes []"),
        ("/jobs/7/events/8", "event [('event', '8'), ('id', '7')]"),
        ("/jobs/", "router []"),
        ("/jobs/7/", "router []"),
        ("/jobs//events/8", "router []"),
        ("/jobs/7/notes/8", "router []"),
        ("/other", "router []"),
    ],
)
async def test_paths(path: str, answer: str) -> None:
    assert await answered({"type": "http", "path": path}) == answer


async def test_whatever_is_not_plain_is_left_to_the_router() -> None:
    assert await answered({"type": "http", "path": "/jobs", "root_path": "/jobs"}) == "router []"
    assert await answered({"type": "lifespan"}) == "router []"


async def answered(scope: Scope) -> str:
    sent = []

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: dict[str, str]) -> None:
        sent.append(message)

    await APP(scope, receive, send)  # type: ignore[arg-type]
    body: bytes = sent[1]["body"]  # type: ignore[assignment]
    return body.decode()
