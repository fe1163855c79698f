"""Refills as families ask for them: one that waits, one flagged, one with a prescriber, one given and answered."""

from datetime import timedelta
from uuid import uuid4

from messaging.models import Thread
from messaging.services import forwarding, refills
from portal.demo.conversations import guardian, staff
from portal.demo.families import Family
from practice.models import Patient


def load(cast, families: list[Family]) -> None:
    """Ask, forward and refill, each at its own moment of the last days."""
    takers = [(family, child) for family in families for child in family.children if child.medications.exists()]
    waiting, early, forwarded, given = takers[0], takers[1], takers[2], takers[3]
    _ask(cast, *waiting, hours=2, note="The inhaler says 12 puffs left.")
    _ask(cast, *early, hours=9, note="We are going away for two weeks.")
    _forward(cast, _ask(cast, *forwarded, hours=20, note="He used it a lot this week."))
    _refill(cast, _ask(cast, *given, hours=30, note=""))


def _ask(cast, family: Family, child: Patient, hours: int, note: str) -> Thread:
    by = guardian(cast, family, cast.now - timedelta(hours=hours))
    line = child.medications.filter(ended_on=None).first()
    return refills.ask(by=by, patient=child, medications=[line], pharmacy=line.pharmacy, note=note)


def _forward(cast, thread: Thread) -> None:
    nia = staff(cast, cast.nia, thread.started_at + timedelta(hours=1))
    note = "Last seen in August. Fine to refill?"
    forwarding.forward(by=nia, thread=thread, to=[cast.ada], note=note, include_prior=True, completed=True)


def _refill(cast, thread: Thread) -> None:
    ada = staff(cast, cast.ada, thread.started_at + timedelta(hours=3))
    asked = thread.refill_request
    refills.refill(
        by=ada,
        thread=thread,
        medication=asked.medication,
        pharmacy=asked.pharmacy,
        quantity="1 fill",
        refills=1,
        response="The refill is at the pharmacy. Please come for a check before the next one.",
        seen_number=thread.last_number,
        after_sending="completed",
        request_key=uuid4(),
    )
