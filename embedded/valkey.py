"""The embedded Valkey: the broker, on a unix socket only, keeping what it holds on disk."""

import socket
from pathlib import Path

from embedded.children import Child

CONFIG = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {folder}
appendonly yes
# A broker that forgets to make room loses tasks; a full one says so.
maxmemory-policy noeviction
daemonize no
"""


class Valkey:
    def __init__(self, program: Path, folder: Path, sockets: Path) -> None:
        self.program = program
        self.folder = folder
        self.socket = sockets / "vk.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{_escaped(self.socket)}?virtual_host=0"

    def child(self, environ: dict[str, str], log: Path) -> Child:
        return Child("valkey", [self.program, self.folder / "valkey.conf"], environ, log, before_start=self.prepare)

    def prepare(self) -> None:
        self.folder.mkdir(exist_ok=True, mode=0o700)
        config = CONFIG.format(socket=quoted(self.socket), folder=quoted(self.folder))
        (self.folder / "valkey.conf").write_text(config)

    def ready(self) -> bool:
        """It answers a ping; while it still reads its file it answers otherwise."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _escaped(path: Path) -> str:
    """Only what would end the path: not everybody who reads the address decodes it."""
    return str(path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def quoted(path: Path) -> str:
    """A path as the configuration file wants it, spaces and quotes included."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
