"""The limited process: a document on standard input, what became of it as JSON on standard output.

Started by `documents.reader` with the bytes of memory and the seconds of processor time that it may use.
"""

import json
import resource
import sys
from dataclasses import asdict

from documents.errors import DocumentError
from documents.parse import parse


def main() -> None:
    memory, seconds = map(int, sys.argv[-2:])
    _limit(memory, seconds)
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))


def answer(content: bytes) -> bytes:
    """The document's fields, or the code of why there is none."""
    try:
        said = asdict(parse(content))
    except DocumentError as error:
        said = {"code": error.code}
    return json.dumps(said, ensure_ascii=False).encode()


def _limit(memory: int, seconds: int) -> None:
    """Before the first byte is read. No file grows, no process is started, no core is left."""
    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NPROC: 0}
    if sys.platform != "darwin":  # which knows the limit, and refuses to set it
        limits[resource.RLIMIT_AS] = memory
    for which, wanted in limits.items():
        hard = resource.getrlimit(which)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (value, value))


if __name__ == "__main__":
    main()
