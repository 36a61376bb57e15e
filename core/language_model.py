"""What the settings of a language model must be, alone and together."""

from collections.abc import Set as AbstractSet
from importlib.util import find_spec
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

ModelProvider = Literal["openai", "anthropic", "ollama"]


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or "@" in parts.netloc or parts.query or parts.fragment or not value.isascii():
        raise ValueError("must read like https://host/v1, without a user, a query or a fragment")
    return value


def _header_value(value: SecretStr) -> SecretStr:
    key = value.get_secret_value()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("must be one word of printable ASCII characters")
    return value


ModelAddress = Annotated[str, AfterValidator(_address)]
ModelKey = Annotated[SecretStr, AfterValidator(_header_value)]


def check(provider: ModelProvider | None, given: AbstractSet[str]) -> None:
    """`given`: which of MODEL_NAME, MODEL_BASE_URL and MODEL_API_KEY are set.

    Raises ValueError naming the setting that is missing. The packages are looked for, not imported: that takes seconds.
    """
    if provider is None:
        if given:
            raise ValueError(f"MODEL_PROVIDER: is needed with {min(given)}")
        return
    if "MODEL_NAME" not in given:
        raise ValueError("MODEL_NAME: is needed with MODEL_PROVIDER")
    if provider != "ollama" and not given & {"MODEL_API_KEY", "MODEL_BASE_URL"}:
        raise ValueError(f"MODEL_API_KEY: is needed with MODEL_PROVIDER={provider}")
    if find_spec("pydantic_ai") is None:
        raise ValueError("MODEL_PROVIDER: asking a language model needs more packages; install them with 'make llm'")
