"""Threads of the cast, and who has them."""

from types import SimpleNamespace

import pytest

from messaging import threads
from messaging.models import Delivery, Department
from messaging.services import patient


@pytest.fixture
def departments(cast):
    """The five departments by the kind each receives."""
    return SimpleNamespace(**{d.receives: d for d in Department.objects.of(cast.maple)})


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
def has():
    """`has(thread)`: who has it in an inbox, by name and channel, with the reason."""

    def inboxes(thread) -> dict:
        live = Delivery.objects.filter(thread=thread, closed_at=None, thread__completed_at=None)
        return {(d.member.user.name.split()[0], d.channel): d.reason for d in live.select_related("member__user")}

    return inboxes
