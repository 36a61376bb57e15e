"""The rules about one of the other rows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from core.actor import Actor, Client, Identity
from core.errors import Unauthorized
from models.api_token import ApiToken
from models.job import Job, JobStatus
from models.job_event import CORRECTABLE, JobEvent
from models.refresh_token import GRACE, RefreshToken
from models.session import Session
from models.user import Plan
from resolvers.collaborators import Collaborators
from tests.conftest import Person

NOW = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _initialised(app: Collaborators) -> None:
    """Tortoise makes no rows before it knows its models."""


def test_a_refresh_token_may_be_used_twice_within_the_grace() -> None:
    token = RefreshToken(digest="x", session_id=UUID(int=1), expires_at=NOW)
    assert not token.is_reused(NOW)
    token.used_at = NOW
    assert not token.is_reused(NOW + GRACE)
    assert token.is_reused(NOW + GRACE + timedelta(microseconds=1))


def test_an_event_says_what_a_correction_changed() -> None:
    event = JobEvent(id=UUID(int=1), to_status=JobStatus.APPLIED, occurred_at=NOW, recorded_at=NOW, note="a")
    assert event.correct({"note": "a", "occurred_at": NOW}) == set()
    assert event.correct({"note": None, "occurred_at": NOW + timedelta(days=1)}) == CORRECTABLE
    assert event.occurred_at - event.recorded_at == timedelta(days=1)


@pytest.mark.parametrize("model", [Job, JobEvent, Session, ApiToken])
async def test_nobody_owns_nothing(model: type[Job | JobEvent | Session | ApiToken]) -> None:
    with pytest.raises(Unauthorized):
        model.owned_by(Actor(Client("192.0.2.1")))


async def test_everybody_has_his_own(ada: Person, bob: Person) -> None:
    for person in (ada, bob):
        assert [session.user_id for session in await Session.owned_by(person.actor)] == [person.id]
        assert await Job.owned_by(person.actor).count() == await ApiToken.owned_by(person.actor).count() == 0
    assert await Session.owned_by(Actor(Client(), Identity(UUID(int=9), Plan.FREE))).count() == 0
