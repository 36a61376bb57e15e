"""Which language model is asked and how much of it, and what is raised when it gives nothing."""

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from core.language_model import ModelProvider
from core.settings import Settings

Code = Literal[
    "NOT_INSTALLED", "TIMEOUT", "UNREACHABLE", "REFUSED", "RATE_LIMITED", "UNAVAILABLE", "BAD_ANSWER", "TOO_LARGE"
]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """`base_url` None is the provider's own, for Ollama the one of this machine.

    `seconds` is for a whole answer, tries included; `pause` in seconds is before the second try, and doubles.
    `max_input_characters` counts the candidate and the posting together.
    """

    provider: ModelProvider
    name: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    seconds: float = 60.0
    max_input_characters: int = 24_000
    max_output_tokens: int = 4_000
    pause: float = 0.5

    @classmethod
    def of(cls, settings: Settings) -> "ModelSettings | None":
        """What is configured; None without a model."""
        if settings.model_provider is None or settings.model_name is None:
            return None
        return cls(
            provider=settings.model_provider,
            name=settings.model_name,
            base_url=settings.model_base_url,
            api_key=settings.model_api_key,
            seconds=settings.model_timeout,
        )


@dataclass(slots=True)
class Written:
    """What a model has written so far, and the tokens of question and answer; 0 while the provider does not say."""

    text: str = ""
    tokens: int = 0


class ModelFailed(Exception):  # noqa: N818 - named for what happened, as those of core/errors.py
    """No usable answer. The message is one sentence for the user, without anything of the key or the texts.

    `tokens`: what was spent all the same, estimated where the provider did not say.
    """

    def __init__(self, code: Code, message: str, tokens: int = 0) -> None:
        self.code: Code = code
        self.message = message
        self.tokens = tokens
        super().__init__(message)

    @property
    def may_have_cost(self) -> bool:
        """Whether the model worked on the question, as far as is known."""
        return self.code in {"TIMEOUT", "BAD_ANSWER", "TOO_LARGE"}


def tokens_of(text: str) -> int:
    """An estimate that is rarely too low: three bytes of UTF-8 a token, where English has four and others fewer."""
    return -(-len(text.encode(errors="replace")) // 3)
