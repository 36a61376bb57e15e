"""What is written where, and what never is."""

import json
import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import REPOSITORY

START = (
    "import asyncio, logging, structlog; from core import logs; logs.configure('{level}'); log = structlog.get_logger()"
)
RAISE = """
def outer():
    try:
        inner("secret value")
    except ValueError as error:
        raise KeyError("another secret") from error

def inner(hidden):
    raise ValueError(f"{hidden} of ada@example.com")
"""


def program(body: str, level: str) -> list[str]:
    return [sys.executable, "-c", f"{START.replace('{level}', level)}\n{RAISE}\n{body}"]


def written(body: str, level: str = "info") -> str:
    """What a program writes where nobody watches."""
    done = subprocess.run(program(body, level), cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


def events(body: str, level: str = "info") -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(body, level).splitlines()]


def shown(body: str) -> str:
    """What a program writes on a terminal."""
    terminal, other = pty.openpty()
    process = subprocess.Popen(program(body, "info"), cwd=REPOSITORY, stderr=other)
    os.close(other)
    text = b""
    try:
        while chunk := os.read(terminal, 65_536):
            text += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(terminal)
    assert process.wait() == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", text.decode())


def test_an_event_is_a_line_of_json() -> None:
    [event] = events("log.info('request', path='/a b\\n\\x1b[2J', status=200, name='\\ud800')")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event.pop("timestamp"))
    assert event == {"event": "request", "level": "info", "path": "/a b\n\x1b[2J", "status": 200, "name": "?"}


def test_the_events_of_a_request_name_it() -> None:
    body = "logs.request_id.set('r'); log.info('x')"
    assert [event["request_id"] for event in events(body)] == ["r"]


@pytest.mark.parametrize(
    ("level", "said"),
    [("debug", "dbg inf wrn err lib-err lib-wrn"), ("info", "inf wrn err lib-err lib-wrn"),
     ("warning", "wrn err lib-err lib-wrn"), ("error", "err lib-err")],
)  # fmt: skip
def test_what_is_less_than_the_level_is_not_said(level: str, said: str) -> None:
    body = """
log.debug('dbg'); log.info('inf'); log.warning('wrn'); log.error('err')
logging.getLogger('lib').error('lib-err'); logging.getLogger('lib').info('lib-inf')
logging.getLogger('lib').warning('lib-wrn')
"""
    assert " ".join(event["event"] for event in events(body, level)) == said


def test_a_traceback_says_where_and_not_what() -> None:
    [event] = events("try:\n    outer()\nexcept KeyError:\n    log.exception('broken')")
    lines = event["exception"].splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["builtins.ValueError", "builtins.KeyError"]
    assert [line.split(", in ")[1] for line in lines if ", in " in line] == ["outer", "inner", "<module>", "outer"]
    assert (event["level"], event["event"]) == ("error", "broken")
    assert "secret" not in json.dumps(event)


def test_a_deep_traceback_is_cut() -> None:
    body = "def down(): down()\ntry:\n    down()\nexcept RecursionError:\n    log.exception('deep')"
    [event] = events(body)
    assert event["exception"].splitlines()[-2:] == [
        "  [Previous line repeated 27 more times]",
        "builtins.RecursionError",
    ]


def test_a_cause_that_is_hidden_stays_hidden_and_circles_end() -> None:
    body = """
one, two = ValueError('secret'), KeyError('secret')
one.__cause__, two.__cause__ = two, one
for error in (one,):
    log.error('circle', exc_info=error)
try:
    try:
        raise ValueError
    except ValueError:
        raise KeyError from None
except KeyError:
    log.exception('hidden')
try:
    try:
        raise ValueError
    except ValueError:
        raise KeyError
except KeyError:
    log.exception('context')
"""
    kinds = [re.findall(r"^builtins\.\w+$", event["exception"], re.MULTILINE) for event in events(body)]
    assert kinds == [
        ["builtins.KeyError", "builtins.ValueError"], ["builtins.KeyError"],
        ["builtins.ValueError", "builtins.KeyError"],
    ]  # fmt: skip


def test_libraries_are_heard_without_the_values_of_their_errors() -> None:
    body = """
async def failing():
    raise ValueError('ada@example.com')

async def main():
    asyncio.get_running_loop().create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

asyncio.run(main())
"""
    text = written(body)
    [event] = [json.loads(line) for line in text.splitlines()]
    assert (event["event"], event["logger"], event["level"]) == (
        "Task exception was never retrieved", "asyncio", "error",
    )  # fmt: skip
    assert event["exception"].endswith("\nbuiltins.ValueError")
    assert "ada@" not in text


def test_what_json_cannot_say_is_said_as_text() -> None:
    [event] = events("log.info('odd', value=2**70, other={1}, fine=5)")
    assert (event["value"], event["other"], event["fine"]) == (str(2**70), "{1}", "5")


def test_a_terminal_gets_lines_for_people() -> None:
    body = """
log.info('request', path='/\\x1b[2J\\x9b', status=200)
try:
    outer()
except KeyError:
    log.exception('broken')
"""
    text = shown(body)
    first, *rest = text.splitlines()
    assert re.fullmatch(r"\S+ \[info +\] request +path='/\\x1b\[2J\\x9b' status=200", first)
    assert [line for line in rest if line.startswith("builtins.")] == ["builtins.ValueError", "builtins.KeyError"]
    assert "secret" not in text
