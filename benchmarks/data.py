"""The benchmark's data, the same on every run but for the date: accounts, jobs and histories, filled in by SQL.

Each account's rows lie between those of the others, as they do where people save a few jobs a day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from core.text import case_key, lexemes, sort_key, words
from resolvers import demo_texts as texts

READERS, WRITERS, CROWD = 100, 100, 1_000_000
SIZES = {"small": (20, 100, 0), "100k": (READERS, 1_000, 0), "1m": (READERS, 1_000, CROWD)}
# Every tenth job of an account has a long history, the others a short one: three events a job on average.
LONG, SHORT = 12, 2
_SPACE = UUID(int=6)
_TEMPLATES, _CHUNK, _CODES = 400, 5_000, 4_000
_SUFFIXES = ("", " Berlin", " Group", " Europe", " Nordic", " Digital", " Partners", " Works")

_VOCABULARY = """
CREATE TEMPORARY TABLE vocabulary (kind TEXT, nth INT, text TEXT, key TEXT, more TEXT, words TEXT,
    PRIMARY KEY (kind, nth));
CREATE FUNCTION pg_temp.draw(n BIGINT, salt INT, size INT) RETURNS INT LANGUAGE sql IMMUTABLE AS
    'SELECT ((hashint8extended(n, salt) & 9223372036854775807) % size)::int';
CREATE FUNCTION pg_temp.moment(created TIMESTAMPTZ, number BIGINT, step INT, latest TIMESTAMPTZ) RETURNS TIMESTAMPTZ
    LANGUAGE sql STABLE AS $$ SELECT least(created + (step - 1) * (1 + number % 5) * interval '1 day', latest)
        + step * interval '1 millisecond' $$;
"""
_ACCOUNTS = """
INSERT INTO account (id, email, password_hash, email_confirmed, plan, created_at)
SELECT id, id || '@example.com', '-', false, 'free', $2 FROM unnest($1::uuid[]) AS made (id)
"""
# A session has the id of its account: nobody else makes tokens here.
_SESSIONS = """
INSERT INTO session (id, user_agent, ip, created_at, last_used_at, expires_at, user_id)
SELECT id, 'benchmark', '127.0.0.1', $2, $2, $2::timestamptz + interval '30 days', id FROM unnest($1::uuid[]) AS made (id)
"""
_JOBS = f"""
INSERT INTO job (id, user_id, company_name, company_key, job_title, title_key, job_description, source_url,
    canonical_url, source, status, job_type, location, is_remote, salary_min, salary_max, salary_currency,
    salary_period, notes, tags, tag_keys, search, ai_match_score, applied_at, interviewing_at, offer_at,
    rejected_at, version, revision, created_at, updated_at)
SELECT md5('job ' || n)::uuid, owner, company.text, company.key, title.text, title.key,
    replace(title.more, '@', company.text) || ' Reference ' || code || '.',
    'https://jobs.example.com/postings/' || n, 'https://jobs.example.com/postings/' || n,
    (ARRAY['linkedin', 'manual', 'extension', 'referral', 'indeed'])[1 + pg_temp.draw(n, 5, 5)],
    status, (ARRAY['full_time', 'full_time', 'full_time', 'part_time', 'contract'])[1 + pg_temp.draw(n, 6, 5)],
    place.text, pg_temp.draw(n, 7, 10) < 4, 50000 + 1000 * pg_temp.draw(n, 8, 40),
    95000 + 1000 * pg_temp.draw(n, 8, 40), 'EUR', 'year', note.text,
    CASE WHEN tag.text = '' THEN '{{}}'::text[] ELSE string_to_array(tag.text, '|') END,
    CASE WHEN tag.text = '' THEN '{{}}'::text[] ELSE string_to_array(tag.key, '|') END,
    concat_ws(' ', company.words, title.words, place.words, note.words, tag.words, 'reference', code)::tsvector,
    pg_temp.draw(n, 10, 100),
    CASE WHEN steps > 2 OR status = 'applied' THEN pg_temp.moment(created_at, number, 2, $4) END,
    CASE WHEN steps > 2 THEN pg_temp.moment(created_at, number, 3, $4)
        WHEN status = 'interviewing' THEN pg_temp.moment(created_at, number, 2, $4) END,
    CASE WHEN status = 'offer_received' THEN pg_temp.moment(created_at, number, steps, $4) END,
    CASE WHEN status = 'rejected' THEN pg_temp.moment(created_at, number, steps, $4) END,
    1, number, created_at, created_at
FROM (
    SELECT owner, nth AS number, n, CASE nth % 10 WHEN 0 THEN {LONG} ELSE {SHORT} END AS steps,
        'r' || to_hex(4096 + pg_temp.draw(n, 4, {_CODES})) AS code,
        $4::timestamptz - interval '400 days' + interval '399 days' * nth / jobs
            + interval '1 second' * pg_temp.draw(n, 11, 30000) AS created_at
    FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS account (owner, jobs, first)
    CROSS JOIN LATERAL (SELECT nth, first + nth AS n FROM generate_series(1, jobs) AS nth) AS numbered
) AS drawn
CROSS JOIN LATERAL (SELECT pg_temp.draw(n, 9, 100) AS fate) AS fates
CROSS JOIN LATERAL (SELECT CASE WHEN fate < 45 THEN 'applied' WHEN fate < 70 THEN 'rejected'
    WHEN fate < 82 THEN 'interviewing' WHEN fate < 90 THEN 'not_interested' WHEN fate < 93 THEN 'offer_received'
    ELSE 'interested' END AS status) AS ends
JOIN vocabulary AS company ON company.kind = 'company' AND company.nth = pg_temp.draw(n, 0, $5)
JOIN vocabulary AS title ON title.kind = 'title' AND title.nth = pg_temp.draw(n, 1, {_TEMPLATES})
JOIN vocabulary AS place ON place.kind = 'place' AND place.nth = pg_temp.draw(n, 2, $6)
JOIN vocabulary AS note ON note.kind = 'note' AND note.nth = pg_temp.draw(n, 3, $7)
JOIN vocabulary AS tag ON tag.kind = 'tag' AND tag.nth = pg_temp.draw(n, 12, $8)
ORDER BY created_at
"""
# Saved, then this and that, and at last what the job is now.
_EVENTS = f"""
INSERT INTO job_event (id, user_id, job_id, type, from_status, to_status, occurred_at, recorded_at, note, actor)
SELECT md5('event ' || job_id || ' ' || step)::uuid, user_id, job_id,
    CASE step WHEN 1 THEN 'created' ELSE 'status_changed' END, lag(reached) OVER history, reached, moment, moment,
    CASE WHEN step % 3 = 0 THEN 'They wrote, see the inbox.' END, 'user'
FROM (
    SELECT job_id, user_id, step, pg_temp.moment(created_at, revision, step, $1::timestamptz) AS moment,
        CASE WHEN step = steps THEN status WHEN step > 1 THEN (ARRAY['applied', 'interviewing'])[1 + step % 2]
            WHEN status = 'interested' THEN 'not_interested' ELSE 'interested' END AS reached
    FROM (SELECT *, CASE revision % 10 WHEN 0 THEN {LONG} ELSE {SHORT} END AS steps FROM job) AS job
    CROSS JOIN LATERAL generate_series(1, steps) AS step
) AS event
WINDOW history AS (PARTITION BY job_id ORDER BY step)
"""
# Made at the end, which is several times faster.
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('job', 'job_event') AND indexdef NOT LIKE 'CREATE UNIQUE%' ORDER BY indexname
"""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who reads, who writes, and who has more jobs than anybody could read."""

    readers: list[UUID]
    writers: list[UUID]
    crowd: UUID | None


async def fill(url: str, size: str) -> Accounts:
    """Fills a migrated, empty database; as it is after a vacuum."""
    readers, jobs, crowd = SIZES[size]
    accounts = Accounts(
        [uuid5(_SPACE, f"reader {nth}") for nth in range(readers)],
        [uuid5(_SPACE, f"writer {nth}") for nth in range(WRITERS)],
        uuid5(_SPACE, "crowd") if crowd else None,
    )
    connection = await asyncpg.connect(url, command_timeout=3600)
    try:
        await _people(connection, accounts)
        owners = dict.fromkeys(accounts.readers, jobs) | ({accounts.crowd: crowd} if accounts.crowd else {})
        await _jobs(connection, owners)
    finally:
        await connection.close()
    return accounts


async def _people(connection: asyncpg.Connection, accounts: Accounts) -> None:
    everybody = [*accounts.readers, *accounts.writers, *([accounts.crowd] if accounts.crowd else [])]
    now = datetime.now(UTC)
    await connection.execute(_ACCOUNTS, everybody, now - timedelta(days=400))
    await connection.execute(_SESSIONS, everybody, now)


async def _jobs(connection: asyncpg.Connection, owners: dict[Any, int]) -> None:
    # Triggers would do for each row what is done for all at once below.
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
    await connection.execute(_VOCABULARY)
    sizes = await _vocabulary(connection)
    # Whole seconds: JavaScript knows no microseconds.
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    firsts, total = [], 0
    for jobs in owners.values():
        firsts.append(total)
        total += jobs
    indexes = await connection.fetch(_INDEXES)
    await connection.execute("; ".join(f'DROP INDEX "{row["indexname"]}"' for row in indexes))
    await connection.execute(_JOBS, list(owners), list(owners.values()), firsts, now, *sizes)
    await connection.execute(_EVENTS, now)
    for row in indexes:
        await connection.execute(row["indexdef"])
    last = await connection.fetchval("SELECT max(job_id) FROM job")
    for start in range(1, last + 1, _CHUNK):
        await connection.execute(
            "SELECT refresh_job_facts(nth) FROM generate_series($1::int, $2::int) AS nth",
            start, start + _CHUNK - 1,
        )  # fmt: skip
    await connection.execute("INSERT INTO data_revision (revision, user_id) SELECT 1000000, id FROM account")
    await connection.execute("VACUUM ANALYZE")


async def _vocabulary(connection: asyncpg.Connection) -> list[int]:
    """What texts are put together from; how many companies, places, notes and sets of tags there are."""
    random = Random(6)  # noqa: S311 texts, not secrets
    rows: dict[str, list[tuple[str | None, str, str, str]]] = {
        "company": [_entry(company + suffix) for company in texts.COMPANIES for suffix in _SUFFIXES],
        "title": [_title(random) for _ in range(_TEMPLATES)],
        "place": [_entry(place) for place in (*texts.CITIES, texts.ANYWHERE)],
        "note": [(note, "", "", lexemes(words(note))) for note in texts.NOTES],
        "tag": [_tags(random.sample(texts.TAGS, nth % 4)) for nth in range(40)],
    }
    await connection.copy_records_to_table(
        "vocabulary",
        records=[(kind, nth, *entry) for kind, entries in rows.items() for nth, entry in enumerate(entries)],
    )
    await connection.execute("ANALYZE vocabulary")
    return [len(rows[kind]) for kind in ("company", "place", "note", "tag")]


def _entry(text: str) -> tuple[str, str, str, str]:
    return text, sort_key(text), "", lexemes(words(text))


def _title(random: Random) -> tuple[str, str, str, str]:
    """A title, and with it a posting in three parts; `@` stands for the company."""
    role, level = random.choice(texts.ROLES), random.choice(texts.LEVELS)
    title = level.title.format(role.title)
    parts = [texts.description(random, "@", title, one) for one in (role, *random.sample(texts.ROLES, 2))]
    text = "\n\n".join(parts)
    return title, sort_key(title), text, lexemes(words(title, text))


def _tags(tags: list[str]) -> tuple[str, str, str, str]:
    return "|".join(tags), "|".join(map(case_key, tags)), "", lexemes(words(*tags))
