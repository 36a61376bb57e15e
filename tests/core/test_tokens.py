"""Access tokens: what one says, and whatever may be wrong with one."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TokenExpired, Unauthorized
from core.tokens import AccessToken, Signer, digest, new_refresh_token
from tests.conftest import Ticking

KEY = "k" * 32
SIGNER = Signer(KEY, access_ttl=3600, refresh_ttl=1_209_600)
USER, SESSION = UUID(int=1), UUID(int=2)
BAD = "The access token is not valid: log in again."


def claims(moment: datetime, **changed: object) -> dict[str, Any]:
    valid = {
        "sub": str(USER), "sid": str(SESSION), "jti": "x", "iat": moment, "exp": moment + timedelta(hours=1),
        "aud": "pipeline", "iss": "pipeline",
    }  # fmt: skip
    return {name: value for name, value in {**valid, **changed}.items() if value is not None}


def forged(payload: dict[str, Any], key: str = KEY, algorithm: str = "HS256", **header: object) -> str:
    return jwt.encode(payload, key, algorithm=algorithm, headers={"typ": "at+jwt", **header})


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def assert_bad(token: str) -> None:
    with pytest.raises(Unauthorized, match=f"^{BAD}$") as refused:
        SIGNER.read(token)
    assert type(refused.value) is Unauthorized


def test_a_token_says_who_and_until_when(ticking: Ticking) -> None:
    token, expires = SIGNER.issue(USER, SESSION)
    assert expires == datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
    assert SIGNER.read(token) == AccessToken(USER, SESSION, expires.timestamp())
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "at+jwt"}


def test_no_two_tokens_are_alike(ticking: Ticking) -> None:
    assert SIGNER.issue(USER, SESSION) != SIGNER.issue(USER, SESSION)


def test_it_ends_by_the_projects_clock_to_the_second(ticking: Ticking) -> None:
    ticking.advance(0.75)
    token, expires = SIGNER.issue(USER, SESSION)
    assert expires == datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
    ticking.advance(3599)
    assert SIGNER.read(token).user_id == USER
    ticking.advance(0.25)
    with pytest.raises(TokenExpired):
        SIGNER.read(token)


def test_what_the_tests_forge_would_pass(ticking: Ticking) -> None:
    assert SIGNER.read(forged(claims(ticking.moment))).user_id == USER


@pytest.mark.parametrize("missing", ["sub", "sid", "jti", "iat", "exp", "aud", "iss"])
def test_every_claim_is_needed(ticking: Ticking, missing: str) -> None:
    assert_bad(forged(claims(ticking.moment, **{missing: None})))


@pytest.mark.parametrize(
    ("claim", "value"),
    [("aud", "other"), ("iss", "other"), ("aud", ["other", "pipelines"]), ("sub", "ada"), ("sid", "7"), ("sid", 7),
     ("sub", 7), ("exp", "soon"), ("exp", [1]), ("jti", 5), ("sid", None), ("sid", {})],
)  # fmt: skip
def test_every_claim_is_checked(ticking: Ticking, claim: str, value: object) -> None:
    assert_bad(forged(claims(ticking.moment, **{claim: value})))


@pytest.mark.parametrize("typ", ["JWT", "rt+jwt", "", None])
def test_another_kind_of_token_does_not_pass(ticking: Ticking, typ: str | None) -> None:
    assert_bad(forged(claims(ticking.moment), typ=typ))


def test_no_algorithm_but_ours(ticking: Ticking) -> None:
    payload = claims(ticking.moment)
    assert_bad(forged(payload, "", "none"))
    assert_bad(forged(payload, KEY * 2, "HS512"))
    assert_bad(forged(payload, KEY * 2, "HS384"))
    payload = claims(ticking.moment, iat=1, exp=9_999_999_999)
    for algorithm in ("none", "None", "nOnE", "RS256", "", 5, None, ["HS256"]):
        head = part({"alg": algorithm, "typ": "at+jwt"})
        assert_bad(f"{head}.{part(payload)}.")
        assert_bad(f"{head}.{part(payload)}.AAAA")


def test_a_wrong_key_or_a_changed_byte(ticking: Ticking) -> None:
    assert_bad(forged(claims(ticking.moment), "K" * 32))
    head, payload, signature = SIGNER.issue(USER, SESSION)[0].split(".")
    changed = part({**json.loads(base64.urlsafe_b64decode(payload + "==")), "sub": str(UUID(int=3))})
    assert_bad(f"{head}.{changed}.{signature}")
    assert_bad(f"{head}.{payload}.{signature[:-4]}AAAA")
    assert_bad(f"{head}.{payload}.{signature[::-1]}")


def test_every_truncation_is_refused(ticking: Ticking) -> None:
    token, _ = SIGNER.issue(USER, SESSION)
    for length in range(len(token)):
        assert_bad(token[:length])


def test_a_token_beyond_all_measure(ticking: Ticking) -> None:
    assert_bad("a" * 10_000_000)
    assert_bad(forged(claims(ticking.moment, padding="x" * 4096)))
    nested = base64.urlsafe_b64encode(b'{"alg":"HS256","x":' + b"[" * 2900).rstrip(b"=").decode()
    assert_bad(f"{nested}.e30.AA")


@given(st.text(max_size=50) | st.text(alphabet=".aeyJ-_=", max_size=50) | st.binary(max_size=50).map(str))
def test_garbage_is_refused(text: str) -> None:
    assert_bad(text)


def test_a_short_key_signs_nothing(ticking: Ticking) -> None:
    with pytest.raises(jwt.exceptions.InvalidKeyError):
        Signer("k" * 31, 1, 1).issue(USER, SESSION)


def test_refresh_tokens_are_random_and_stored_as_their_digest() -> None:
    tokens = {new_refresh_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {token[:4] for token in tokens} == {"prt_"}
    assert {len(token) for token in tokens} == {47}
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(digest("\ud800")) == 64
