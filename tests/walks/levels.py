"""What each level of access may do: one table for the pages and calls of the patients' side, one for its doors."""

import json
from collections.abc import Iterable

from django.db import transaction

from practice.access import PATIENT, Actor
from practice.errors import NotAllowed, NotVisible, Refused
from practice.service import DOORS
from tests.walks.urls import BODY, Route

ALL, WRITES, FULL = frozenset({"full", "limited", "booking"}), frozenset({"full", "limited"}), frozenset({"full"})
# Open to whoever acts for the person at all: where one stands, and one's own login.
FREE = {"my:portal:home", "my:registration:account", "my:registration:add_child"}
TOPICS = {"general": WRITES, "insurance": WRITES, "refill": FULL, "referral": FULL}

# What a page cannot do without.
QUERIES = dict.fromkeys(("my:messaging:draft", "my:messaging:draft_discarding"), "?window=answer")

PAGES = {
    "my:messaging:threads": WRITES,
    "my:messaging:new": WRITES,
    "my:messaging:thread": WRITES,
    "my:messaging:answers": WRITES,
    "my:messaging:draft": WRITES,
    "my:messaging:draft_discarding": WRITES,
    "my:messaging:reading": WRITES,
    "my:messaging:attachment": WRITES,
    "my:scheduling:appointments": ALL,
    "my:scheduling:calendar_file": ALL,
    "my:scheduling:rescheduling": ALL,
    "my:scheduling:cancellation": ALL,
    "my:scheduling:request": ALL,
    "my:scheduling:request_who": ALL,
    "my:scheduling:request_step": ALL,
    "my:scheduling:requests": ALL,
    "my:scheduling:request_sent": ALL,
    "my:scheduling:request_change": ALL,
    "my:scheduling:withdrawal": ALL,
    "my:scheduling:offer_refusal": ALL,
    "my:scheduling:acceptance": ALL,
    "api:options": ALL,
    "api:slots": ALL,
    "api:days": ALL,
    "api:my-requests": ALL,
    "api:my-proposals": ALL,
    "api:acceptance": ALL,
    "api:refusal": ALL,
    "api:withdrawal": ALL,
    "api:my-appointments": ALL,
    "api:changes": ALL,
    "api:threads": WRITES,
    "api:thread": WRITES,
}

# For each door the levels that may pass it, and what its rule asks about.
DOORS_OF_PATIENTS = {
    "messaging.services.files.add_file": (WRITES, "patient"),
    "messaging.services.files.fetch_file": (WRITES, "attachment"),
    "messaging.services.refills.ask": (FULL, "patient"),
    "messaging.services.asks.ask_referral": (FULL, "patient"),
    "messaging.services.asks.report_insurance": (WRITES, "patient"),
    "messaging.services.patient.send_message": (WRITES, "patient"),
    "messaging.services.patient.answer": (WRITES, "thread"),
    "messaging.services.patient.show_thread": (WRITES, "thread"),
    "messaging.services.patient.read_thread": (WRITES, "thread"),
    "messaging.services.drafts.save_draft": (WRITES, "thread"),
    "messaging.services.drafts.discard_draft": (WRITES, "thread"),
    "messaging.services.drafts.save_first_draft": (WRITES, "patient", "window"),
    "messaging.services.drafts.discard_first_draft": (WRITES, "patient", "window"),
    "scheduling.services.requests.request": (ALL, "patient"),
    "scheduling.services.requests.withdraw": (ALL, "request"),
    "scheduling.services.changes.request_change": (ALL, "appointment"),
    "scheduling.services.changes.accept": (ALL, "request"),
    "scheduling.services.changes.turn_down": (ALL, "request"),
}


def page_faults(routes: Iterable[Route], values: dict, client, may) -> list[str]:
    """The pages and calls that let somebody in whom `may(route name, values)` keeps out, or the other way round."""
    found = []
    for route in routes:
        for topic in TOPICS if "topic" in route.names else [""]:
            facts = {**values, "topic": topic}
            path = route.fill(facts) + QUERIES.get(route.name, "")
            answers = [_answer(client, method, path) for method in ("get", "post")]
            seen = {status for status in answers if status != 405}
            open_to = may(route.name, facts)
            if (open_to and (403 in seen or seen == {404})) or (not open_to and not seen <= {403, 404}):
                found.append(f"{route.name} {topic} answers {answers}")
    return found


def _answer(client, method: str, path: str) -> int:
    """The status; what a POST did is undone."""
    with transaction.atomic():
        if method == "post" and "/api/" in path:
            response = client.post(path, json.dumps(BODY), content_type="application/json")
        else:
            response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response.status_code


def passes(name: str, by: Actor, **about) -> bool:
    """Whether the gate of the door lets this actor through with what it is about.

    The rest of its arguments is not given: behind the gate that is a TypeError, or what happens is undone.
    """
    try:
        with transaction.atomic():
            DOORS[name](by=by, **about)
            transaction.set_rollback(True)
    except (NotAllowed, NotVisible):
        return False
    except (TypeError, Refused):
        return True
    return True


def at_level(by: Actor, patient_id, level: str) -> Actor:
    """The same person, acting for this patient at this level."""
    facts = {"practice": by.practice, "side": PATIENT, "now": by.now, "user": by.user}
    return Actor(**facts, grants={**by.grants, patient_id: level})
