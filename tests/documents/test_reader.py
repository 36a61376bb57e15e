"""The limited process, as it is: started, limited, ended, and nothing of it left."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from documents import reader
from documents.document import MAX_BYTES, Document
from documents.errors import DocumentCode, DocumentError
from tests.conftest import REPOSITORY
from tests.documents import docxs, pdfs
from tests.waiting import until

ENGINEER = Document(text="Engineer", kind="docx", pages=None, is_cut=False)
DOCX = docxs.docx(docxs.document(docxs.paragraph("Engineer")))
# Four seconds of work for the limited process, more than any of these tests lets it do.
SLOW = docxs.docx(docxs.document(docxs.paragraph("-" * 45_000_000)))


def readers() -> int:
    """How many limited processes there are."""
    return sum("documents.child" in command for command in living().values())


def living() -> dict[int, str]:
    """The processes below this one, by number, with what they were started as."""
    found = {}
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            found[child.pid] = " ".join(child.cmdline())
    return found


def descriptors(process: int | None = None) -> list[str]:
    return sorted(path.name for path in Path(f"/proc/{process or 'self'}/fd").iterdir())


@pytest.fixture(autouse=True)
async def nothing_left() -> AsyncIterator[None]:
    """Neither a process nor a descriptor more than before."""
    before = living(), descriptors()
    yield
    assert (living(), descriptors()) == before


async def refusal(content: bytes, *, seconds: float = 10.0, memory_mb: int = 512) -> DocumentCode:
    with pytest.raises(DocumentError) as caught:
        await reader.read(content, seconds=seconds, memory_mb=memory_mb)
    return caught.value.code


async def test_each_kind() -> None:
    assert await reader.read(DOCX) == ENGINEER
    assert await reader.read(pdfs.one_column("Zoë \u2022 Engineer")) == Document(
        text="Zoë \u2022 Engineer", kind="pdf", pages=1, is_cut=False
    )
    assert await reader.read("Zoë 🎓".encode()) == Document(text="Zoë 🎓", kind="text", pages=None, is_cut=False)


async def test_as_much_text_as_there_may_be() -> None:
    assert await reader.read(("🎓a" * 25_000).encode()) == Document("🎓a" * 25_000, "text", None, is_cut=False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdfs.bomb(200), DocumentCode.TOO_COMPLEX),
        (pdfs.scanned(), DocumentCode.NO_TEXT),
        (pdfs.encrypted("secret"), DocumentCode.ENCRYPTED),
        (DOCX[:300], DocumentCode.BROKEN),
        (b"GIF89a\x00", DocumentCode.UNSUPPORTED),
        (b"a" * (MAX_BYTES + 1), DocumentCode.TOO_LARGE),
    ],
)
async def test_refusals_say_what_to_do(content: bytes, code: DocumentCode) -> None:
    assert await refusal(content) == code


async def test_a_process_that_takes_too_long_is_ended() -> None:
    assert await refusal(SLOW, seconds=0.5) == DocumentCode.TOO_COMPLEX


async def test_memory_is_limited() -> None:
    content = b"a b " * 1_000_000
    assert await refusal(content, memory_mb=36) == DocumentCode.TOO_COMPLEX
    assert (await reader.read(content[:100], memory_mb=36)).is_cut is False
    assert (await reader.read(content)).is_cut


async def test_processor_time_is_limited_by_the_system_too() -> None:
    process = await reader._start(1, 512)
    said = await reader._exchange(process, SLOW)
    assert (said, process.returncode) == (b"", -9)


async def test_nobody_is_waited_for_when_the_caller_has_gone() -> None:
    reading = asyncio.create_task(reader.read(SLOW))
    await until(_has_a_child)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def _has_a_child() -> bool:
    return readers() > 0


async def test_two_at_a_time() -> None:
    readings = [asyncio.create_task(reader.read(DOCX)) for _ in range(6)]
    most = 0
    while not all(reading.done() for reading in readings):
        most = max(most, readers())
        await asyncio.sleep(0.005)  # between two looks
    assert [reading.result() for reading in readings] == [ENGINEER] * 6
    assert most == 2


async def test_what_the_process_is_left_with() -> None:
    """No way to write, to start others or to keep a core; no environment, and no descriptor of ours."""
    inherited, ours = os.pipe()
    os.set_inheritable(inherited, True)
    process = await reader._start(10, 512)
    try:
        place = Path(f"/proc/{process.pid}")

        async def limits() -> dict[str, str] | None:
            found = {line[:26].strip(): line[26:47].strip() for line in (place / "limits").read_text().splitlines()}
            return found if found["Max address space"] == str(512 * 1024 * 1024) else None

        found = await until(limits)
        assert {name: found[f"Max {name}"] for name in ("cpu time", "file size", "core file size", "processes")} == {
            "cpu time": "10", "file size": "0", "core file size": "0", "processes": "0"
        }  # fmt: skip
        assert descriptors(process.pid) == ["0", "1", "2"]
        assert (place / "fd" / "2").readlink() == Path("/dev/null")
        assert b"=" not in (place / "environ").read_bytes().replace(b"LC_CTYPE=", b"")
        assert (place / "cwd").readlink() == Path("/")
        assert os.getsid(process.pid) == process.pid
    finally:
        await reader._exchange(process, DOCX)
        os.close(inherited)
        os.close(ours)


@pytest.mark.parametrize(
    "said", [b"", b'{"text": "En', b"5", b'{"code": "ODD"}', b'{"text": "Engineer", "more": 1}', b"\xff"]
)
def test_what_is_no_answer_is_none(said: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        reader._document(said)
    assert caught.value.code == DocumentCode.TOO_COMPLEX


async def test_more_said_than_there_can_be_is_not_read() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print('x' * 50_000_000)",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await reader._exchange(process, b"") == b""
    await reader._end(process)


async def test_a_process_that_reads_nothing_is_no_failure() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert await reader._exchange(process, b"a" * MAX_BYTES) == b""


def test_on_the_loop_of_the_server() -> None:
    program = (
        "import asyncio, sys, uvloop; from documents.reader import read\n"
        "content = sys.stdin.buffer.read()\n"
        "with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner: print(runner.run(read(content)).text)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=REPOSITORY, input=DOCX, capture_output=True, check=True)
    assert done.stdout == b"Engineer\n"
