"""Listening sockets. The supervisor holds them for its children, so a port is never lost while a child restarts."""

import contextlib
import errno
import socket

DEFAULT_PORT = 8000
TRIES = 100
# Ports below 1024 are refused to ordinary users; to them that is as good as taken.
_BUSY = (errno.EADDRINUSE, errno.EACCES)


class PortBusyError(Exception):
    """Another program listens there."""


def listen(port: int) -> list[socket.socket]:
    """Sockets on this machine's own addresses; a browser may try either for `localhost`."""
    sockets = [_listen(socket.AF_INET, "127.0.0.1", port)]
    if socket.has_ipv6:
        try:
            sockets.append(_listen(socket.AF_INET6, "::1", sockets[0].getsockname()[1]))
        except PortBusyError:
            sockets[0].close()
            raise
        except OSError:
            return sockets
    return sockets


def _listen(family: int, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno in _BUSY:
            raise PortBusyError(port) from None
        raise
    return listener


def first_free(start: int = DEFAULT_PORT) -> tuple[int, list[socket.socket]]:
    for port in range(start, start + TRIES):
        with contextlib.suppress(PortBusyError):
            return port, listen(port)
    raise PortBusyError(f"{start} to {start + TRIES - 1}")


def numbers(sockets: list[socket.socket]) -> tuple[int, ...]:
    """The numbers under which children inherit them."""
    return tuple(one.fileno() for one in sockets)
