"""Health on REST."""

import httpx2


async def test_health_needs_no_token(client: httpx2.AsyncClient) -> None:
    response = await client.get("/api/health")
    assert response.status_code == 200
    assert response.json() == {"data": {"status": "ok", "version": "v1.0.0", "database": "ok"}}


async def test_the_extension_health_is_flat(client: httpx2.AsyncClient) -> None:
    response = await client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
