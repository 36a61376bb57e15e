"""An answer's head and body leave together."""

import asyncio
from collections.abc import Iterable
from typing import Any

from middleware.joined_writes import JoinedWrites


class Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Any] = []

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.sent.append(b"".join(list_of_data))

    def close(self) -> None:
        self.sent.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.sent


async def test_two_writes_are_one() -> None:
    transport = Transport()
    joined = JoinedWrites(transport, asyncio.get_running_loop())
    joined.write(b"head ")
    assert transport.sent == []
    joined.write(b"body")
    joined.write(b"next head")
    assert transport.sent == [b"head body"]
    await asyncio.sleep(0)
    assert transport.sent == [b"head body", b"next head"]


async def test_what_is_held_leaves_before_the_end() -> None:
    transport = Transport()
    joined = JoinedWrites(transport, asyncio.get_running_loop())
    joined.write(b"head")
    joined.close()
    await asyncio.sleep(0)
    assert (transport.sent, joined.is_closing()) == ([b"head", "closed"], True)
