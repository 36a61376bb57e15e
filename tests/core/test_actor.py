"""Who may do what."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.actor import EVERYTHING, Actor, Client, Identity, Scope
from core.errors import Forbidden, TokenExpired, Unauthorized

ADA, SESSION = UUID(int=1), UUID(int=2)
CLIENT = Client("192.0.2.1", "tests")


def test_a_session_may_do_everything() -> None:
    actor = Actor(CLIENT, Identity(ADA, "free", SESSION))
    assert {Scope.READ, Scope.WRITE, Scope.CAPTURE} == EVERYTHING
    assert {actor.allowed(scope) for scope in Scope} == {ADA}
    assert (actor.user_id, actor.session_id, actor.owner, actor.refusal) == (ADA, SESSION, str(ADA), None)
    assert actor.is_in(SESSION)
    assert not actor.is_in(UUID(int=3))


def test_an_api_token_may_do_what_its_scopes_say() -> None:
    actor = Actor(CLIENT, Identity(ADA, "free", scopes=frozenset({Scope.CAPTURE})))
    assert actor.allowed(Scope.WRITE, Scope.CAPTURE) == actor.user_id == ADA
    with pytest.raises(Forbidden, match=r"^This API token has not the scope read or write: use one that has\.$"):
        actor.allowed(Scope.READ, Scope.WRITE)
    with pytest.raises(Forbidden, match=r"^An API token has no session: delete the token instead\.$"):
        _ = actor.session_id
    assert not actor.is_in(SESSION)


@pytest.mark.parametrize("refusal", [None, TokenExpired()])
def test_nobody_may_do_nothing(refusal: TokenExpired | None) -> None:
    actor = Actor(CLIENT, refusal=refusal)
    expected = TokenExpired if refusal else Unauthorized
    attempts: list[Callable[[], UUID]] = [
        lambda: actor.user_id, lambda: actor.session_id, lambda: actor.allowed(Scope.READ)
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(expected) as refused:
            attempt()
        assert type(refused.value) is expected
    assert (actor.owner, actor.refusal) == ("ip:192.0.2.1", refusal)
    assert not actor.is_in(SESSION)
