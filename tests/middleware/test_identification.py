"""Who is asking, and from where."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.actor import Actor, Client
from core.settings import Settings
from middleware.identification import Identification
from tests.conftest import BASE, Person, http_client

PROXIES = "10.0.0.0/8, 2001:db8:1::/48, 192.0.2.9"
FORWARDED: list[tuple[str, list[str], str]] = [
    # Nobody's word is taken but a proxy's.
    ("203.0.113.5", [], "203.0.113.5"),
    ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),
    ("192.0.2.10", ["198.51.100.1"], "192.0.2.10"),
    ("10.0.0.1", [], "10.0.0.1"),
    ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
    ("192.0.2.9", ["198.51.100.1"], "198.51.100.1"),
    # What a client wrote itself stands before what our proxies wrote.
    ("10.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
    ("10.0.0.1", ["10.9.9.9, 198.51.100.1"], "198.51.100.1"),
    # Several proxies of ours in a row, and as several lines.
    ("10.0.0.1", ["1.2.3.4, 198.51.100.1, 10.0.0.3, 10.0.0.2"], "198.51.100.1"),
    ("10.0.0.1", ["1.2.3.4", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
    ("10.0.0.1", ["1.2.3.4, 198.51.100.1", "10.0.0.3 ,10.0.0.2"], "198.51.100.1"),
    ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
    # The other notations that proxies use.
    ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
    ("10.0.0.1", ["[2001:db8:2::1]:4711"], "2001:db8:2::1"),
    ("10.0.0.1", ["[2001:db8:2::1]"], "2001:db8:2::1"),
    ("10.0.0.1", ["2001:DB8:2::1"], "2001:db8:2::1"),
    ("2001:db8:1::7", ["198.51.100.1, 2001:db8:1::8"], "198.51.100.1"),
    ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
    # Garbage counts for nothing, and neither does what stands before it.
    ("10.0.0.1", [""], "10.0.0.1"),
    ("10.0.0.1", [" , "], "10.0.0.1"),
    ("10.0.0.1", ["unknown"], "10.0.0.1"),
    ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
    ("10.0.0.1", ["198.51.100.1, _hidden, 10.0.0.2"], "10.0.0.2"),
    ("10.0.0.1", ["198.51.100.1,"], "10.0.0.1"),
    ("10.0.0.1", ["999.1.1.1"], "10.0.0.1"),
    ("10.0.0.1", ["198.51.100.1:x"], "10.0.0.1"),
    ("10.0.0.1", ["[198.51.100.1"], "10.0.0.1"),
    ("10.0.0.1", ["fe80::1%" + "x" * 1000], "10.0.0.1"),
    ("10.0.0.1", ["\xff\xfe"], "10.0.0.1"),
    ("10.0.0.1", ["x" * 10_000], "10.0.0.1"),
    # A list beyond all measure ends with the proxies that were looked at.
    ("10.0.0.1", ["198.51.100.1" + ", 10.0.0.2" * 31], "198.51.100.1"),
    ("10.0.0.1", ["198.51.100.1" + ", 10.0.0.2" * 50_000], "10.0.0.2"),
    # No peer at all, as over a socket of the file system.
    ("", ["198.51.100.1"], ""),
]


class Recorder:
    """Stands for what knows tokens: notes who asked."""

    def __init__(self) -> None:
        self.seen: list[tuple[str | None, Client]] = []

    async def identify(self, authorization: str | None, client: Client) -> Actor:
        self.seen.append((authorization, client))
        return Actor(client)


async def seen(peer: str, headers: Sequence[tuple[bytes, bytes]], proxies: str = PROXIES) -> tuple[str | None, Client]:
    recorder = Recorder()

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        assert scope["state"]["actor"].client == recorder.seen[0][1]

    async def never(*_: Message) -> Any:
        raise AssertionError

    trusted = Settings(trusted_proxies=proxies, _env_file=None).trusted_proxies
    state = {"app": SimpleNamespace(identities=recorder)}
    scope = {"type": "http", "headers": headers, "client": (peer, 1) if peer else None, "state": state}
    await Identification(inner, trusted)(scope, never, never)
    [found] = recorder.seen
    return found


@pytest.mark.parametrize(("peer", "lines", "ip"), FORWARDED)
async def test_the_address_of_a_client(peer: str, lines: list[str], ip: str) -> None:
    headers = [(b"x-forwarded-for", line.encode("latin-1")) for line in lines]
    assert (await seen(peer, headers))[1].ip == ip


async def test_without_proxies_nobody_is_believed() -> None:
    headers = [(b"x-forwarded-for", b"198.51.100.1")]
    assert (await seen("127.0.0.1", headers, ""))[1].ip == "127.0.0.1"


async def test_what_identifies_is_read_as_sent() -> None:
    headers = [(b"authorization", b"Bearer \xff"), (b"user-agent", b"caf\xe9"), (b"cookie", b"x")]
    assert await seen("192.0.2.1", headers) == ("Bearer \xff", Client("192.0.2.1", "café"))
    assert await seen("192.0.2.1", []) == (None, Client("192.0.2.1", ""))


async def test_two_tokens_are_no_token() -> None:
    headers = [(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")]
    assert (await seen("192.0.2.1", headers))[0] == "Bearer a,Bearer b"


async def test_other_protocols_have_no_actor() -> None:
    passed: list[Scope] = []

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope)

    async def never(*_: Message) -> Any:
        raise AssertionError

    await Identification(inner)({"type": "lifespan"}, never, never)
    assert passed == [{"type": "lifespan"}]


async def test_clients_behind_a_proxy_have_limits_of_their_own(ada: Person, beside: Callable[..., ASGIApp]) -> None:
    asgi = beside(rate_limit_auth="1/minute", trusted_proxies="192.0.2.7")
    login = {"email": ada.email, "password": "wrong"}

    async def attempt(client: httpx2.AsyncClient, forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return (await client.post("/api/auth/login", json=login, headers=headers)).status_code

    async with http_client(asgi) as proxy:
        assert [await attempt(proxy, ip) for ip in ("203.0.113.1", "203.0.113.2")] == [401, 401]
        # Whatever a client writes before its address, it is the same client.
        assert [await attempt(proxy, f"{number}.1.1.1, 203.0.113.1") for number in range(5)] == [429] * 5
        assert [await attempt(proxy, f"2001:db8:5:5::{number}") for number in range(3)] == [401, 429, 429]
    transport = httpx2.ASGITransport(app=asgi, client=("203.0.113.9", 1))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as stranger:
        assert [await attempt(stranger, f"10.0.0.{number}") for number in range(3)] == [401, 429, 429]


async def test_a_session_remembers_where_it_was_opened(ada: Person, beside: Callable[..., ASGIApp]) -> None:
    from tests.conftest import PASSWORD

    async with http_client(beside(trusted_proxies="192.0.2.7")) as proxy:
        response = await proxy.post(
            "/api/auth/login",
            json={"email": ada.email, "password": PASSWORD},
            headers={"X-Forwarded-For": "unknown, 2001:db8::0001", "User-Agent": "x" * 5000},
        )
        assert response.status_code == 200
    sessions = (await ada.rest.get("/api/auth/sessions")).json()["data"]
    assert {(session["ip"], len(session["user_agent"])) for session in sessions} == {
        ("192.0.2.7", len("tests")), ("2001:db8::1", 255),
    }  # fmt: skip
