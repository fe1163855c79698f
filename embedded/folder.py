"""The data folder: what lies where, who may use it, and what it remembers between starts."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

# The kernel allows a unix socket's path 107 bytes; this is the longest of those below the folder.
SOCKET_FOLDER_LIMIT = 107 - len("/pg/.s.PGSQL.5432.lock")
MEMORY = "frontdesk.json"
# All that Frontdesk itself puts into the folder. A reset deletes these names and no others.
OWN_NAMES = [
    "pg", "pg.tmp", "valkey", "mail", "files", "static", "log", "run", "beat", "instance.json", "pg-password",
    "secret-key", MEMORY,
]  # fmt: skip


class FolderError(Exception):
    """The folder cannot be used; the text says why and what to do."""


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._lock = None

    def prepare(self) -> None:
        """Make the folder, or check that it is one of ours; nothing is written to anybody else's."""
        if self.path.exists():
            self._check()
        else:
            self.path.mkdir(parents=True, mode=0o700)
        for name in ("log", "run", "files"):
            (self.path / name).mkdir(exist_ok=True, mode=0o700)
        if not (self.path / MEMORY).exists():
            self.remember()

    def _check(self) -> None:
        if not self.path.is_dir():
            raise FolderError(f"{self.path} is not a folder.")
        if (owner := self.path.stat().st_uid) != os.geteuid():
            raise FolderError(
                f"{self.path} belongs to user {owner}. Start as that user, or name another folder with --var."
            )
        strangers = {entry.name for entry in self.path.iterdir()} - {*OWN_NAMES, "lock"}
        if strangers and not (self.path / MEMORY).exists():
            raise FolderError(
                f"{self.path} holds other files ({min(strangers)}, …). Name an empty or a new folder with --var."
            )

    # --- one at a time ---

    def lock(self) -> None:
        """Hold the folder until this process ends, however it ends."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode().strip() or "unknown"
            os.close(handle)
            text = (
                f"Frontdesk already runs on {self.path} (pid {holder}). Stop it first: Ctrl-C there, or kill {holder}."
            )
            raise FolderError(text) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        self._lock = handle

    def is_locked_by_another(self) -> bool:
        try:
            handle = os.open(self.path / "lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    # --- memory ---

    def recall(self) -> dict:
        return _read_json(self.path / MEMORY)

    def remember(self, **facts) -> None:
        _write_json(self.path / MEMORY, self.recall() | facts)

    @property
    def instance(self) -> dict:
        """What the running instance says of itself; empty when none runs."""
        return _read_json(self.path / "instance.json")

    @instance.setter
    def instance(self, facts: dict) -> None:
        _write_json(self.path / "instance.json", facts)

    def child_pids(self) -> list[int]:
        """The parts of the running instance, or of one that was killed."""
        return list(self.instance.get("children", {}).values())

    def secret(self, name: str) -> str:
        """A random secret, made once."""
        path = self.path / name
        if not path.exists():
            _write_privately(path, secrets.token_urlsafe(48))
        return path.read_text()

    # --- places ---

    @property
    def sockets(self) -> Path:
        """Where unix sockets go: in the folder, or under /tmp where its path is too long (or odd) for a socket."""
        inside = self.path / "run"
        if len(os.fsencode(inside)) <= SOCKET_FOLDER_LIMIT and not set(str(inside)) & set(",\"'"):
            return inside
        name = f"frontdesk-{os.geteuid()}-{hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]}"
        outside = Path(tempfile.gettempdir()) / name
        with contextlib.suppress(FileExistsError):
            outside.mkdir(mode=0o700)
        found = outside.lstat()
        if outside.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise FolderError(f"{outside} exists and is not safely ours. Delete it, or use a shorter --var.")
        return outside

    def log(self, name: str) -> Path:
        return self.path / "log" / f"{name}.log"

    def holds(self) -> list[str]:
        return [name for name in OWN_NAMES if (self.path / name).exists()]

    def empty(self) -> None:
        """Delete what Frontdesk made here, and nothing else."""
        for name in self.holds():
            path = self.path / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _read_json(path: Path) -> dict:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def _write_json(path: Path, facts: dict) -> None:
    _write_privately(path, json.dumps(facts, indent=1) + "\n")


def _write_privately(path: Path, text: str) -> None:
    """Whole or not at all, also when the process is killed half-way."""
    half = path.with_name(path.name + ".tmp")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    half.replace(path)
