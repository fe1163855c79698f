"""A data folder with every migration applied, kept between runs: copying it takes a tenth of migrating."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import parts
from embedded.children import wait_until
from embedded.environment import ROOT
from embedded.postgres import DATABASE, Postgres
from embedded.telling import say

CACHE = ROOT / ".pytest_cache" / "migrated"
KEPT = 3
# Test databases are made from this one, which nobody connects to once it is migrated.
NAME = DATABASE


def fill(server: Postgres) -> None:
    """Give a new server its data folder."""
    made = CACHE / _key(server.programs.version)
    if not made.exists():
        _make(server, made)
        return
    os.utime(made)
    shutil.copytree(made, server.data)
    server.prepare_folders()


def _make(server: Postgres, place: Path) -> None:
    say("Migrating the template database; this is done once for each set of migrations …")
    environ = dict(os.environ) | {"DATABASE_URL": server.url}
    server.initialise(environ)
    child = server.child(environ, server.data.parent / "template.log")
    child.start()
    try:
        wait_until(server.ready, 30)
        done = subprocess.run(
            parts.django("migrate", "--noinput", "--skip-checks"),
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        child.stop()
    if done.returncode:
        raise pytest.UsageError(f"The migrations do not apply:\n{done.stdout}{done.stderr}")
    _keep(server.data, place)


def _keep(data: Path, place: Path) -> None:
    half = place.with_name(f"{place.name}.{os.getpid()}")
    shutil.copytree(data, half)
    try:
        half.rename(place)
    except OSError:
        # Another run was quicker.
        shutil.rmtree(half)
    # Another run may be tidying up just now.
    with contextlib.suppress(FileNotFoundError):
        for old in sorted(CACHE.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _key(version: str) -> str:
    """Changes when a migration, something a migration imports, or an installed package does."""
    digest = hashlib.sha256(version.encode())
    for path in sorted(set(_sources())):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    for migration in ROOT.glob("*/migrations/*.py"):
        yield migration
        for module in re.findall(r"^(?:from|import) ([\w.]+)", migration.read_text(), flags=re.MULTILINE):
            imported = ROOT / (module.replace(".", "/") + ".py")
            if imported.exists():
                yield imported
