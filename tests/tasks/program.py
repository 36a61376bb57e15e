"""A worker in a process of its own whose public web is played by a test: `python -m tests.tasks.program`.

Reads from the environment: DATABASE_URL; SITES, JSON of the hosts and where they are played; AUTHORITY, a file with the
certificate to trust; HEARTBEAT, in seconds.
"""

import asyncio
import json
import os
import ssl
from dataclasses import replace
from datetime import timedelta

from app import running_database, sharing
from core.settings import load
from scraping.fetch import Fetcher
from tasks import registry, worker


async def main() -> None:
    worker._HEARTBEAT = timedelta(seconds=float(os.environ["HEARTBEAT"]))
    settings = load()
    sites = {(host, port): ("127.0.0.1", there) for host, port, there in json.loads(os.environ["SITES"])}
    trusting = ssl.create_default_context(cafile=os.environ["AUTHORITY"])
    fetcher = Fetcher(connect_to=sites, ssl_context=trusting, spacing=0.0, respect_robots=False)
    async with running_database(settings), sharing(settings) as shared, fetcher:
        tasks = registry.tasks(replace(shared, fetcher=fetcher))
        async with worker.working(tasks, {}, concurrency=4):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
