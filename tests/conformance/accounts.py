"""An account on the server under test, opened over REST."""

import json
import urllib.request


def api_token(address: str, name: str) -> str:
    """A token of a new account, `NAME@example.com`: logging out would end a session, but not this."""
    who = {"email": f"{name}@example.com", "password": "plum-Orbit-lantern-42"}
    _post(f"{address}/api/auth/signup", who)
    access = _post(f"{address}/api/auth/login", who)["data"]["access_token"]
    return str(_post(f"{address}/api/auth/tokens", {"name": name}, access)["data"]["token"])


def _post(url: str, body: dict[str, str], token: str | None = None) -> dict[str, dict[str, str]]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 our own loopback address
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, dict[str, str]] = json.load(answer)
        return found
