"""The connection to a model, imported when it is first wanted: that takes seconds and what not everybody installs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from scoring.model_settings import ModelFailed, ModelSettings, Written
from scoring.prompts import Prompt

Ask = Callable[[Prompt, ModelSettings, dict[str, Any] | None], Awaitable[Written]]
Stream = Callable[[Prompt, ModelSettings, Written], AsyncIterator[str]]


async def connection() -> tuple[Ask, Stream]:
    """`ask` and `stream` of scoring.model_client, imported in a thread. Raises ModelFailed NOT_INSTALLED."""
    try:
        return await asyncio.to_thread(_import)
    except ImportError:
        raise ModelFailed("NOT_INSTALLED", "Asking a language model needs packages: run 'make llm'.") from None


def _import() -> tuple[Ask, Stream]:
    from scoring.model_client import ask, stream  # noqa: PLC0415

    return ask, stream
