"""A mail server that keeps every mail in a folder instead of sending it: what the demo sends, a person can read."""

import asyncio
import signal
import socket
import sys

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(handler: object, listener: socket.socket) -> None:
    """Answer on a socket that is already bound, until told to stop."""
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, ident="Frontdesk mail catcher"), sock=listener
    )
    await done.wait()
    server.close()


def main(number: str, folder: str) -> None:
    asyncio.run(serve(Mailbox(folder), socket.socket(fileno=int(number))))


if __name__ == "__main__":
    main(*sys.argv[1:])
