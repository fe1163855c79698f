"""What is measured on: a throw-away PostgreSQL that keeps what it is told, a broker, and the product's web servers.

All of it is what `run.py` starts, in a folder of its own; only the worker is left out, as nothing here waits for it.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.server import Server
from embedded import parts, ports
from embedded.application import Application
from embedded.children import Child
from embedded.folder import Folder

# What a shell may have set for another installation.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "MAILDIR", "VAR_DIR", "DEMO", "DEBUG", "SECRET_KEY")
FIRST = "app"  # the database that the embedded PostgreSQL begins with


class Stand:
    def __init__(self, folder: Path) -> None:
        given = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.folder = Folder(folder)
        self.application = Application(self.folder, given | {"EMAIL_URL": "smtp://127.0.0.1:9"})
        self._listeners: dict[str, list] = {}

    def start(self) -> None:
        """Database, broker and static files; then this process may use Django, with the floors' settings."""
        self.folder.prepare()
        self.application.start_database()
        self.application.start_broker()
        self.application.run("Preparing the static files", "collectstatic", "--noinput", "--verbosity", "0")
        os.environ |= self.application.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
        import django

        django.setup()

    def stop(self) -> None:
        self.application.stop()

    def serve(self, name: str, database: str, ready: str = "/healthz", **changes: str) -> Server:
        """A web server as the product runs it, on one of the databases."""
        listeners = ports.listen(0)
        port = listeners[0].getsockname()[1]
        environ = self.application.environ | {"DATABASE_URL": self.url(database)} | changes
        child = parts.web(environ, self.folder.log(name), listeners)
        child.name = name
        self._listeners[name] = listeners
        self.application.supervisor.up(child, lambda: parts.answers(f"http://127.0.0.1:{port}{ready}", "localhost"))
        return Server(port, (child.pid, self.pid("postgres")))

    def pid(self, name: str) -> int:
        """The first process of one of the parts."""
        return next(child.pid for child in self.application.supervisor.children if child.name == name)

    def end(self, *names: str) -> None:
        """Stop these web servers."""
        children = self.application.supervisor.children
        for child in [one for one in children if one.name in names]:
            children.remove(child)
            _end(child)
            for listener in self._listeners.pop(child.name):
                listener.close()

    def url(self, database: str) -> str:
        """The address of one of the databases."""
        return urlsplit(self.application.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def _end(child: Child) -> None:
    child.stop()
    child.kill()


@contextlib.contextmanager
def stand() -> Iterator[Stand]:
    """A stand for as long as the block runs; nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        made = Stand(Path(folder))
        try:
            made.start()
            yield made
        finally:
            made.stop()


@contextlib.contextmanager
def using(database: str) -> Iterator[None]:
    """Let this process's Django read and write that database."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def copy_database(database: str, *copies: str) -> None:
    """Make copies of a database that nobody uses just now."""
    from django.db import connection

    with using("postgres"), connection.cursor() as cursor:
        for copy in copies:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{database}"')
