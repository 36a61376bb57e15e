"""The settings of a language model: good ones, and what is wrong with others."""

import sys
from pathlib import Path

import pytest

from core.settings import Settings, SettingsError, load
from scoring.model_settings import ModelSettings

ADDRESS = "MODEL_BASE_URL: must read like https://host/v1, without a user, a query or a fragment"
KEY = "MODEL_API_KEY: must be one word of printable ASCII characters"
OPENAI = {"MODEL_PROVIDER": "openai", "MODEL_NAME": "m", "MODEL_API_KEY": "k"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


@pytest.mark.parametrize(
    "environment",
    [
        OPENAI,
        OPENAI | {"MODEL_API_KEY": "", "MODEL_BASE_URL": "http://127.0.0.1:8080/v1"},
        {"MODEL_PROVIDER": "Ollama", "MODEL_NAME": "m"},
        {"MODEL_PROVIDER": "anthropic", "MODEL_NAME": "m", "MODEL_API_KEY": "k"},
    ],
)
def test_what_is_enough(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    settings = ModelSettings.of(given(monkeypatch, environment))
    assert settings
    assert (settings.provider, settings.name) == (environment["MODEL_PROVIDER"].lower(), "m")
    assert settings.base_url == environment.get("MODEL_BASE_URL")
    assert (settings.api_key.get_secret_value() if settings.api_key else "") == environment.get("MODEL_API_KEY", "")
    assert settings.seconds == 60


def test_without_a_provider_there_is_no_model() -> None:
    assert ModelSettings.of(load()) is None


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"MODEL_NAME": "m"}, "MODEL_PROVIDER: is needed with MODEL_NAME"),
        ({"MODEL_API_KEY": "k", "MODEL_BASE_URL": "http://x"}, "MODEL_PROVIDER: is needed with MODEL_API_KEY"),
        ({"MODEL_PROVIDER": "ollama"}, "MODEL_NAME: is needed with MODEL_PROVIDER"),
        (OPENAI | {"MODEL_API_KEY": ""}, "MODEL_API_KEY: is needed with MODEL_PROVIDER=openai"),
        (OPENAI | {"MODEL_API_KEY": "a b"}, KEY),
        (OPENAI | {"MODEL_API_KEY": "\u00e9"}, KEY),
        (OPENAI | {"MODEL_BASE_URL": "localhost:8080"}, ADDRESS),
        (OPENAI | {"MODEL_BASE_URL": "http://"}, ADDRESS),
        (OPENAI | {"MODEL_BASE_URL": "http://[x"}, ADDRESS),
        (OPENAI | {"MODEL_BASE_URL": "http://u:p@host/v1"}, ADDRESS),
        (OPENAI | {"MODEL_BASE_URL": "http://host/v1?key=1"}, ADDRESS),
    ],
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, environment)
    assert str(refused.value) == message


@pytest.mark.parametrize("name", ["MODEL_PROVIDER", "MODEL_TIMEOUT", "MODEL_DAILY_TOKENS"])
def test_an_unknown_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        given(monkeypatch, OPENAI | {name: "-1"})


def test_a_model_without_the_packages_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_ai", None)
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, OPENAI)
    assert str(refused.value) == (
        "MODEL_PROVIDER: asking a language model needs more packages; install them with 'make llm'"
    )
