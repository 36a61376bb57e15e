"""The bare minimum: an ASGI function, one asyncpg query a request, and orjson. Nothing is checked but the token."""

import os
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import asyncpg
import orjson

from benchmarks.peers.tokens import account_of

_CARD = "id::text, company_name, job_title, status, location, created_at"
_WIDE = (
    "id::text, job_id, company_name, job_title, source_url, source, status, job_type, location, is_remote, "
    "salary_min, salary_max, tags, created_at"
)
_LIVE = "FROM job WHERE user_id = $1 AND deleted_at IS NULL"
_NEWEST = "ORDER BY created_at DESC, job.id DESC"
_BY_STATUS = f"""SELECT {_CARD}, (SELECT count(*) {_LIVE} AND status = $2) AS total
    {_LIVE} AND status = $2 {_NEWEST} LIMIT $3"""
_MANY = f"SELECT {_WIDE} {_LIVE} {_NEWEST} LIMIT $2"
# OFFSET 0 as our own search has it.
_FOUND = "(SELECT * FROM job WHERE owned_words(user_id, search) @@ $2::text::tsquery OFFSET 0) AS job"
_SEARCH = f"SELECT {_CARD} {_LIVE.replace('job', _FOUND)} {_NEWEST} LIMIT $3"
_ONE = f"""SELECT id::text, company_name, job_title, job_description, status, location, notes, created_at,
    (SELECT json_agg(event) FROM (
        SELECT id, type, from_status, to_status, occurred_at, note FROM job_event
        WHERE job_event.job_id = job.job_id ORDER BY occurred_at DESC, recorded_at DESC, id DESC LIMIT 10
    ) AS event) AS events
    {_LIVE} AND id = $2"""
# The statements that Mercurius sends too.
_CREATE, _DASHBOARD = (Path(__file__).with_name(f"{name}.sql").read_text() for name in ("create", "dashboard"))
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class App:
    """Six routes."""

    pool: asyncpg.Pool

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        authorization = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        account = account_of(authorization.decode())
        if account is None:
            await _answer(send, 401, {"error": "unauthorized"})
        else:
            await _answer(send, 200, await self._result(account, scope, receive))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        # The same connections as the others have, and like ours given back without a query.
        self.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=10, reset=_as_it_is)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _result(self, account: UUID, scope: dict[str, Any], receive: Receive) -> Any:
        path = scope["path"]
        asked = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        if scope["method"] == "POST":
            return await self._create(account, orjson.loads((await receive())["body"]))
        if path == "/jobs":
            rows = await self._rows(_BY_STATUS, account, asked["status"], int(asked["limit"]))
            total = rows[0]["total"] if rows else 0
            return {"total": total, "jobs": [{k: v for k, v in row.items() if k != "total"} for row in rows]}
        if path == "/jobs/wide":
            return {"jobs": await self._rows(_MANY, account, int(asked["limit"]))}
        if path == "/search":
            query = " & ".join(f"'{account.hex[-8:]}{word}':*" for word in asked["words"].lower().split())
            return {"jobs": await self._rows(_SEARCH, account, query, int(asked["limit"]))}
        if path == "/dashboard":
            [row] = await self._rows(
                _DASHBOARD, account, date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])
            )
            return row | {name: orjson.Fragment(row[name] or "null") for name in ("by_status", "weeks")}
        [row] = await self._rows(_ONE, account, UUID(path.rpartition("/")[2]))
        return row | {"events": orjson.Fragment(row["events"] or "[]")}

    async def _create(self, account: UUID, body: dict[str, Any]) -> dict[str, Any]:
        sent = [
            body[name] for name in ("company_name", "job_title", "job_description", "source_url", "location", "tags")
        ]
        [row] = await self._rows(_CREATE, account, uuid4(), uuid4(), *sent)
        return row

    async def _rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.pool.fetch(sql, *parameters)]


async def _as_it_is(_connection: object) -> None:
    """No query."""


async def _answer(send: Send, status: int, body: Any) -> None:
    content = orjson.dumps(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


app = App()
