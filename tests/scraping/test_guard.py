"""Nothing that a user can write, and nothing that a site or a name server can answer, leads a request inward.

The links are followed by a program of its own (probe.py). Where this machine lets us have a network namespace, it runs
in one in which every address there is is local and listened on, so that a connection to any of them would be counted.
Elsewhere connections to forbidden addresses are led to a listener on loopback, and counted there.
"""

import json
import subprocess
import sys
from typing import Any

import pytest

from scraping.errors import MESSAGES, ScrapeCode
from tests.conftest import REPOSITORY
from tests.scraping.inward import LINKS, NAMES, PASTED, PUBLIC, PUBLIC_V6
from tests.scraping.probe import REBINDING, SITES

_EVERYTHING_IS_LOCAL = (
    "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo && exec "
)
_NOT_ALLOWED = f"URL_NOT_ALLOWED {MESSAGES[ScrapeCode.URL_NOT_ALLOWED]}"
_UNREACHABLE = f"UNREACHABLE {MESSAGES[ScrapeCode.UNREACHABLE]}"


def in_namespace(command: str) -> list[str]:
    return ["unshare", "-rn", "sh", "-c", f'{_EVERYTHING_IS_LOCAL} "$@"', "sh", *command.split()]


def can_have_a_namespace() -> bool:
    try:
        return subprocess.run(in_namespace("true"), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture(scope="module", params=["loopback", "namespace"])
def probed(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the probe found; on loopback once more where namespaces are not to be had."""
    mode = request.param if can_have_a_namespace() else "loopback"
    command = [sys.executable, "-m", "tests.scraping.probe", mode]
    if mode == "namespace":
        command = [*in_namespace(""), *command]
    found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert found.stderr == ""
    return {"mode": mode, **json.loads(found.stdout)}


def test_nobody_inside_is_connected_to(probed: dict[str, Any]) -> None:
    expected = {
        "namespace": ([PUBLIC, PUBLIC_V6], [PUBLIC, PUBLIC_V6], ["10.0.0.1"]),
        "loopback": ([PUBLIC], ["127.0.0.1"], ["canary"]),
    }
    assert (probed["arrived"], probed["attempted"], probed["control"]) == expected[probed["mode"]]


def test_links_that_lead_inward_are_refused(probed: dict[str, Any]) -> None:
    assert probed["pasted"] == dict.fromkeys([*LINKS, *PASTED], _NOT_ALLOWED)


def test_redirects_that_lead_inward_are_refused(probed: dict[str, Any]) -> None:
    assert probed["redirected"] == dict.fromkeys(LINKS, _NOT_ALLOWED)


def test_names_that_lead_inward_look_like_names_that_lead_nowhere(probed: dict[str, Any]) -> None:
    expected = dict.fromkeys([*NAMES, "unknown.example"], _UNREACHABLE)
    assert probed["names"] == probed["names over TLS"] == expected
    assert probed["names redirected"] == dict.fromkeys(NAMES, _UNREACHABLE)


def test_a_name_that_leads_inward_the_second_time_is_refused_then(probed: dict[str, Any]) -> None:
    assert list(probed["rebinding"].values()) == [
        "PAGE http://later.rebind.example/ <html>", _UNREACHABLE, _UNREACHABLE,
        "PAGE https://sorted.rebind.example/ <html>", _UNREACHABLE,
    ]  # fmt: skip
    assert list(probed["rebinding"]) == list(REBINDING)


def test_public_sites_are_read(probed: dict[str, Any]) -> None:
    assert [probed["public"][link] for link in SITES] == [
        f"PAGE {url} <html>"
        for url in (
            "http://site.example/", "http://site.example/?a", "https://site.example/x", "https://six.example/",
            "http://both.example/", "https://xn--bcher-kva.example/%C3%A4%20b?%C3%B6=%C3%A9", f"http://{PUBLIC}/",
            f"http://[{PUBLIC_V6}]/", "https://site.example/", "http://both.example/y", "http://site.example/z",
            "http://site.example/f",
        )
    ]  # fmt: skip
