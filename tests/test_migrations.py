"""A database made by the migrations is the one that the models describe."""

import json
from collections.abc import Awaitable, Callable
from types import ModuleType

import asyncpg
import pytest
from aerich.utils import decompress_dict, get_models_describe, import_py_file

from core import migrations
from resolvers.collaborators import Collaborators
from tests.conftest import REPOSITORY

# What the models cannot express, so that no generated migration would bring it back.
HAND_WRITTEN = {
    "draft_newest",
    "insight_made",
    "insight_one_per_period",
    "job_by_status",
    "job_changes",
    "job_event_history",
    "job_event_newest",
    "job_facts_owner",
    "job_newest",
    "job_one_per_url",
    "job_posting_checked",
    "job_posting_key",
    "job_score_newest",
    "job_stay_days",
    "job_stay_job",
    "job_tombstone_changes",
    "job_updated",
    "job_words",
    "refresh_token_family",
    "resume_default",
    "resume_owner",
    "run_newest",
    "run_unfinished",
    "session_owner",
}
TRIGGERS = {
    "job_buried", "job_event_revised", "job_facts_after_correction", "job_facts_after_events", "job_facts_after_job",
    "job_revised",
}  # fmt: skip


def _latest() -> ModuleType:
    return import_py_file(REPOSITORY / "migrations" / "models" / migrations.known()[-1])


@pytest.fixture
def _initialised(app: Collaborators) -> None:
    """Aerich describes the models that Tortoise was initialised with."""


@pytest.mark.usefixtures("_initialised")
def test_a_new_migration_would_be_empty() -> None:
    committed = decompress_dict(_latest().MODELS_STATE)
    described = json.loads(json.dumps(get_models_describe("models")))
    for kind in ("table", "unique_together", "indexes", "pk_field", "data_fields", "fk_fields", "m2m_fields"):
        assert {name: model[kind] for name, model in committed.items()} == {
            name: model[kind] for name, model in described.items()
        }


async def test_the_hand_written_triggers_are_there(clone: Callable[[], Awaitable[str]]) -> None:
    connection = await asyncpg.connect(await clone())
    try:
        rows = await connection.fetch(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    assert {row["tgname"] for row in rows} == TRIGGERS


async def test_the_hand_written_indexes_are_there(clone: Callable[[], Awaitable[str]]) -> None:
    connection = await asyncpg.connect(await clone())
    try:
        rows = await connection.fetch("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        unique = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'job_one_per_url'")
    finally:
        await connection.close()
    assert HAND_WRITTEN - {row["indexname"] for row in rows} == set()
    assert unique == (
        "CREATE UNIQUE INDEX job_one_per_url ON public.job USING btree (user_id, canonical_url) "
        "WHERE (deleted_at IS NULL)"
    )


async def test_every_version_is_applied_once(clone: Callable[[], Awaitable[str]]) -> None:
    connection = await asyncpg.connect(await clone())
    try:
        rows = await connection.fetch("SELECT version FROM aerich ORDER BY id")
    finally:
        await connection.close()
    assert [row["version"] for row in rows] == migrations.known()
