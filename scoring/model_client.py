"""The connection to a model: the only module that imports the packages of the extra `llm`, which takes seconds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from openai import AsyncOpenAI
from pydantic_ai import direct
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings as RequestSettings

from scoring.model_settings import ModelFailed, ModelSettings, Written
from scoring.model_transport import Transport
from scoring.prompts import Prompt

_OPENAI, _ANTHROPIC, _OLLAMA = "https://api.openai.com/v1", "https://api.anthropic.com", "http://127.0.0.1:11434/v1"
MAX_CHARACTERS = 12_000
# A text of which nothing says that it is whole could end anywhere.
_WHOLE = OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True)
# They log what is sent when their own variables of the environment say so.
for _name in ("openai", "anthropic", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


async def ask(prompt: Prompt, settings: ModelSettings, shape: dict[str, Any] | None = None) -> Written:
    """One answer. `shape`, a JSON schema, binds models whose provider is known to take one; others are only told.

    Raises ModelFailed.
    """
    async with _connected(settings) as model:
        response = await direct.model_request(
            model,
            [_message(prompt)],
            model_settings=_limits(settings),
            model_request_parameters=_parameters(settings, shape),
        )
        return _checked(response)


async def stream(prompt: Prompt, settings: ModelSettings, written: Written) -> AsyncIterator[str]:
    """The answer in pieces, each added to `written` as well; up to MAX_CHARACTERS. Raises ModelFailed.

    To be iterated and closed in one task, since the time limit is that task's.
    """
    async with _connected(settings) as model:
        request = direct.model_request_stream(model, [_message(prompt)], model_settings=_limits(settings))
        async with request as events:
            async for event in events:
                written.tokens = events.usage.total_tokens
                if piece := _piece(event):
                    written.text += piece
                    yield piece
                if len(written.text) > MAX_CHARACTERS:
                    raise ModelFailed("TOO_LARGE", "The language model's answer is longer than it may be.")
            response = events.get()
            if response.finish_reason is None:
                raise ModelFailed("BAD_ANSWER", "The language model's provider broke off.")
            written.tokens = _checked(response).tokens


@asynccontextmanager
async def _connected(settings: ModelSettings) -> AsyncIterator[Model]:
    """The model, for `seconds`. Whatever goes wrong inside leaves as ModelFailed, without a cause that has texts."""
    deadline = asyncio.get_running_loop().time() + settings.seconds
    transport = Transport(deadline, settings.pause)
    headers = {"Accept-Encoding": "identity"}
    http = httpx2.AsyncClient(transport=transport, trust_env=False, timeout=None, headers=headers)
    failed: ModelFailed | None = None
    try:
        async with http, asyncio.timeout_at(deadline):
            yield _model(settings, http)
    except ModelFailed:
        raise
    except TimeoutError:
        failed = ModelFailed("TIMEOUT", f"The language model did not answer within {settings.seconds:g} seconds.")
    except Exception as error:  # noqa: BLE001 - the libraries have dozens of kinds, with bodies and texts in them
        failed = _failure(error, transport)
    if failed:
        raise failed from None


def _failure(error: Exception, transport: Transport) -> ModelFailed:
    status = getattr(error, "status_code", None)
    if transport.failed:
        return transport.failed
    if isinstance(status, int):
        return _refusal(status)
    if transport.is_answered:
        return ModelFailed(
            "BAD_ANSWER", "The language model's provider broke off, or answered in no form that is known."
        )
    return ModelFailed("UNREACHABLE", "The language model's provider could not be reached.")


def _refusal(status: int) -> ModelFailed:
    match status:
        case 429:
            return ModelFailed("RATE_LIMITED", "The language model's provider limits how much it is asked.")
        case 401 | 403:
            return ModelFailed("REFUSED", "The language model's provider refuses the key that is configured.")
        case 404:
            return ModelFailed("REFUSED", "The language model's provider does not know the model that is configured.")
        case _ if status >= 500:  # noqa: PLR2004
            return ModelFailed("UNAVAILABLE", f"The language model's provider is unavailable (status {status}).")
    return ModelFailed("REFUSED", f"The language model's provider refuses the request (status {status}).")


def _model(settings: ModelSettings, http: httpx2.AsyncClient) -> Model:
    """Keys and addresses are always passed, because the SDKs would take them from the environment otherwise."""
    key = settings.api_key.get_secret_value() if settings.api_key else "none"
    if settings.provider == "anthropic":
        return _anthropic(settings, key, http)
    base_url = settings.base_url or (_OLLAMA if settings.provider == "ollama" else _OPENAI)
    client = AsyncOpenAI(api_key=key, base_url=base_url, http_client=http, max_retries=0)
    if settings.provider == "ollama":
        return OllamaModel(settings.name, provider=OllamaProvider(openai_client=client), profile=_WHOLE)
    if settings.base_url:
        compatible = OpenAICompatibleProvider("compatible", openai_client=client)
        return OpenAIChatModel(settings.name, provider=compatible, profile=_WHOLE)
    return OpenAIChatModel(settings.name, provider=OpenAIProvider(openai_client=client), profile=_WHOLE)


def _anthropic(settings: ModelSettings, key: str, http: httpx2.AsyncClient) -> Model:
    from anthropic import AsyncAnthropic  # noqa: PLC0415 - two seconds that the others need not wait
    from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415
    from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

    base_url = settings.base_url or _ANTHROPIC
    client = AsyncAnthropic(api_key=key, base_url=base_url, http_client=http, max_retries=0)
    return AnthropicModel(settings.name, provider=AnthropicProvider(anthropic_client=client))


def _message(prompt: Prompt) -> ModelRequest:
    return ModelRequest.user_text_prompt(prompt.data, instructions=prompt.instructions)


def _limits(settings: ModelSettings) -> RequestSettings:
    return RequestSettings(max_tokens=settings.max_output_tokens)


def _parameters(settings: ModelSettings, shape: dict[str, Any] | None = None) -> ModelRequestParameters:
    """Compatible endpoints may refuse a request that has a schema."""
    takes_shapes = settings.provider == "ollama" or (settings.provider == "openai" and not settings.base_url)
    if shape and takes_shapes:
        shaped = OutputObjectDefinition(json_schema=shape, name="score")
        return ModelRequestParameters(output_mode="native", output_object=shaped)
    return ModelRequestParameters()


def _piece(event: object) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""


def _checked(response: ModelResponse) -> Written:
    """The text of an answer that is one: whole, not empty, and nothing but text."""
    tokens = response.usage.total_tokens
    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    if any(not isinstance(part, TextPart | ThinkingPart) for part in response.parts):
        raise ModelFailed("BAD_ANSWER", "The language model called a tool instead of answering.", tokens)
    if response.finish_reason == "length":
        raise ModelFailed("TOO_LARGE", "The language model's answer is longer than it may be.", tokens)
    if response.finish_reason not in (None, "stop") or not text.strip():
        raise ModelFailed("BAD_ANSWER", "The language model gave no answer.", tokens)
    return Written(text, tokens)
