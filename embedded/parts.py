"""The product's own processes: their command lines and what their environment tells them."""

import shutil
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from embedded.children import Child
from embedded.environment import PYTHON
from embedded.folder import Folder
from embedded.leftovers import MARK
from embedded.ports import numbers

WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_THREADS = 4
# A worker may be in the middle of handing a mail to a slow server.
WORKER_PATIENCE = 30


def environ(folder: Folder, given: Mapping[str, str]) -> dict[str, str]:
    """The environment every process of this folder shares. What the caller has set wins."""
    # The shell's PGHOST, PGPORT and the like would reach the database driver.
    kept = {name: value for name, value in given.items() if not name.startswith("PG")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    own = {"DEBUG": "0", "VAR_DIR": str(folder.path), MARK: str(folder.path), "LC_ALL": "C.UTF-8"}
    if "SECRET_KEY" not in kept and "SECRET_KEY_FILE" not in kept:
        folder.secret("secret-key")
        own["SECRET_KEY_FILE"] = str(folder.path / "secret-key")
    return kept | own


def django(*arguments: str) -> list:
    return [PYTHON, "manage.py", *arguments]


def web(environ: dict[str, str], log: Path, sockets: list[socket.socket]) -> Child:
    inherited = numbers(sockets)
    command = [PYTHON, "-m", "gunicorn", "portal.wsgi:application", "--worker-class", "gthread"]
    command += ["--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS), "--graceful-timeout", "10"]
    # The control socket lies in the home folder, shared by all instances; a container may have no home at all.
    command += ["--no-control-socket"]
    for number in inherited:
        command += ["--bind", f"fd://{number}"]
    return Child("web", command, environ, log, patience=15, pass_fds=inherited)


def worker(environ: dict[str, str], log: Path) -> Child:
    # Threads, because sending is waiting, and they need a third of the memory of processes.
    options = ["--pool", "threads", "--concurrency", str(WORKER_THREADS), "--loglevel", "INFO"]
    command = [PYTHON, "-m", "celery", "--app", "portal", "worker", *options, "--without-gossip", "--without-mingle"]
    return Child("worker", command, environ, log, patience=WORKER_PATIENCE)


def beat(environ: dict[str, str], log: Path, schedule: Path) -> Child:
    options = ["--schedule", schedule, "--pidfile=", "--loglevel", "INFO"]
    command = [PYTHON, "-m", "celery", "--app", "portal", "beat", *options]
    return Child("beat", command, environ, log, before_start=lambda: _forget(schedule.parent))


def _forget(folder: Path) -> None:
    """The timetable is in the code; a file that a kill left half-written would only keep beat from starting."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def mail(environ: dict[str, str], log: Path, listener: socket.socket, maildir: Path) -> Child:
    number = listener.fileno()
    command = [PYTHON, "-m", "embedded.mailcatcher", str(number), maildir]
    return Child("mail", command, environ, log, patience=5, pass_fds=(number,))


def answers(address: str, host: str) -> bool:
    """Does the page say 200? Asked directly, whatever proxy this machine's shell names."""
    request = Request(address, headers={"Host": host})  # noqa: S310 - our own address
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
