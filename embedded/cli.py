"""The command line of run.py."""

import argparse
import os
import sys
from pathlib import Path

from embedded import leftovers
from embedded.application import Application
from embedded.demo import Demo, sign_ins
from embedded.environment import ROOT
from embedded.folder import Folder, FolderError
from embedded.manage import manage
from embedded.ports import PortBusyError
from embedded.postgres import PostgresError
from embedded.programs import MissingProgramError
from embedded.supervisor import FailedError, Stopped
from embedded.telling import say

TROUBLE = (FolderError, PostgresError, MissingProgramError, FailedError, PortBusyError)
EPILOG = """\
run.py manage CMD… runs a management command (create_practice, migrate, shell, …) against the same database, whether
Frontdesk runs or not. DATABASE_URL, REDIS_URL and EMAIL_URL name real servers instead of the embedded ones; PG_BINDIR
names the folder of another PostgreSQL's programs; BASE_URL is what links in mails begin with.
"""


def parser() -> argparse.ArgumentParser:
    about = "Run Frontdesk on this machine. Ctrl-C stops it."
    made = argparse.ArgumentParser("run.py", description=about, epilog=EPILOG)
    made.add_argument("--port", type=_port, help="the web port (default: 8000, or the next that is free)")
    made.add_argument("--var", type=Path, default=ROOT / "var", metavar="DIR", help="all data and logs (default: var)")
    made.add_argument("--no-demo", action="store_true", help="start with an empty database, without the demo practice")
    made.add_argument("--reset", action="store_true", help="delete the data first: database, uploads, mails, logs")
    made.add_argument("command", nargs=argparse.REMAINDER, metavar="manage CMD…", help="a management command")
    return made


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    os.umask(0o077)
    try:
        folder = Folder(options.var)
        if options.command:
            return _manage(folder, options)
        return run(folder, options)
    except KeyboardInterrupt:
        return 130
    except TROUBLE as error:
        print(error, file=sys.stderr)
        return 1


def _manage(folder: Folder, options: argparse.Namespace) -> int:
    word, *command = options.command
    if word != "manage":
        parser().error(f"unknown: {word}")
    if not command:
        parser().error("manage needs a command, such as: manage create_practice")
    return manage(folder, command)


def run(folder: Folder, options: argparse.Namespace) -> int:
    folder.prepare()
    folder.lock()
    leftovers.clear(folder.child_pids(), folder.path)
    if options.reset:
        reset(folder)
    application = Application(folder, os.environ)
    application.supervisor.listen_to_signals()
    demo = Demo(folder, refused=options.no_demo)
    try:
        application.start(options.port, demo)
        announce(application)
        application.supervisor.watch()
    except Stopped:
        return 0
    finally:
        application.stop()
    return 0


def reset(folder: Folder) -> None:
    """Say what goes, then delete it and begin with an empty folder."""
    say(f"Deleting from {folder.path}: {', '.join(folder.holds())}.")
    folder.empty()
    folder.prepare()
    if "DATABASE_URL" in os.environ:
        say("The database that DATABASE_URL names was left alone.")


def announce(application: Application) -> None:
    say(f"Frontdesk is ready at {application.environ['BASE_URL']}")
    if application.environ["DEMO"] == "1":
        say(sign_ins())
    else:
        say("A practice begins with: run.py manage create_practice (with the same --var, if you gave one).")
    if application.own_mail:
        say(f"Mails stay on this machine, a file each: {Path(application.environ['MAILDIR'], 'new')}")
    say(f"Data and logs: {application.folder.path}. Ctrl-C stops.")
