"""The product's own processes on the test database: web server, worker, beat. They see committed data only."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest

from embedded import parts, ports
from embedded.children import Child, tail, wait_until
from tests.services import place
from tests.services.broker import Broker
from tests.services.mail import MailServer


class Process:
    """A child of the test, started for real and killed for real."""

    def __init__(self, child: Child, ready: Callable[[], bool]) -> None:
        self.child = child
        self._ready = ready

    @property
    def pid(self) -> int:
        return self.child.pid

    @property
    def running(self) -> bool:
        return self.child.running

    @property
    def log(self) -> str:
        return self.child.log.read_text(errors="replace")

    def start(self) -> None:
        self.child.log.unlink(missing_ok=True)
        self.child.start()
        wait_until(lambda: self._ready() or not self.child.running, 60)
        assert self.child.running, f"{self.child.name} did not start:\n{tail(self.child.log, 40)}"

    def stop(self) -> None:
        self.child.stop()
        # What it started itself ends with it.
        self.child.kill()

    def kill9(self) -> None:
        self.child.kill()

    def pause(self) -> None:
        self.child.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.child.signal(signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()


class WebServer(Process):
    def __init__(self, name: str, changes: dict[str, str]) -> None:
        self._listeners = ports.listen(0)
        port = self._listeners[0].getsockname()[1]
        # "localhost", as browsers allow passkeys there and not on a bare address.
        self.url = f"http://localhost:{port}"
        environ = place.child_environ(**({"BASE_URL": self.url} | changes))
        child = parts.web(environ, place.own() / f"{name}.log", self._listeners)
        super().__init__(child, lambda: parts.answers(f"http://127.0.0.1:{port}/healthz", f"localhost:{port}"))

    def close(self) -> None:
        self.stop()
        for listener in self._listeners:
            listener.close()


@pytest.fixture(scope="session")
def static_files() -> None:
    """The collected static files, made once a run for all its workers."""
    made = place.shared() / "static"
    with (place.shared() / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            environ = dict(os.environ) | {"VAR_DIR": str(place.shared())}
            command = parts.django("collectstatic", "--noinput", "--verbosity", "0")
            subprocess.run(command, env=environ, check=True)
            made.mkdir(exist_ok=True)
    link = place.own() / "var" / "static"
    link.rmdir()
    link.symlink_to(made)


@pytest.fixture(scope="session")
def _webserver(django_db_setup, static_files) -> Iterator[WebServer]:
    server = WebServer("web", {})
    yield server
    server.close()


@pytest.fixture
def webserver(transactional_db, _webserver: WebServer) -> WebServer:
    """The web server on the test database. One process for the whole run; started again if a test has ended it."""
    _webserver.resume()
    if not _webserver.running:
        _webserver.start()
    return _webserver


@pytest.fixture
def start_webserver(transactional_db, static_files) -> Iterator[Callable[..., WebServer]]:
    """A web server of the test's own, with changed environment variables: `start_webserver(SOME_FLAG="1")`."""
    servers: list[WebServer] = []

    def start(**changes: str) -> WebServer:
        servers.append(WebServer(f"web-{len(servers)}", changes))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.resume()
        server.close()


@pytest.fixture
def celery_worker(transactional_db, valkey: Broker, smtp: MailServer) -> Iterator[Process]:
    """A real worker on the test database, the test's broker and the test's mail server."""
    log = place.own() / "worker.log"
    worker = Process(parts.worker(place.child_environ(), log), lambda: log.exists() and " ready." in log.read_text())
    worker.start()
    yield worker
    worker.resume()
    worker.stop()


@pytest.fixture
def celery_beat(transactional_db, valkey: Broker) -> Iterator[Process]:
    """The real timetable, for tests of what must happen by itself."""
    log = place.own() / "beat.log"
    schedule = place.own() / "beat" / "schedule"
    beat = Process(parts.beat(place.child_environ(), log, schedule), schedule.parent.exists)
    beat.start()
    yield beat
    beat.resume()
    beat.stop()
    shutil.rmtree(schedule.parent, ignore_errors=True)
