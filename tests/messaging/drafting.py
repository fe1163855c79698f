"""Windows with drafts, on the pages of staff."""

import time
import uuid

from django.test import Client
from django.urls import reverse

from portal.demo import PASSWORD

AUTOSAVE = {"HX-Request": "true"}
POLL = {"X-Poll": "1", "HX-Request": "true"}
MINUTE = 60


def sign_in(name: str, client=None) -> Client:
    """`sign_in("fay")`: that person in a browser of their own."""
    client = client or Client()
    client.post("/signin/", {"name": f"{name}@demo.example", "password": PASSWORD})
    return client


def center(thread, **query) -> str:
    return reverse("staff:messaging:tab", args=["maple", "open"], query={"selected": thread.pk, **query})


def act(name, thread, **query) -> str:
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query={"tab": "open", **query})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def typed(thread, response, **changes) -> dict:
    fields = {"to": "portal", "response": response, "after": "keep", "seen_number": thread.last_number}
    return fields | {"seen_completed": "False", "request_key": uuid.uuid4()} | changes


def save(client, thread, response, **changes):
    return client.post(act("draft", thread, window="reply"), typed(thread, response, **changes), headers=AUTOSAVE)


def shown(client, thread, do="reply"):
    """The form of the window that opens."""
    return client.get(center(thread, do=do)).context[do]["form"]


def idle(client, minutes) -> None:
    session = client.session
    session["seen_at"] = time.time() - minutes * MINUTE
    session.save()
