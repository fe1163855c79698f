"""`run.py manage CMD…`: a management command on the embedded database, whether Frontdesk runs or not."""

import os
import signal
import subprocess

from embedded import leftovers, parts, telling
from embedded.application import Application
from embedded.births import preexec
from embedded.children import wait_until
from embedded.environment import PYTHON, ROOT
from embedded.folder import Folder
from embedded.ports import DEFAULT_PORT
from embedded.supervisor import FailedError, Stopped

STARTING_UP = 60


def manage(folder: Folder, command: list[str]) -> int:
    # The command's own output may be piped somewhere.
    telling.on_stderr()
    if folder.is_locked_by_another():
        return _beside_the_running_one(folder, command)
    folder.prepare()
    folder.lock()
    leftovers.clear(folder.child_pids(), folder.path)
    application = Application(folder, os.environ)
    if not application.own_database:
        _complete(application, {})
        _become(application, command)
    return _with_a_database_of_its_own(application, command)


def _complete(application: Application, instance: dict) -> None:
    """Links in mails must lead to where the pages are: the running instance's address, or the last one's."""
    last = application.folder.recall().get("base_url", f"http://localhost:{DEFAULT_PORT}")
    for name, value in ({"BASE_URL": last} | instance.get("environ", {})).items():
        application.environ.setdefault(name, value)


def _beside_the_running_one(folder: Folder, command: list[str]) -> int:
    application = Application(folder, os.environ)
    _complete(application, folder.instance)
    if application.postgres and not wait_until(application.postgres.ready, STARTING_UP):
        log = folder.log("postgres")
        raise FailedError(f"Another process holds {folder.path}, but its database does not answer. See {log}")
    _become(application, command)
    return 1


def _become(application: Application, command: list[str]) -> None:
    """Turn into the command, so that terminal, signals and exit code are its own."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(part) for part in parts.django(*command)], application.environ)  # noqa: S606


def _with_a_database_of_its_own(application: Application, command: list[str]) -> int:
    """Start PostgreSQL for the command only. What it wants mailed waits in the outbox for the next start."""
    application.supervisor.listen_to_signals()
    _complete(application, {})
    try:
        new = not application.postgres.exists
        application.start_database()
        if new and command[0] != "migrate":
            application.run("Preparing the database", "migrate", "--noinput")
        return _foreground(application, command)
    except Stopped:
        return 128 + signal.SIGINT
    finally:
        application.stop()


def _foreground(application: Application, command: list[str]) -> int:
    """Ctrl-C goes to the command, which shares the terminal; a signal sent to us alone is passed on."""
    process = subprocess.Popen(
        [str(part) for part in parts.django(*command)],
        cwd=ROOT,
        env=application.environ,
        preexec_fn=preexec(signal.SIGTERM),  # noqa: PLW1509 - there are no threads here
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: process.send_signal(number))
    code = process.wait()
    return code if code >= 0 else 128 - code
