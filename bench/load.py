"""The load: prepared bytes over kept-alive connections, from one cheap loop that leaves the cores to the server."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, inf

HEAD_ENDS = b"\r\n\r\n"
PATIENCE = 60  # seconds without a single answer


class LoadError(Exception):
    """The server answered otherwise than it should, or not at all."""


@dataclass
class Sample:
    """What came back, in the order of the answers: whose answer it is (the first request is 0), its status, how long it
    took in ms, and its body where that was asked for.
    """

    numbers: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    seconds: float = 0
    cpu_seconds: float = 0  # of the server and its database; 0 where nobody counted

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return percentile(self.times, 50)

    @property
    def p95(self) -> float:
        return percentile(self.times, 95)

    @property
    def cpu(self) -> float:
        """CPU ms an answer."""
        return self.cpu_seconds * 1000 / len(self.times)

    def expect(self, *statuses: int) -> "Sample":
        """The sample itself, or a LoadError when anything else was answered."""
        others = Counter(status for status in self.statuses if status not in statuses)
        if others or not self.statuses:
            raise LoadError(f"expected {statuses}, got {dict(others) or 'nothing'}")
        return self


def percentile(values: list[float], percent: float) -> float:
    """The smallest of the values that at least so many percent of them do not exceed."""
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def request(method: str, path: str, *, cookies: str = "", body: bytes = b"", kind: str = "", **headers: str) -> bytes:
    """A request as bytes. `kind` is the content type of the body."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Cookie: {cookies}"] if cookies else []
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if method == "POST" else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + HEAD_ENDS + body


def drive(
    port: int, requests: Iterator[bytes], *, lines: int, seconds: float = inf, keep_bodies: bool = False
) -> Sample:
    """Send the requests over so many connections, each as soon as its last answer is there, until time or they end."""
    sample, numbered = Sample(), enumerate(requests)
    began = time.perf_counter()
    opened = [Line(port) for _ in range(lines)]
    try:
        busy = {line.socket: line for line in opened if line.send_next(numbered)}
        with selectors.DefaultSelector() as selector:
            for each in busy:
                selector.register(each, selectors.EVENT_READ)
            while selector.get_map():
                for line in [busy[each] for each in _readable(selector)]:
                    if line.receive() and not line.goes_on(sample, numbered, began + seconds, keep_bodies):
                        selector.unregister(line.socket)
        sample.seconds = time.perf_counter() - began
    finally:
        for line in opened:
            line.socket.close()
    return sample


def _readable(selector: selectors.BaseSelector) -> list[socket.socket]:
    ready = selector.select(PATIENCE)
    if not ready:
        raise LoadError(f"no answer within {PATIENCE} s")
    return [key.fileobj for key, _events in ready]


class Line:
    """One connection, with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.sent_at, self.number = 0.0, -1

    def send_next(self, numbered: Iterator[tuple[int, bytes]]) -> bool:
        """Send the next request; False when there is none."""
        self.number, wanted = next(numbered, (-1, b""))
        if not wanted:
            return False
        self.received, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(wanted)
        return True

    def receive(self) -> bool:
        """Take what has arrived; is the answer whole?"""
        arrived = self.socket.recv(262_144)
        if not arrived:
            raise LoadError(f"the server hung up after {self.received[:200]!r}")
        self.received += arrived
        end = self.received.find(HEAD_ENDS)
        return end >= 0 and len(self.received) >= end + len(HEAD_ENDS) + content_length(self.received[:end])

    def goes_on(self, sample: Sample, numbered: Iterator[tuple[int, bytes]], until: float, keep_body: bool) -> bool:
        """Note the answer; while there is time and a next request, send that."""
        self._note(sample, keep_body)
        return time.perf_counter() < until and self.send_next(numbered)

    def _note(self, sample: Sample, keep_body: bool) -> None:
        sample.times.append((time.perf_counter() - self.sent_at) * 1000)
        sample.numbers.append(self.number)
        sample.statuses.append(int(self.received[9:12]))
        if keep_body:
            sample.bodies.append(self.received.partition(HEAD_ENDS)[2])


def content_length(head: bytes) -> int:
    """What the head says of the body's length; the product always says it."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    if b"transfer-encoding" in head.lower():
        raise LoadError("an answer in chunks: this load only understands those that say their length")
    return 0
