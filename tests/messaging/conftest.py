"""Threads of the cast, and who has them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from messaging import threads
from messaging.models import Delivery, Department
from messaging.services import patient, refills
from tests import build


@pytest.fixture
def later(cast):
    """The moment from which the patient's side sees what staff say to it now."""
    return cast.now + threads.UNDO


@pytest.fixture
def departments(cast):
    """The five departments by the kind each receives."""
    return SimpleNamespace(**{d.receives: d for d in Department.objects.of(cast.maple)})


@pytest.fixture
def sign_in(client):
    """`sign_in(cast.fay)`: the client as that person."""

    def as_user(who):
        client.force_login(getattr(who, "user", who))
        return client

    return as_user


@pytest.fixture
def write(cast, acting):
    """`write()`: a general message from Gina about Leo; it goes to Fay."""

    def send(who=None, about=None, subject="Cough", body="Leo coughs at night.", **facts):
        by = acting(who or cast.gina)
        return patient.send_message(by=by, patient=about or cast.leo, subject=subject, body=body, **facts)

    return send


@pytest.fixture
def ask(cast, acting):
    """`ask()`: an appointment request from Gina about Leo, as far as messaging is concerned; to Sam and Fay."""

    def start(about=None, named=None):
        return threads.start(
            by=acting(cast.gina),
            patient=about or cast.leo,
            kind="appointment",
            subject="Appointment Request",
            body="Next available, please.",
            named_provider=named,
        )

    return start


@pytest.fixture
def pharmacy(cast):
    """Elm Street Pharmacy, where Leo's albuterol is fetched."""
    return build.pharmacy(cast.maple, "Elm Street Pharmacy", "1 Elm Street, Albany")


@pytest.fixture
def albuterol(cast, pharmacy):
    """The line of Leo's active medication list; Dr Ada prescribes it, and it was filled 60 days ago for 30."""
    facts = {"days_supply": 30, "last_filled_on": cast.now.date() - timedelta(days=60)}
    return build.medication(cast.leo, "Albuterol", "90 mcg inhaler", pharmacy=pharmacy, prescriber=cast.ada, **facts)


@pytest.fixture
def ask_refill(cast, acting, albuterol, pharmacy):
    """`ask_refill()`: Gina asks for Leo's albuterol; it goes to Nia."""

    def send(*medications, who=None, at=None, **facts):
        by = acting(who or cast.gina, at=at)
        said = {"medications": medications or ([] if "other" in facts else [albuterol])}
        said["pharmacy"] = None if "other_pharmacy" in facts else pharmacy
        return refills.ask(by=by, patient=cast.leo, **said | facts)

    return send


@pytest.fixture
def has():
    """`has(thread)`: who has it in an inbox, by name and channel, with the reason."""

    def inboxes(thread) -> dict:
        live = Delivery.objects.filter(thread=thread, closed_at=None, thread__completed_at=None)
        return {(d.member.user.name.split()[0], d.channel): d.reason for d in live.select_related("member__user")}

    return inboxes
