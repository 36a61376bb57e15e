"""Drafts against a provider that is played over HTTP."""

import json
from contextlib import aclosing

import pytest

from core.language_model import ModelProvider
from scoring.model_settings import Code, ModelFailed, tokens_of
from scoring.writing import Writing, cover_letter, interview_questions
from tests.scoring.provider import KEY, Playing, http, playing, said, told, told_by_anthropic
from tests.scoring.test_model import CANDIDATE, OPENING

PIECES = ["Dear team,\n\n", "Django has been ", "my daily work.\u200b"]


async def pieces(writing: Writing) -> list[str]:
    return [piece async for piece in writing]


async def failure(playing: Playing, code: Code, provider: ModelProvider = "openai") -> tuple[list[str], Writing]:
    """What came before it failed."""
    writing = cover_letter(CANDIDATE, OPENING, playing.settings(provider, seconds=0.5))
    found: list[str] = []
    with pytest.raises(ModelFailed) as failed:
        await take(writing, found)
    assert (failed.value.code, failed.value.tokens) == (code, writing.tokens)
    return found, writing


async def take(writing: Writing, found: list[str]) -> None:
    async for piece in writing:
        found.append(piece)  # noqa: PERF401 - what comes before a failure counts


async def test_a_cover_letter_comes_in_pieces() -> None:
    async with playing(told(PIECES)) as provider:
        writing = cover_letter(CANDIDATE, OPENING, provider.settings(), tone="formal")
        assert writing.tokens == 0
        assert await pieces(writing) == ["Dear team,\n\n", "Django has been ", "my daily work."]
    [asked] = provider.asked
    assert writing.tokens == 360
    assert asked.body["stream"] is True
    assert "in a formal tone" in asked.body["messages"][0]["content"]
    assert json.loads(asked.body["messages"][1]["content"])["posting"]["title"] == "Python Developer"


async def test_anthropic_tells_interview_questions() -> None:
    async with playing(told_by_anthropic(["1. Why ", "Django?"])) as provider:
        writing = interview_questions(CANDIDATE, OPENING, provider.settings("anthropic"))
        assert await pieces(writing) == ["1. Why ", "Django?"]
    [asked] = provider.asked
    assert writing.tokens == 360
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert "8 to 10 questions" in json.dumps(asked.body["system"])


async def test_without_usage_the_tokens_are_estimated() -> None:
    async with playing(told(["four words are there"], usage=False)) as provider:
        writing = cover_letter(CANDIDATE, OPENING, provider.settings(max_output_tokens=7))
        await pieces(writing)
    sent = "".join(message["content"] for message in provider.asked[0].body["messages"])
    assert writing.estimate == tokens_of(sent) + 7
    assert writing.tokens == tokens_of(sent + "four words are there")


@pytest.mark.parametrize("more", [b"", b"data: {", b"data: nonsense\n\n"])
async def test_what_was_told_before_it_broke_off_is_kept_and_counted(more: bytes) -> None:
    body = told(PIECES, finish=None).partition(b"\r\n\r\n")[2] + more
    async with playing(http(body, content_type="text/event-stream")) as provider:
        found, writing = await failure(provider, "BAD_ANSWER")
    assert found == ["Dear team,\n\n", "Django has been ", "my daily work."]
    assert writing.tokens > writing.estimate - 4_000


async def test_anthropic_breaks_off() -> None:
    body = told_by_anthropic(PIECES).partition(b"\r\n\r\n")[2].partition(b"event: message_delta")[0]
    async with playing(http(body, content_type="text/event-stream")) as provider:
        found, _ = await failure(provider, "BAD_ANSWER", "anthropic")
    assert len(found) == 3


@pytest.mark.parametrize(
    ("reply", "code", "tries"),
    [
        (http("{}", 429), "RATE_LIMITED", 3),
        (http("{}", 401), "REFUSED", 1),
        (told([]), "BAD_ANSWER", 1),
        (http("", content_type="text/event-stream"), "BAD_ANSWER", 1),
        (told(PIECES, finish="length"), "TOO_LARGE", 1),
        (told(["word " * 1_000] * 3), "TOO_LARGE", 1),
        (told(["word " * 1_000] * 500), "TOO_LARGE", 1),
        (None, "TIMEOUT", 1),
    ],
)
async def test_a_provider_that_fails(reply: bytes | None, code: Code, tries: int) -> None:
    async with playing(reply) as provider:
        _, writing = await failure(provider, code)
    assert len(provider.asked) == tries
    assert (writing.tokens > 0) == (code in {"BAD_ANSWER", "TOO_LARGE", "TIMEOUT"})


async def test_a_tool_call_is_refused() -> None:
    call = {"index": 0, "id": "t1", "type": "function", "function": {"name": "hire", "arguments": "{}"}}
    reply = told(["Fine."]).replace(b'"content": "Fine."', b'"tool_calls": [' + json.dumps(call).encode() + b"]")
    body = reply.partition(b"\r\n\r\n")[2]
    async with playing(http(body, content_type="text/event-stream")) as provider:
        found, _ = await failure(provider, "BAD_ANSWER")
    assert found == []


async def test_who_leaves_early_ends_the_request() -> None:
    async with playing(told(PIECES, finish=None, hang=True)) as provider:
        writing = cover_letter(CANDIDATE, OPENING, provider.settings())
        async with aclosing(writing.__aiter__()) as told_so_far:
            assert await anext(told_so_far) == "Dear team,\n\n"
        await provider.left.wait()
    assert writing.tokens >= writing.estimate - 4_000


async def test_a_whole_answer_where_pieces_were_asked_for_is_refused() -> None:
    async with playing(said("Dear team")) as provider:
        assert (await failure(provider, "BAD_ANSWER"))[0] == []
