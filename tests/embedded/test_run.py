"""run.py for real: a folder with a space, every part killed, a clean stop, and nothing left behind."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from embedded import leftovers, ports
from embedded.children import wait_until
from embedded.environment import ROOT
from embedded.folder import Folder
from embedded.postgres import Postgres
from embedded.programs import find_postgres
from tests.services import place, template

pytestmark = pytest.mark.slow

PARTS = {"postgres", "valkey", "mail", "worker", "beat", "web"}
SERVICES = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAILDIR", "BASE_URL", "SECRET_KEY", "VAR_DIR", "DEMO")


class Instance:
    """One `run.py` and what it prints."""

    def __init__(self, var: Path, *options: str) -> None:
        self.var = var
        handle, output = tempfile.mkstemp(dir=var.parent, suffix=".out")
        self.output = Path(output)
        # Not the test run's own database, broker and mail server.
        self.environ = {name: value for name, value in os.environ.items() if name not in SERVICES}
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "run.py", "--var", var, *options],
            env=self.environ,
            stdout=handle,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        os.close(handle)

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str, seconds: float = 90) -> None:
        wait_until(lambda: re.search(text, self.said) or self.process.poll() is not None, seconds)
        assert re.search(text, self.said), self.said

    @property
    def url(self) -> str:
        return re.search(r"ready at (http://localhost:\d+)", self.said)[1]

    @property
    def pids(self) -> dict[str, int]:
        return json.loads((self.var / "instance.json").read_text())["children"]

    def status(self) -> int:
        try:
            with build_opener(ProxyHandler({})).open(f"{self.url}/readyz", timeout=10) as answer:
                return answer.status
        except HTTPError as error:
            with error:
                return error.code

    def manage(self, *command: str) -> subprocess.CompletedProcess:
        line = [sys.executable, ROOT / "run.py", "--var", self.var, "manage", *command]
        return subprocess.run(line, env=self.environ, capture_output=True, text=True, input="typed\n", check=False)

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def gone(self, pids: dict[str, int]) -> bool:
        return wait_until(lambda: not any(leftovers.belongs(pid, self.var) for pid in pids.values()), 20)


def migrated(var: Path) -> None:
    """A data folder as an earlier start has left it, so that not every test waits for all migrations."""
    folder = Folder(var)
    folder.prepare()
    (var / "pg-password").write_text(place.PASSWORD)
    template.fill(Postgres(find_postgres(os.environ), var / "pg", folder.sockets, place.PASSWORD))


@pytest.fixture
def start(tmp_path) -> Iterator:
    made: list[Instance] = []

    def begin(*options: str, folder: str = "a folder", new: bool = False) -> Instance:
        if not new and not (tmp_path / folder).exists():
            migrated(tmp_path / folder)
        made.append(Instance(tmp_path / folder, *options))
        return made[-1]

    yield begin
    for instance in made:
        if instance.process.poll() is None:
            instance.process.kill()
            instance.process.wait()


def test_every_part_comes_back_after_a_kill_and_all_stop_in_order(start):
    instance = start("--no-demo", new=True)
    instance.wait_for("is ready at")
    assert "frontdesk-demo" not in instance.said
    first = instance.pids
    assert set(first) == PARTS
    for name in PARTS:
        os.kill(first[name], signal.SIGKILL)
        instance.wait_for(f"{name} started again", 20)
        assert wait_until(lambda: instance.status() == 200, 30)
    last = instance.pids
    assert not set(first.values()) & set(last.values())
    assert instance.stop() == 0
    stopped = re.findall(r"(\w+) stopped", instance.said)
    assert stopped == ["web", "beat", "worker", "mail", "valkey", "postgres"]
    assert instance.gone(last)


def test_a_killed_instance_leaves_nothing_running_and_starts_again(start):
    first = start("--no-demo")
    first.wait_for("is ready at")
    pids = first.pids
    first.process.kill()
    first.process.wait()
    second = start("--no-demo")
    second.wait_for("is ready at")
    assert "Making a new database" not in second.said
    assert second.gone(pids)
    assert second.status() == 200
    assert second.stop(signal.SIGTERM) == 0


def test_management_commands_run_beside_it_and_alone(start):
    instance = start("--no-demo")
    instance.wait_for("is ready at")
    script = "import os; print(input(), os.environ['BASE_URL'])"
    beside = instance.manage("shell", "--verbosity", "0", "--command", script)
    assert beside.stdout == f"typed {instance.url}\n", beside.stderr
    instance.stop(signal.SIGHUP)
    alone = instance.manage("shell", "--verbosity", "0", "--command", script)
    assert alone.stdout == f"typed {instance.url}\n", alone.stderr
    assert instance.manage("shell", "--command", "raise SystemExit(7)").returncode == 7


def test_two_folders_run_side_by_side_and_one_folder_only_once(start):
    taken = ports.listen(0)
    busy = taken[0].getsockname()[1]
    refused = start("--no-demo", "--port", str(busy), folder="refused")
    refused.wait_for(f"Port {busy} is taken")
    assert refused.process.wait(20) == 1
    for one in taken:
        one.close()
    first, second = start("--no-demo", folder="one"), start("--no-demo", folder="two")
    first.wait_for("is ready at")
    second.wait_for("is ready at")
    assert first.url != second.url
    for options in ([], ["--reset"]):
        again = Instance(first.var, "--no-demo", *options)
        assert again.process.wait(30) == 1
        assert f"pid {first.process.pid}" in again.said
    assert first.status() == second.status() == 200


def test_a_stop_while_starting_ends_what_was_started(start):
    instance = start("--no-demo", new=True)
    instance.wait_for("postgres started")
    pids = instance.pids
    time.sleep(0.5)
    assert instance.stop() == 0
    assert "is ready at" not in instance.said
    assert instance.gone(pids)
