"""Frontdesk as a whole on one folder: what is started, with what, in which order."""

import os
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from embedded import leftovers, parts, ports
from embedded.demo import Demo
from embedded.folder import Folder
from embedded.postgres import Postgres
from embedded.programs import find_postgres, find_valkey
from embedded.supervisor import FailedError, Supervisor
from embedded.telling import say
from embedded.valkey import Valkey

# What `run.py manage` needs to know of the instance it runs beside.
SHARED = ("BASE_URL", "EMAIL_URL", "REDIS_URL", "DEMO", "MAILDIR", "TEXT_SENDER")


class Application:
    def __init__(self, folder: Folder, given: Mapping[str, str]) -> None:
        self.folder = folder
        self.given = given
        self.environ = parts.environ(folder, given)
        self.supervisor = Supervisor(self._note)
        # Kept open as long as we live, for the parts that are started again.
        self.listeners: list[socket.socket] = []
        self.own_database = "DATABASE_URL" not in given
        self.own_broker = "REDIS_URL" not in given
        self.own_mail = "EMAIL_URL" not in given
        self.postgres = self._make_postgres() if self.own_database else None
        self.valkey = Valkey(find_valkey(), folder.path / "valkey", folder.sockets) if self.own_broker else None
        if self.postgres:
            self.environ["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            self.environ["REDIS_URL"] = self.valkey.url
        if self.own_mail:
            self.environ["MAILDIR"] = str(folder.path / "mail")
            self.environ.setdefault("TEXT_SENDER", "practice.texts.to_mail_folder")

    def _make_postgres(self) -> Postgres:
        programs = find_postgres(self.given)
        return Postgres(programs, self.folder.path / "pg", self.folder.sockets, self.folder.secret("pg-password"))

    def _note(self, pids: dict[str, int]) -> None:
        shared = {name: self.environ[name] for name in SHARED if name in self.environ}
        self.folder.instance = {"pid": os.getpid(), "children": pids, "environ": shared}

    # --- the parts, in the order they are started ---

    def start(self, port: int | None, demo: Demo) -> None:
        port, web_listeners = self._take_port(port)
        self.listeners += web_listeners
        self.environ.setdefault("BASE_URL", f"http://localhost:{port}")
        self.folder.remember(base_url=self.environ["BASE_URL"])
        self.start_database()
        self.start_broker()
        self.prepare_data()
        self.environ["DEMO"] = demo.load(self)
        self._start_mail()
        folder, supervisor = self.folder, self.supervisor
        supervisor.up(parts.worker(self.environ, folder.log("worker")))
        supervisor.up(parts.beat(self.environ, folder.log("beat"), folder.path / "beat" / "schedule"))
        web = parts.web(self.environ, folder.log("web"), web_listeners)
        host = urlsplit(self.environ["BASE_URL"]).netloc
        supervisor.up(web, lambda: parts.answers(f"http://127.0.0.1:{port}/readyz", host))

    def _take_port(self, port: int | None) -> tuple[int, list[socket.socket]]:
        if port is not None:
            try:
                return port, ports.listen(port)
            except ports.PortBusyError:
                text = f"Port {port} is taken (or not allowed to you). Name another one with --port."
                raise FailedError(text) from None
        port, listeners = ports.first_free()
        if port != ports.DEFAULT_PORT:
            say(f"Port {ports.DEFAULT_PORT} is taken by another program; this is {port}.")
        return port, listeners

    def start_database(self) -> None:
        if not self.postgres:
            say("Using the database that DATABASE_URL names.")
            return
        programs = self.postgres.programs
        self.postgres.prepare_folders()
        if not self.postgres.exists:
            say(f"Making a new database in {self.postgres.data} (PostgreSQL {programs.version} of {programs.origin}) …")
            self.postgres.initialise(self._server_environ())
        self.postgres.check_version()
        child = self.postgres.child(self._server_environ(), self.folder.log("postgres"))
        self.supervisor.up(child, self.postgres.ready)

    def start_broker(self) -> None:
        if self.valkey:
            self.supervisor.up(self.valkey.child(self._server_environ(), self.folder.log("valkey")), self.valkey.ready)
        else:
            say("Using the broker that REDIS_URL names.")

    def _server_environ(self) -> dict[str, str]:
        """The servers need no secrets of the product."""
        needed = ("PATH", "HOME", "TMPDIR", "LC_ALL", leftovers.MARK)
        return {name: self.environ[name] for name in needed if name in self.environ}

    def prepare_data(self) -> None:
        self.run("Preparing the database", "migrate", "--noinput")
        self.run("Preparing the static files", "collectstatic", "--noinput", "--verbosity", "0")

    def run(self, title: str, *command: str) -> None:
        if self.supervisor.step(title, parts.django(*command), self.environ):
            raise FailedError(f"{title} failed (`manage {command[0]}`); the lines above say why. Nothing was deleted.")

    def _start_mail(self) -> None:
        if not self.own_mail:
            say("Sending mail through the server that EMAIL_URL names.")
            return
        listener = ports.listen(0)[0]
        self.listeners.append(listener)
        self.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        child = parts.mail(self.environ, self.folder.log("mail"), listener, self.folder.path / "mail")
        self.supervisor.up(child)

    def stop(self) -> None:
        if self.supervisor.children:
            say("Stopping …")
        self.supervisor.down()
        (self.folder.path / "instance.json").unlink(missing_ok=True)
