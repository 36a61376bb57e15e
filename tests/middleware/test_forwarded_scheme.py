"""What a trusted proxy says about the scheme counts; what anybody else says does not."""

from ipaddress import ip_network

import pytest
from starlette.types import Receive, Scope, Send

from middleware.identification import Identification, Networks
from resolvers.collaborators import Collaborators
from tests.conftest import http_client


@pytest.mark.parametrize(
    ("trusted", "sent", "scheme"),
    [
        ("192.0.2.7/32", "https", "https"),
        ("192.0.2.7/32", "HTTPS", "https"),
        ("192.0.2.7/32", "gopher", "http"),
        ("192.0.2.8/32", "https", "http"),
    ],
)
async def test_the_scheme_is_the_clients(app: Collaborators, trusted: str, sent: str, scheme: str) -> None:
    seen: list[str] = []

    async def inner(scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(scope["scheme"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    networks: Networks = (ip_network(trusted),)
    identified = Identification(inner, networks)

    async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
        await identified({**scope, "state": {"app": app}}, receive, send)

    async with http_client(asgi) as client:
        await client.get("/", headers={"X-Forwarded-Proto": sent})
    assert seen == [scheme]
