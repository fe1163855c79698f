"""A real mail server in a process of its own."""

import json
import shutil
import socket
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from embedded.children import Child, wait_until
from tests.services import place


class MailServer:
    def __init__(self) -> None:
        self.port = place.mail_port()
        self.folder = place.own() / "mail"
        self.mood = place.own() / "mood.json"
        command = [sys.executable, "-m", "tests.services.smtp_server", str(self.port), self.folder, self.mood]
        self.child = Child("smtp", command, place.child_environ(), place.own() / "smtp.log")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    # --- what it does ---

    def start(self) -> None:
        if not self.child.running:
            self.child.start()
        assert wait_until(self._answers, 10), "the mail server does not answer"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as client:
                return client.recv(3) == b"220"
        except OSError:
            return False

    def stop(self) -> None:
        self.child.stop()

    def slow(self, seconds: float, *, after: bool = False) -> None:
        """Take this long over each mail: before it is kept, or after it is kept and before that is acknowledged."""
        self._set(before=0 if after else seconds, after=seconds if after else 0)

    def refuse(self, answer: str = "550 No such mailbox") -> None:
        """Refuse every recipient, for good (5xx) or for now (4xx)."""
        self._set(refusal=answer)

    def accept(self) -> None:
        """Quick and friendly again."""
        self._set()

    def _set(self, before: float = 0, after: float = 0, refusal: str = "") -> None:
        half = self.mood.with_suffix(".tmp")
        half.write_text(json.dumps({"before": before, "after": after, "refusal": refusal}))
        half.replace(self.mood)

    # --- what it got ---

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails kept so far, the oldest first."""
        files = sorted(self.folder.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        wait_until(lambda: len(self.messages) >= count, seconds)
        assert len(self.messages) >= count, f"{len(self.messages)} of {count} mails arrived in {seconds} s"
        return self.messages

    def clear(self) -> None:
        for path in self.folder.glob("new/*"):
            path.unlink()


@pytest.fixture(scope="session")
def _smtp() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def smtp(_smtp: MailServer) -> MailServer:
    """The mail server that the settings name, running, empty and friendly."""
    _smtp.accept()
    _smtp.start()
    _smtp.clear()
    return _smtp
