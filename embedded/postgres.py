"""The embedded PostgreSQL: one server, one database, reached through a unix socket only."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from embedded.births import preexec, server_identity
from embedded.children import Child
from embedded.leftovers import belongs
from embedded.programs import PostgresPrograms

USER = DATABASE = "app"
# Sorting by code point everywhere, whatever this machine's language: people are sorted by a stored name.
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
LOCALE_BEFORE_17 = ["--encoding=UTF8", "--locale-provider=libc", "--locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For tests: nothing needs to survive a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class PostgresError(Exception):
    """The database cannot be used; the text says why and what to do."""


class Postgres:
    def __init__(
        self, programs: PostgresPrograms, data: Path, sockets: Path, password: str, extra: dict | None = None
    ) -> None:
        self.programs = programs
        self.data = data
        self.sockets = sockets / "pg"
        self.password = password
        self.settings = SETTINGS | (extra or {})
        self.identity = server_identity(programs.folder / "postgres")

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{quote(self.password)}@/{DATABASE}?host={quote(str(self.sockets))}"

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def initialise(self, environ: dict[str, str]) -> None:
        """Make the data folder beside its place and move it there when done, so that a half-made one is never used."""
        half = self.data.with_name(self.data.name + ".tmp")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        self._hand_over(half)
        secret = self._password_file(half.parent)
        locale = LOCALE if int(self.programs.major) >= 17 else LOCALE_BEFORE_17
        durability = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        who = ["--username", USER, "--pwfile", secret, "--auth=scram-sha-256"]
        try:
            self._run(["initdb", "--pgdata", half, *who, *locale, *durability], environ)
        finally:
            secret.unlink()
        fsync = self.settings.get("fsync", "on")
        single = ["postgres", "--single", "-D", half, "-c", f"fsync={fsync}", "postgres"]
        self._run(single, environ, f"CREATE DATABASE {DATABASE}\n")
        half.rename(self.data)

    def _password_file(self, folder: Path) -> Path:
        path = folder / "pg-password.tmp"
        path.touch(mode=0o600)
        path.write_text(self.password)
        self._hand_over(path)
        return path

    def _run(self, command: list, environ: dict[str, str], text: str = "") -> None:
        program, *arguments = command
        done = subprocess.run(
            [self.programs.folder / program, *arguments],
            input=text,
            capture_output=True,
            text=True,
            env=environ,
            check=False,
            preexec_fn=preexec(signal.SIGKILL, self.identity),
        )
        if done.returncode:
            raise PostgresError(f"{program} failed:\n{done.stdout}{done.stderr}".rstrip())

    # --- who owns what, when root has to lend the files to nobody ---

    def prepare_folders(self) -> None:
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        if self.identity.user is None:
            return
        for folder in (self.sockets.parent, self.data.parent):
            folder.chmod(0o711)
        self._check_reachable()
        self._hand_over(self.sockets)
        if self.exists and self.data.stat().st_uid != self.identity.user:
            for path in [self.data, *self.data.rglob("*")]:
                self._hand_over(path)

    def _hand_over(self, path: Path) -> None:
        if self.identity.user is not None:
            os.chown(path, self.identity.user, self.identity.user, follow_symlinks=False)

    def _check_reachable(self) -> None:
        for folder in self.data.parents:
            if not folder.stat().st_mode & 0o001:
                raise PostgresError(
                    f"PostgreSQL does not run as root, and user nobody cannot enter {folder}. "
                    "Run Frontdesk as an ordinary user, move the folder with --var, or set DATABASE_URL."
                )

    # --- running ---

    def check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found == self.programs.major:
            return
        raise PostgresError(
            f"{self.data} was made by PostgreSQL {found}; the programs here ({self.programs.origin}) are "
            f"{self.programs.version}.\nTo stay on {found}: set PG_BINDIR to the folder of its programs.\nTo carry the "
            f"data over: start {found} that way, save it with pg_dump, stop, move {self.data} away, start with "
            "--no-demo, and load it with psql."
        )

    def child(self, environ: dict[str, str], log: Path) -> Child:
        settings = self.settings | {
            "unix_socket_directories": str(self.sockets),
            # The password guards it too, for where the folder has to be open to another user.
            "unix_socket_permissions": "0700" if self.identity.user is None else "0777",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name="postgres",
            command=[self.programs.folder / "postgres", "-D", self.data, *options],
            environ=environ,
            log=log,
            stop_signal=signal.SIGINT,
            patience=30,
            identity=self.identity,
            cwd=self.data,
            before_start=self.clear_stale_pid,
        )

    def ready(self) -> bool:
        command = [self.programs.folder / "pg_isready", "--quiet", "--host", self.sockets, "--dbname", "postgres"]
        return subprocess.run(command, check=False).returncode == 0

    def clear_stale_pid(self) -> None:
        """After a hard stop the noted pid may be another program's by now; PostgreSQL would refuse to start."""
        note = self.data / "postmaster.pid"
        try:
            pid = int(note.read_text().split("\n")[0])
        except (OSError, ValueError):
            return
        if Path("/proc/self").exists() and not belongs(pid, self.data):
            note.unlink(missing_ok=True)
