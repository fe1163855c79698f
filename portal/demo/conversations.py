"""Messages and appointment requests of the last days, in every state a Message Center knows."""

import random
from datetime import datetime, timedelta
from uuid import uuid4

from messaging import threads
from messaging.models import Thread
from messaging.services import answering, forwarding, taking, withdrawing
from portal.demo.families import Family
from practice.access import PATIENT, STAFF, Actor
from scheduling import selectors
from scheduling.models import Appointment
from scheduling.services import changes, decisions, requests

# Subject, what the guardian wrote, what the practice answered (None = nobody has yet), completed?
WRITTEN = [
    ("School form, second page", "The school sent a second page. Can I bring it by, or send a photo?", None, False),
    ("Question about sunscreen", "Which one do you suggest for sensitive skin?", None, False),
    ("Camp physical", "Camp asks for a physical from this year. Is the one from March enough?", None, False),
    (
        "Record for the new school",
        "We move in January. How do we get the vaccine record to the new school?",
        "We can send it straight to the school. Please tell us its name and town.",
        False,
    ),
    (
        "Opening hours over the holidays",
        "Are you open on the day after Thanksgiving?",
        "Yes, North is open from 9 to 5 that Friday. South is closed.",
        True,
    ),
    (
        "Thank you",
        "Just to say thank you to Dr Ada and everybody at the desk.",
        "That made our morning. Thank you for writing!",
        True,
    ),
    (
        "Parking at North",
        "Is there parking with space for a double stroller?",
        "Yes, behind the building, entrance from Birch Lane. The door there has a ramp.",
        True,
    ),
    ("Glasses", "The school nurse thinks glasses may be needed. Do we need to see you first?", None, False),
    (
        "Interpreter for the next visit",
        "My mother will bring the children next time. Could there be a Polish interpreter?",
        "We have booked one by phone for the whole visit.",
        True,
    ),
    ("Copy of the bill", "Could you send the bill of the last visit again? I cannot find it.", None, False),
    ("Travel in spring", "We plan a trip in April. How early should we talk about vaccines?", None, False),
    (
        "Change of address",
        "We have moved to 14 Cedar Court, same town.",
        "Thank you, it is in the record.",
        True,
    ),
]
REASONS = [
    "Ear ache since Friday, no fever. Mornings before school are best for us.",
    "Yearly check-up, nothing special.",
    "A cough that does not go away.",
    "We would like the flu shot too, if that is possible.",
    "",
    "Follow-up, as Dr Ben asked for.",
]


def load(cast, families: list[Family], chance: random.Random) -> None:
    """Write the conversations as they would have come, each at its own moment of the last days."""
    written = {}
    for n, (subject, body, answer, done) in enumerate(WRITTEN):
        written[subject] = _general(cast, families[n % len(families)], n, subject, body, answer, done)
    _among_colleagues(cast, written["Glasses"])
    asked = [_request(cast, family, n, chance) for n, family in enumerate(families[4:12])]
    _decide(cast, asked)
    _take(cast, asked)
    _ask_for_changes(cast, families[12:])


def _general(cast, family: Family, n: int, subject: str, body: str, answer: str | None, done: bool) -> Thread:
    by = guardian(cast, family, cast.now - timedelta(hours=3 + 5 * n))
    thread = threads.start(by=by, patient=family.children[0], kind="general", subject=subject, body=body)
    if answer:
        clerk = staff(cast, cast.fay, by.now + timedelta(hours=2))
        threads.mark_read(by=clerk, thread=thread)
        threads.post(by=clerk, thread=thread, body=answer, side=STAFF)
        if done:
            threads.complete(by=clerk, thread=thread)
    return thread


def _among_colleagues(cast, thread: Thread) -> None:
    """Nia has asked Dr Ada, whose answer waits to be turned to the guardian; the first try at that was taken back."""
    at = thread.started_at
    nia, ada = (staff(cast, who, at + timedelta(minutes=m)) for who, m in ((cast.nia, 30), (cast.ada, 55)))
    forwarding.forward(by=nia, thread=thread, to=[cast.ada], note="Seen in June, both eyes fine.", include_prior=True)
    said = "No, the optometrist first. Ask them to bring the result."
    answering.answer_internally(by=ada, thread=thread, to=cast.nia, response=said, seen_number=2)
    nia = staff(cast, cast.nia, at + timedelta(minutes=58))
    sent = answering.reply(by=nia, thread=thread, response="Please see an", seen_number=3)
    withdrawing.withdraw(by=staff(cast, cast.nia, nia.now + timedelta(seconds=5)), message=sent)


def _take(cast, asked: list) -> None:
    """Fay sees to one of the requests that Sam has, too."""
    open_still = next(
        request for request in reversed(asked) if request.thread.deliveries.filter(closed_at=None).exists()
    )
    taking.take(by=staff(cast, cast.fay, cast.now - timedelta(minutes=20)), thread=open_still.thread)


def _request(cast, family: Family, n: int, chance: random.Random):
    """A request by the family's guardian: every third wants the next available, the others name up to three times."""
    child = family.children[0]
    by = guardian(cast, family, cast.now - timedelta(hours=2 + 4 * n))
    provider = chance.choice([cast.dr_ada, cast.dr_ada, cast.dr_ben, None])
    kind = chance.choice([cast.well, cast.sick])
    facts = {"visit_type": kind, "location": cast.north, "provider": provider}
    day = by.now.date() + timedelta(days=2)
    open_slots = selectors.open_slots(by, **facts, first_day=day, last_day=day + timedelta(days=6))
    free = [slot for slot in open_slots if not _is_away(child, slot)]
    chosen = [] if n % 3 == 2 else sorted(chance.sample(free, min(len(free), 1 + n % 3)), key=lambda s: s.starts_at)
    return requests.request(
        by=by,
        patient=child,
        case=child.cases.get(),
        starts=[slot.starts_at for slot in chosen],
        reason=REASONS[n % len(REASONS)],
        insurance=None,
        request_key=uuid4(),
        **facts,
    )


def _is_away(child, slot) -> bool:
    """Whether the child is at another visit then."""
    return Appointment.objects.filter(patient=child, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exists()


def _decide(cast, asked: list) -> None:
    """Sam has approved one that named a time, declined another, and offered a third family other times."""
    sam = staff(cast, cast.sam, cast.now - timedelta(hours=1))
    in_reach = [r for r in asked if r.patient.home_location == cast.north]
    named = next(r for r in in_reach if r.slots.exists() and r.provider)
    decisions.approve(by=sam, request=named, starts_at=named.slots.first().starts_at, provider=named.provider)
    other, third = [r for r in reversed(in_reach) if r != named][:2]
    decisions.decline(
        by=sam, request=other, reason="We have no such time this month. Please call us, and we will find one together."
    )
    offered = selectors.times_to_offer(sam, third, cast.now + timedelta(days=3), n=9)
    free = [slot for slot in offered if not _is_away(third.patient, slot)][:2]
    decisions.propose(by=sam, request=third, times=[(slot.starts_at, slot.provider) for slot in free])


def _ask_for_changes(cast, families: list[Family]) -> None:
    """One family asks to move a visit to come, the next to cancel one."""
    coming = [(family, visit) for family in families if (visit := _coming_visit(cast, family))]
    for (family, visit), kind in zip(coming, ("reschedule", "cancel"), strict=False):
        by = guardian(cast, family, cast.now - timedelta(hours=5))
        reason = "There is a school trip that day." if kind == "reschedule" else "She is well again, thank you."
        changes.request_change(by=by, appointment=visit, kind=kind, reason=reason)


def _coming_visit(cast, family: Family) -> Appointment | None:
    to_come = Appointment.objects.filter(patient__in=family.children, location=cast.north, status="booked")
    return to_come.filter(starts_at__gt=cast.now + timedelta(days=1)).order_by("starts_at").first()


def guardian(cast, family: Family, at: datetime) -> Actor:
    """The family's guardian as an actor at this moment."""
    grants = {child.pk: "full" for child in family.children}
    return Actor(practice=cast.maple, side=PATIENT, now=at, user=family.guardian, grants=grants)


def staff(cast, member, at: datetime) -> Actor:
    """A staff member as an actor at this moment."""
    return Actor(practice=cast.maple, side=STAFF, now=at, user=member.user, member=member)
