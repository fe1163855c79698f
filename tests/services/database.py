"""A PostgreSQL of the test's own, for tests that stop the database."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import parts
from embedded.children import wait_until
from tests.services import place


class PostgresServer:
    def __init__(self, folder: Path) -> None:
        self.server = place.new_postgres(folder)
        self.child = self.server.child(dict(os.environ), folder / "postgres.log")

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        self.resume()
        # After a kill the old one's own children may take a moment to leave.
        assert wait_until(self._try_to_start, 20, pause=0.2), self.child.log.read_text()

    def _try_to_start(self) -> bool:
        if not self.child.running:
            self.child.start()
        return wait_until(lambda: self.server.ready() or not self.child.running, 10) and self.child.running

    def stop(self) -> None:
        self.resume()
        self.child.stop()

    def kill9(self) -> None:
        self.child.kill()

    def pause(self) -> None:
        """Silent rather than away."""
        self.child.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.child.signal(signal.SIGCONT)

    def manage(self, *command: str) -> None:
        """A management command on this server, such as `manage("migrate")`."""
        environ = dict(os.environ) | {"DATABASE_URL": self.url}
        done = subprocess.run(parts.django(*command), env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def postgres_server() -> Iterator[PostgresServer]:
    """A server of its own, migrated and otherwise empty: point a web server at its `url`, then stop it."""
    with tempfile.TemporaryDirectory(dir=place.own()) as folder:
        server = PostgresServer(Path(folder))
        server.start()
        yield server
        server.stop()
