"""One test run's place on this machine: a temporary folder, the PostgreSQL in it, and what the settings are told."""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from embedded.children import wait_until
from embedded.postgres import THROWAWAY, Postgres
from embedded.programs import find_postgres
from tests.services import template

PREFIX = "frontdesk-test-"
FOLDER = "FRONTDESK_TEST_FOLDER"
PASSWORD = "only-for-tests"
SETTINGS = THROWAWAY | {"max_connections": "200"}

_held: list = []


def begin() -> None:
    """Start this run's PostgreSQL; it ends with this process, however that ends."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    _held.append(_lock(folder))
    os.environ[FOLDER] = str(folder)
    for name in [name for name in os.environ if name.startswith("PG") and name != "PG_BINDIR"]:
        # The shell's PGHOST and the like would reach the database driver.
        del os.environ[name]
    export_environment()
    server = new_postgres(folder)
    child = server.child(dict(os.environ), folder / "postgres.log")
    child.start()
    atexit.register(_end, child, folder, os.getpid())
    if not wait_until(server.ready, 30):
        raise RuntimeError((folder / "postgres.log").read_text())
    os.environ["DATABASE_URL"] = server.url


def new_postgres(folder: Path) -> Postgres:
    """A server's data and settings, every migration applied; not started yet."""
    server = Postgres(find_postgres(os.environ), folder / "data", folder, PASSWORD, SETTINGS)
    server.prepare_folders()
    template.fill(server)
    return server


def _end(child, folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        child.signal(signal.SIGQUIT)
        child.stop(5)
        shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> int | None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _sweep() -> None:
    """Remove the folders of runs that were killed: nobody holds their lock any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Another run may be removing its own just now.
        with contextlib.suppress(FileNotFoundError):
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    found = folder.stat()
    # A folder made this minute may not be locked yet.
    if found.st_uid != os.geteuid() or time.time() - found.st_mtime < 60:
        return
    if (handle := _lock(folder)) is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def shared() -> Path:
    return Path(os.environ[FOLDER])


def own() -> Path:
    """This worker's part of the folder."""
    path = shared() / os.environ.get("PYTEST_XDIST_WORKER", "main")
    path.mkdir(exist_ok=True, mode=0o700)
    return path


def mail_port() -> int:
    """The port the mail server will listen on when a test starts it. Until then connections are refused."""
    return _mail_reservation().getsockname()[1]


def _mail_reservation() -> socket.socket:
    if not (found := [held for held in _held if isinstance(held, socket.socket)]):
        reservation = socket.socket()
        # Bound but never listening: nobody else is given this port, and our server may still bind it.
        reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reservation.bind(("127.0.0.1", 0))
        _held.append(reservation)
        found = [reservation]
    return found[0]


def export_environment() -> None:
    """What portal/settings.py reads. Broker and mail server have their addresses, and are away until a test asks."""
    # Nothing is collected for tests; WhiteNoise warns when the folder is missing.
    (own() / "var" / "static").mkdir(parents=True, exist_ok=True)
    static = own() / "var" / "static"
    # Whitenoise warns of a folder that is not there.
    static.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BASE_URL": "http://localhost:8000",
        "DEBUG": "0",
        "DEMO": "0",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port()}",
        "MAILDIR": str(own() / "mail"),
        "REDIS_URL": f"redis+socket://{own() / 'vk.sock'}?virtual_host=0",
        "SECRET_KEY": "only-for-tests-and-long-enough-for-the-checks-that-look-at-its-length",
        "TEXT_SENDER": "practice.texts.to_mail_folder",
        "VAR_DIR": str(own() / "var"),
    }


def database_url() -> str:
    """The test database's address, for processes of their own."""
    from django.db import connection

    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def child_environ(**changes: str) -> dict[str, str]:
    return dict(os.environ) | {"DATABASE_URL": database_url()} | changes
