"""What the embedded PostgreSQL writes into its own log."""

import httpx2

from core.embedded_postgres import EmbeddedPostgres
from tests.conftest import PASSWORD, Person


async def test_a_refused_row_is_logged_without_its_values(
    postgres: EmbeddedPostgres, ada: Person, client: httpx2.AsyncClient
) -> None:
    taken = await client.post("/api/auth/signup", json={"email": ada.email, "password": PASSWORD})
    assert taken.json()["error"]["code"] == "EMAIL_TAKEN"
    log = (postgres._server.pgdata / "log").read_text()
    assert 'duplicate key value violates unique constraint "account_email_key"' in log
    assert ada.email not in log
