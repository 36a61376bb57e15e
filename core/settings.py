"""Settings from the environment or `.env`; a wrong value stops the start with one line that names it."""

import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import limits
from limits import RateLimitItem
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core import language_model
from core.database_url import credentials
from core.inputs import message_of
from core.language_model import ModelAddress, ModelKey, ModelProvider
from core.rate_limit import Tier, shared_windows
from core.tokens import MIN_KEY_BYTES

_YEAR = 366 * 24 * 3600
_IMPLIED_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?")
_PLANS = {"free", "premium", "enterprise"}


def _rate_limit(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip().lower() == "off":
        return None
    try:
        [limit] = limits.parse_many(value)
    except ValueError:
        raise ValueError("must be one limit such as 100/minute, or off") from None
    if limit.amount < 1:
        raise ValueError("must allow at least one request; off is for no limit")
    return limit


def _factors(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        factors = {name.strip(): int(factor) for name, factor in (part.split(":") for part in value.split(","))}
    except ValueError:
        factors = {}
    if factors.keys() != _PLANS or min(factors.values()) < 1:
        raise ValueError("must read like free:1,premium:5,enterprise:20, with whole numbers from 1")
    return factors


def _networks(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be addresses or networks separated by commas, such as 10.0.0.0/8") from None


def _origins(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return frozenset(_origin(part.strip()) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be origins separated by commas, such as https://app.example.com") from None


def _origin(text: str) -> str:
    """As browsers write it: in lower case, without the port that the scheme implies."""
    origin = text.lower().rstrip("/")
    parts = urlsplit(origin)
    if parts.scheme not in _IMPLIED_PORTS or not _HOST.fullmatch(origin.removeprefix(f"{parts.scheme}://")):
        raise ValueError
    return origin.removesuffix(f":{_IMPLIED_PORTS[parts.scheme]}") if parts.port else origin


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


# The text of the environment, parsed by our own rules instead of as JSON.
RateLimit = Annotated[RateLimitItem | None, NoDecode, BeforeValidator(_rate_limit)]
Factors = Annotated[dict[str, int], NoDecode, BeforeValidator(_factors)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)]
Origins = Annotated[frozenset[str], NoDecode, BeforeValidator(_origins)]


class SettingsError(Exception):
    """One line for the operator; the server does not start."""


class Settings(BaseSettings):
    """Every setting with its default; the environment wins over `.env`. Empty counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", arbitrary_types_allowed=True
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    database_pool: Annotated[int, Field(ge=1, le=100)] = 10
    auto_migrate: bool | None = None
    secret_key: SecretStr | None = None
    access_token_ttl: Annotated[int, Field(ge=1, le=_YEAR)] = 3600
    refresh_token_ttl: Annotated[int, Field(ge=1, le=_YEAR)] = 1209600
    redis_url: SecretStr | None = None
    rate_limit_standard: RateLimit = Field("100/minute", validate_default=True)
    rate_limit_auth: RateLimit = Field("5/minute", validate_default=True)
    rate_limit_scraper: RateLimit = Field("10/hour", validate_default=True)
    rate_limit_ai: RateLimit = Field("20/hour", validate_default=True)
    rate_limit_export: RateLimit = Field("10/hour", validate_default=True)
    rate_limit_plan_factors: Factors = Field("free:1,premium:5,enterprise:20", validate_default=True)
    scraper_respect_robots: bool = True
    free_monthly_captures: Annotated[int, Field(ge=0, le=2**31 - 1)] = 50
    model_provider: Annotated[ModelProvider | None, BeforeValidator(_lower)] = None
    model_name: Annotated[str, Field(max_length=200)] | None = None
    model_base_url: ModelAddress | None = None
    model_api_key: ModelKey | None = None
    model_timeout: Annotated[int, Field(ge=1, le=600)] = 60
    model_daily_tokens: Annotated[int, Field(ge=0, le=2**31 - 1)] = 100_000
    trusted_proxies: Networks = Field("", validate_default=True)
    cors_origins: Origins = Field("", validate_default=True)
    introspection: bool = True
    trusted_documents: Path | None = None
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    background_work: bool = True
    score_on_capture: bool = True
    run_concurrency: Annotated[int, Field(ge=2, le=64)] = 4
    metrics: bool = False
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"

    @field_validator("database_url")
    @classmethod
    def _postgres_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            credentials(value.get_secret_value())
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value().encode()) < MIN_KEY_BYTES:
            raise ValueError(f"must have at least {MIN_KEY_BYTES} bytes")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            shared_windows(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _shared_when_many(self) -> Self:
        if self.workers > 1 and self.redis_url is None and any(self.rate_limits.values()):
            raise ValueError("WORKERS: more than one needs REDIS_URL, or every RATE_LIMIT_* switched off")
        return self

    @model_validator(mode="after")
    def _a_model_or_none(self) -> Self:
        rest = {
            "MODEL_NAME": self.model_name,
            "MODEL_BASE_URL": self.model_base_url,
            "MODEL_API_KEY": self.model_api_key,
        }
        language_model.check(self.model_provider, {name for name, value in rest.items() if value})
        return self

    @property
    def rate_limits(self) -> dict[Tier, RateLimitItem | None]:
        """Each tier's limit; None where it is switched off."""
        return {
            Tier.STANDARD: self.rate_limit_standard,
            Tier.AUTHENTICATION: self.rate_limit_auth,
            Tier.SCRAPER: self.rate_limit_scraper,
            Tier.AI: self.rate_limit_ai,
            Tier.EXPORT: self.rate_limit_export,
        }

    @property
    def migrates_at_start(self) -> bool:
        """On for the embedded database unless switched off; off for another server unless switched on."""
        return self.database_url is None if self.auto_migrate is None else self.auto_migrate


def load() -> Settings:
    """Reads the settings. Raises SettingsError naming the first wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if not first["loc"]:  # several settings together, named in the message
            raise SettingsError(first["msg"].removeprefix("Value error, ")) from None
        raise SettingsError(f"{str(first['loc'][0]).upper()}: {message_of(first['type'], first['msg'])}") from None
    except UnicodeDecodeError:
        raise SettingsError(".env: must be text in UTF-8") from None


def signing_key(settings: Settings) -> str:
    """The key from SECRET_KEY, else the one kept in DATA_DIR, made on the first start. Raises SettingsError."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    path = prepare_data_dir(settings) / "secrets" / "signing_key"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.parent.chmod(0o700)
        _create_once(path, secrets.token_urlsafe(48))
        key = path.read_text(encoding="ascii")
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {path} cannot be kept ({error.strerror})") from None
    except UnicodeDecodeError:
        key = ""
    if len(key) < MIN_KEY_BYTES:
        raise SettingsError(f"SECRET_KEY: {path} is damaged; delete it to have a new key made")
    return key


def prepare_data_dir(settings: Settings) -> Path:
    """The data directory as an absolute path, created. Raises SettingsError when that cannot be."""
    try:
        path = settings.data_dir.expanduser().resolve()
    except RuntimeError as error:  # no such home, or links in a circle
        raise SettingsError(f"DATA_DIR: {settings.data_dir} leads nowhere ({error})") from None
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):  # a name of its own: others may be starting here too
            pass
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {path} cannot be written to ({error.strerror})") from None
    return path


def _create_once(path: Path, content: str) -> None:
    """Writes a 0600 file unless it is there; of two processes that start at once, one wins, whole."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(content)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
