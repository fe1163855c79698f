"""The mail catcher with moods: slow, or refusing, as a file beside its mails says. A program of its own."""

import asyncio
import json
import socket
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox

from embedded.mailcatcher import serve


class MoodyMailbox(Mailbox):
    def __init__(self, folder: str, mood: Path) -> None:
        super().__init__(folder)
        self.mood = mood

    def _mood(self) -> dict:
        return json.loads(self.mood.read_text())

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 - aiosmtpd's name
        if refusal := self._mood()["refusal"]:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        mood = self._mood()
        await asyncio.sleep(mood["before"])
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(mood["after"])
        return answer


def main(port: str, folder: str, mood: str) -> None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(port)))
    asyncio.run(serve(MoodyMailbox(folder, Path(mood)), listener))


if __name__ == "__main__":
    main(*sys.argv[1:])
