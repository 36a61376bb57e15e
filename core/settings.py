"""Settings from the environment or `.env`; a wrong value stops the start with one line that names it."""

import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self

import limits
from limits import RateLimitItem
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.database_url import credentials
from core.inputs import message_of
from core.rate_limit import Tier
from core.tokens import MIN_KEY_BYTES

_YEAR = 366 * 24 * 3600
_PLANS = {"free", "premium", "enterprise"}


def _rate_limit(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip().lower() == "off":
        return None
    try:
        return limits.parse(value)
    except ValueError:
        raise ValueError("must be a limit such as 100/minute, or off") from None


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
    origins = frozenset(part.strip().rstrip("/") for part in value.split(",") if part.strip())
    if any(not re.fullmatch(r"https?://[\w.:\[\]-]+", origin) for origin in origins):
        raise ValueError("must be origins separated by commas, such as https://app.example.com")
    return origins


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
    free_monthly_captures: Annotated[int, Field(ge=0, le=2**31 - 1)] = 50
    trusted_proxies: Networks = Field("", validate_default=True)
    cors_origins: Origins = Field("", validate_default=True)
    introspection: bool = True
    trusted_documents: Path | None = None
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    metrics: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"

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
        if value and not value.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("must start with redis:// or rediss://")
        return value

    @model_validator(mode="after")
    def _shared_when_many(self) -> Self:
        if self.workers > 1 and self.redis_url is None and any(self.rate_limits.values()):
            raise ValueError("WORKERS: more than one needs REDIS_URL, or every RATE_LIMIT_* switched off")
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


def signing_key(settings: Settings) -> str:
    """The key from SECRET_KEY, else the one kept in DATA_DIR, made on the first start."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    folder = prepare_data_dir(settings) / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    path = folder / "signing_key"
    _create_once(path, secrets.token_urlsafe(48))
    key = path.read_text()
    if len(key) < MIN_KEY_BYTES:
        raise SettingsError(f"SECRET_KEY: {path} is damaged; delete it to have a new key made")
    return key


def prepare_data_dir(settings: Settings) -> Path:
    """The data directory as an absolute path, created. Raises SettingsError when that cannot be."""
    path = settings.data_dir.expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)  # another process may be probing as well
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {path} cannot be written to ({error.strerror})") from None
    return path


def _create_once(path: Path, content: str) -> None:
    """Writes a 0600 file unless it is there; of two processes that start at once, one wins, whole."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(content)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
