"""A real Valkey."""

import signal
import socket
from collections.abc import Iterator

import pytest

from embedded.children import wait_until
from embedded.programs import find_valkey
from embedded.valkey import Valkey
from tests.services import place


class Broker:
    def __init__(self) -> None:
        self.server = Valkey(find_valkey(), place.own() / "valkey", place.own())
        self.child = self.server.child(place.child_environ(), place.own() / "valkey.log")

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def running(self) -> bool:
        return self.child.running

    def start(self) -> None:
        self.resume()
        if not self.running:
            self.child.start()
        assert wait_until(self.server.ready, 10), "Valkey does not answer"

    def stop(self) -> None:
        self.resume()
        self.child.stop()

    def kill9(self) -> None:
        self.child.kill()

    def pause(self) -> None:
        """Silent rather than away: connections are taken and never answered."""
        self.child.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.child.signal(signal.SIGCONT)

    def empty(self) -> None:
        """Forget everything it holds."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.server.socket))
            client.sendall(b"FLUSHALL\r\n")
            assert client.recv(16).startswith(b"+OK")


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.stop()


@pytest.fixture
def valkey(_valkey: Broker) -> Broker:
    """The broker that the settings name, running and empty."""
    _valkey.start()
    _valkey.empty()
    return _valkey
