"""Settings: where they come from, what is wrong with them, and the key that is made once."""

import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import limits
import pytest

from core.rate_limit import Tier
from core.settings import Settings, SettingsError, load, prepare_data_dir, signing_key
from tests.conftest import REPOSITORY

RATE = "must be one limit such as 100/minute, or off"
FACTORS = "must read like free:1,premium:5,enterprise:20, with whole numbers from 1"
NETWORKS = "must be addresses or networks separated by commas, such as 10.0.0.0/8"
ORIGINS = "must be origins separated by commas, such as https://app.example.com"
REDIS = "must read like redis://user:password@host:6379/0"
YEAR = 366 * 24 * 3600
LIMITS_OFF = {f"RATE_LIMIT_{tier}": "off" for tier in ("STANDARD", "AUTH", "SCRAPER", "AI", "EXPORT")}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load()
    return str(refused.value)


def test_the_defaults() -> None:
    defaults = {
        "host": "127.0.0.1", "port": 8000, "data_dir": Path("data"), "database_url": None, "database_pool": 10,
        "auto_migrate": None, "secret_key": None, "access_token_ttl": 3600, "refresh_token_ttl": 1_209_600,
        "redis_url": None, "rate_limit_standard": limits.parse("100/minute"),
        "rate_limit_auth": limits.parse("5/minute"), "rate_limit_scraper": limits.parse("10/hour"),
        "rate_limit_ai": limits.parse("20/hour"), "rate_limit_export": limits.parse("10/hour"),
        "rate_limit_plan_factors": {"free": 1, "premium": 5, "enterprise": 20}, "free_monthly_captures": 50,
        "scraper_respect_robots": True, "model_provider": None, "model_name": None, "model_base_url": None,
        "model_api_key": None, "model_timeout": 60, "model_daily_tokens": 100_000,
        "trusted_proxies": (), "cors_origins": frozenset(), "workers": 1, "metrics": False, "log_level": "info",
    }  # fmt: skip
    assert load().model_dump() == load().model_dump() | defaults


def test_the_example_file_names_every_setting_with_its_default(folder: Path) -> None:
    example = (REPOSITORY / ".env.example").read_text()
    given = [line.removeprefix("#") for line in example.splitlines() if line.startswith("#") and line[1:2].isupper()]
    (folder / ".env").write_text("\n".join(given))
    assert {line.partition("=")[0].lower() for line in given} == set(Settings.model_fields)
    assert load() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "sent", "value"),
    [
        ("HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104 nothing listens here
        ("PORT", "0", 0), ("PORT", "65535", 65535),
        ("DATA_DIR", "/srv/pipeline", Path("/srv/pipeline")),
        ("DATABASE_POOL", "1", 1), ("DATABASE_POOL", "100", 100),
        ("AUTO_MIGRATE", "1", True), ("AUTO_MIGRATE", "off", False),
        ("ACCESS_TOKEN_TTL", "1", 1), ("REFRESH_TOKEN_TTL", str(YEAR), YEAR),
        ("RATE_LIMIT_STANDARD", "off", None), ("RATE_LIMIT_AUTH", " OFF ", None),
        ("RATE_LIMIT_SCRAPER", "3 per 5 minutes", limits.parse("3 per 5 minutes")),
        ("RATE_LIMIT_AI", "1/day", limits.parse("1/day")), ("RATE_LIMIT_EXPORT", "2/second", limits.parse("2/second")),
        ("RATE_LIMIT_PLAN_FACTORS", "enterprise: 9, free:2,premium :3", {"free": 2, "premium": 3, "enterprise": 9}),
        ("SCRAPER_RESPECT_ROBOTS", "off", False), ("FREE_MONTHLY_CAPTURES", "0", 0),
        ("TRUSTED_PROXIES", "10.0.0.1, fd00::/8,", (ip_network("10.0.0.1/32"), ip_network("fd00::/8"))),
        ("CORS_ORIGINS", "https://App.Example.com/, http://localhost:3000",
         {"https://app.example.com", "http://localhost:3000"}),
        ("CORS_ORIGINS", "https://a.example:443,http://b.example:80,https://c.example:80,https://[::1]:8443",
         {"https://a.example", "http://b.example", "https://c.example:80", "https://[::1]:8443"}),
        ("METRICS", "yes", True), ("LOG_LEVEL", "WARNING", "warning"),
    ],
)  # fmt: skip
def test_a_value_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, sent: str, value: Any) -> None:
    monkeypatch.setenv(name, sent)
    assert getattr(load(), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "sent", "message"),
    [
        ("PORT", "-1", "must be greater than or equal to 0"), ("PORT", "65536", "must be less than or equal to 65535"),
        ("PORT", "http", "must be a whole number"),
        ("DATABASE_URL", "mysql://host/name", "must start with postgres://"),
        ("DATABASE_POOL", "0", "must be greater than or equal to 1"),
        ("DATABASE_POOL", "101", "must be less than or equal to 100"),
        ("AUTO_MIGRATE", "maybe", "must be true or false"),
        ("SECRET_KEY", "k" * 31, "must have at least 32 bytes"),
        ("ACCESS_TOKEN_TTL", "0", "must be greater than or equal to 1"),
        ("REFRESH_TOKEN_TTL", str(YEAR + 1), f"must be less than or equal to {YEAR}"),
        ("REDIS_URL", "http://host", REDIS), ("REDIS_URL", "redis://:secret@host:x", REDIS),
        ("REDIS_URL", "redis://host?secret=1", REDIS),
        ("RATE_LIMIT_STANDARD", "100", RATE), ("RATE_LIMIT_AUTH", "5/fortnight", RATE),
        ("RATE_LIMIT_SCRAPER", "-5/minute", RATE), ("RATE_LIMIT_AI", "5/minute;1/second", RATE),
        ("RATE_LIMIT_EXPORT", "0/minute", "must allow at least one request; off is for no limit"),
        ("RATE_LIMIT_PLAN_FACTORS", "free:1,premium:5", FACTORS),
        ("RATE_LIMIT_PLAN_FACTORS", "free:1,premium:5,enterprise:20,gold:1", FACTORS),
        ("RATE_LIMIT_PLAN_FACTORS", "free:0,premium:5,enterprise:20", FACTORS),
        ("RATE_LIMIT_PLAN_FACTORS", "free:1,premium:5,enterprise:1.5", FACTORS),
        ("RATE_LIMIT_PLAN_FACTORS", "1,5,20", FACTORS),
        ("FREE_MONTHLY_CAPTURES", "-1", "must be greater than or equal to 0"),
        ("TRUSTED_PROXIES", "proxy.example.com", NETWORKS), ("TRUSTED_PROXIES", "10.0.0.1/8", NETWORKS),
        ("CORS_ORIGINS", "*", ORIGINS), ("CORS_ORIGINS", "app.example.com", ORIGINS),
        ("CORS_ORIGINS", "https://app.example.com/path", ORIGINS), ("CORS_ORIGINS", "https://me@app.example", ORIGINS),
        ("CORS_ORIGINS", "https://a.example:99999", ORIGINS), ("CORS_ORIGINS", "chrome-extension://abc", ORIGINS),
        ("CORS_ORIGINS", "null", ORIGINS), ("CORS_ORIGINS", "https://a.example?", ORIGINS),
        ("WORKERS", "0", "must be greater than or equal to 1"), ("WORKERS", "65", "must be less than or equal to 64"),
        ("METRICS", "2", "must be true or false"),
        ("LOG_LEVEL", "chatty", "must be 'debug', 'info', 'warning' or 'error'"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_a_line(monkeypatch: pytest.MonkeyPatch, name: str, sent: str, message: str) -> None:
    assert refusal(monkeypatch, **{name: sent}) == f"{name}: {message}"


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> None:
    (folder / ".env").write_text(f"{name}=\n")
    assert load() == Settings(_env_file=None)
    monkeypatch.setenv(name, "")
    assert load() == Settings(_env_file=None)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / ".env").write_text('PORT=1000\nHOST="::1"\nUNKNOWN=1\n# PORT=3\n')
    monkeypatch.setenv("PORT", "2000")
    assert (load().port, load().host) == (2000, "::1")
    monkeypatch.delenv("PORT")
    assert load().port == 1000


def test_a_file_that_is_not_text(folder: Path) -> None:
    (folder / ".env").write_bytes(b"HOST=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^\.env: must be text in UTF-8$"):
        load()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret" * 9)
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@host/name")
    monkeypatch.setenv("REDIS_URL", "redis://:secret@host")
    assert "secret" not in repr(load()).replace("secret_key", "")


def test_several_processes_need_a_place_to_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    message = "WORKERS: more than one needs REDIS_URL, or every RATE_LIMIT_* switched off"
    assert refusal(monkeypatch, WORKERS="2") == message
    assert refusal(monkeypatch, **{**LIMITS_OFF, "RATE_LIMIT_AI": "1/hour"}) == message
    monkeypatch.setenv("RATE_LIMIT_AI", "off")
    assert load().workers == 2
    monkeypatch.setenv("RATE_LIMIT_AI", "1/hour")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1")
    assert load().workers == 2


def test_the_limits_by_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_AI", "off")
    found = load().rate_limits
    assert list(found) == list(Tier)
    assert {tier.value: item and str(item) for tier, item in found.items()} == {
        "standard": "100 per 1 minute", "authentication": "5 per 1 minute", "scraper": "10 per 1 hour", "AI": None,
        "export": "10 per 1 hour",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "migrates"),
    [({}, True), ({"AUTO_MIGRATE": "0"}, False), ({"DATABASE_URL": "postgres://h/n"}, False),
     ({"DATABASE_URL": "postgresql://h/n", "AUTO_MIGRATE": "1"}, True)],
)  # fmt: skip
def test_who_migrates_at_the_start(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], migrates: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load().migrates_at_start is migrates


def stored(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data", _env_file=None)


def test_a_signing_key_that_is_given_is_used_and_nothing_written(folder: Path) -> None:
    assert signing_key(Settings(data_dir=folder / "data", secret_key="k" * 32, _env_file=None)) == "k" * 32
    assert not (folder / "data").exists()


def test_a_signing_key_is_made_once_and_closed_to_others(folder: Path) -> None:
    key = signing_key(stored(folder))
    assert len(key) == 64
    assert signing_key(stored(folder)) == key
    kept = folder / "data" / "secrets"
    assert [path.name for path in kept.iterdir()] == ["signing_key"]
    assert (kept.stat().st_mode & 0o777, (kept / "signing_key").stat().st_mode & 0o777) == (0o700, 0o600)


def test_an_open_folder_is_closed_again(folder: Path) -> None:
    kept = folder / "data" / "secrets"
    kept.mkdir(parents=True, mode=0o755)
    signing_key(stored(folder))
    assert kept.stat().st_mode & 0o777 == 0o700


def test_whoever_starts_at_once_gets_the_same_key(folder: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(lambda _: signing_key(stored(folder)), range(64)))
    assert len(keys) == 1
    program = "from core.settings import *; print(signing_key(Settings(_env_file=None)))"
    command, environment = [sys.executable, "-c", program], {"DATA_DIR": str(folder / "other")}
    processes = [
        subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]  # fmt: skip
    printed = {process.communicate()[0] for process in processes}
    assert printed == {f"{(folder / 'other' / 'secrets' / 'signing_key').read_text()}\n"}
    assert len(list((folder / "other" / "secrets").iterdir())) == 1


def test_the_one_that_comes_second_takes_the_key_of_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file appears between looking for it and writing it."""
    original = secrets.token_hex

    def meanwhile(size: int) -> str:
        (folder / "data" / "secrets" / "signing_key").write_text("first" * 10)
        return original(size)

    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    assert signing_key(stored(folder)) == "first" * 10
    assert len(list((folder / "data" / "secrets").iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64])
def test_a_damaged_key_is_named(folder: Path, content: bytes) -> None:
    path = folder / "data" / "secrets" / "signing_key"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        signing_key(stored(folder))
    assert str(refused.value) == f"SECRET_KEY: {path} is damaged; delete it to have a new key made"
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_kept_is_named(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "secrets").touch()
    path = folder / "data" / "secrets" / "signing_key"
    with pytest.raises(SettingsError) as refused:
        signing_key(stored(folder))
    assert str(refused.value) == f"DATA_DIR: {path} cannot be kept (File exists)"
    (folder / "data" / "secrets").unlink()
    path.mkdir(parents=True)
    with pytest.raises(SettingsError) as refused:
        signing_key(stored(folder))
    assert str(refused.value) == f"DATA_DIR: {path} cannot be kept (Is a directory)"


def test_the_data_directory_is_made_with_its_parents(folder: Path) -> None:
    settings = Settings(data_dir=Path("a/b/../c"), _env_file=None)
    assert prepare_data_dir(settings) == folder / "a" / "c"
    assert list((folder / "a" / "c").iterdir()) == []


def test_a_file_in_the_way_of_the_data_directory(folder: Path) -> None:
    (folder / "file").touch()
    for place, reason in (("file", "File exists"), ("file/data", "Not a directory"), ("x" * 300, "File name too long")):
        with pytest.raises(SettingsError) as refused:
            prepare_data_dir(Settings(data_dir=folder / place, _env_file=None))
        assert str(refused.value) == f"DATA_DIR: {folder / place} cannot be written to ({reason})"


@pytest.mark.parametrize("place", ["~nobody-has-this-name/data", "circle/data"])
def test_a_data_directory_that_leads_nowhere(folder: Path, place: str) -> None:
    (folder / "circle").symlink_to(folder / "circle")
    with pytest.raises(SettingsError, match=rf"^DATA_DIR: {place} leads nowhere \(.+\)$"):
        prepare_data_dir(Settings(data_dir=Path(place), _env_file=None))
