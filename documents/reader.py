"""Files to texts, each in a process of its own that is limited in memory, time and reach.

A parser of files that strangers made is expected to hang, to swell and to fall over: it does so where nothing else is.
"""

import asyncio
import json
import math
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from functools import cache
from pathlib import Path

from documents.document import MAX_BYTES, MAX_CHARACTERS, Document
from documents.errors import DocumentCode, DocumentError

_AT_A_TIME = 2
_MAX_ANSWER = 8 * MAX_CHARACTERS
_ROOT = Path(__file__).resolve().parent.parent
# Isolated, Python takes nothing from the environment and the working directory, so that it has to be told the way.
_PROGRAM = "import sys, runpy; sys.path.append(sys.argv[1]); runpy.run_module('documents.child', run_name='__main__')"


@cache
def _places(_loop: asyncio.AbstractEventLoop) -> asyncio.Semaphore:
    return asyncio.Semaphore(_AT_A_TIME)


async def read(content: bytes, *, seconds: float = 10.0, memory_mb: int = 512) -> Document:
    """The text of a PDF, DOCX or text file, whatever its name.

    Raises DocumentError with what to do about it; nothing else, whatever the file is. Two files are read at a time,
    and `seconds` count from when this one's turn has come. No process is left, also when the caller is cancelled.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(DocumentCode.TOO_LARGE)
    async with _places(asyncio.get_running_loop()):
        process = await _start(seconds, memory_mb)
        try:
            async with asyncio.timeout(seconds):
                said = await _exchange(process, content)
        except TimeoutError:
            raise DocumentError(DocumentCode.TOO_COMPLEX) from None
        finally:
            await _end(process)
    return _document(said)


async def _start(seconds: float, memory_mb: int) -> Process:
    limits = (str(memory_mb * 1024 * 1024), str(math.ceil(seconds)))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), *limits,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/", start_new_session=True,
    )  # fmt: skip


async def _exchange(process: Process, content: bytes) -> bytes:
    """What the process has to say about the document, if it is no more than it can be."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(ConnectionError):  # it has ended before it had read all
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    try:
        await process.stdout.readexactly(_MAX_ANSWER + 1)
    except asyncio.IncompleteReadError as end:
        await process.wait()
        return end.partial
    return b""


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await asyncio.shield(process.wait())


def _document(said: bytes) -> Document:
    """By what the process said; one that was ended for using too much has said nothing, or not all of it."""
    try:
        fields = json.loads(said)
        made = DocumentError(DocumentCode(fields["code"])) if "code" in fields else Document(**fields)
    except (ValueError, TypeError):
        raise DocumentError(DocumentCode.TOO_COMPLEX) from None
    if isinstance(made, DocumentError):
        raise made
    return made
