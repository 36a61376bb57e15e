"""Sites on loopback for the tests of scraping."""

from collections.abc import AsyncIterator

import pytest

from tests.scraping.sites import Sites, playing_sites


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    async with playing_sites() as playing:
        yield playing
