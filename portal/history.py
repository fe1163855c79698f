"""What the tab `History` of a Patient File says: each kind of act in words, who did it, from which side, and when."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import PATIENT, STAFF, SYSTEM, Actor
from practice.models import Patient
from practice.selectors.history import Event, history

CHANGES, EVERYTHING = "changes", "everything"
SIDES = {
    STAFF: gettext_lazy("Practice"),
    PATIENT: gettext_lazy("Patient Portal"),
    SYSTEM: gettext_lazy("Automatic"),
}
# What was only looked at, and what somebody typed or sorted for themselves: it changed nothing for anybody else.
READ = {
    "attachment.fetched": gettext_lazy("Opened a file of a message"),
    "draft.discarded": gettext_lazy("Threw away what they had typed"),
    "draft.saved": gettext_lazy("Typed a message"),
    "first_draft.discarded": gettext_lazy("Threw away what they had typed"),
    "first_draft.saved": gettext_lazy("Typed a message"),
    "invitation.answer": gettext_lazy("Answered the question of an invitation"),
    "invitation.birth-date": gettext_lazy("Gave a birth date to open an invitation"),
    "invitation.pin": gettext_lazy("Entered a PIN and a birth date"),
    "patient.opened": gettext_lazy("Opened the Patient File"),
    "thread.marked_unread": gettext_lazy("Marked a message unread for themselves"),
    "thread.opened": gettext_lazy("Read a message"),
    "thread.previewed": gettext_lazy("Looked at a message"),
    "thread.read": gettext_lazy("Read a message"),
    "thread.shown": gettext_lazy("Looked at a message"),
    "thread.written_in": gettext_lazy("Began to answer a message"),
}
CHANGED = {
    "access.changed": gettext_lazy("Changed somebody's access to the portal"),
    "access.ended": gettext_lazy("Ended somebody's access to the portal"),
    "access.restored": gettext_lazy("Gave access to the portal back"),
    "appointment.booked": gettext_lazy("Booked a visit"),
    "appointment.cancelled": gettext_lazy("Cancelled a visit"),
    "appointment.checked_in": gettext_lazy("Checked the patient in"),
    "appointment.completed": gettext_lazy("Completed a visit"),
    "appointment.confirmed": gettext_lazy("Confirmed a visit"),
    "appointment.keeping_ended": gettext_lazy("Put a visit back among those to move"),
    "appointment.kept": gettext_lazy("Kept a visit where it no longer fits"),
    "appointment.missed": gettext_lazy("Marked a visit as no show"),
    "appointment.moved": gettext_lazy("Moved a visit"),
    "appointment.step_taken_back": gettext_lazy("Took the last status of a visit back"),
    "attachment.added": gettext_lazy("Added a file to a message"),
    "case.added": gettext_lazy("Added a case"),
    "case.changed": gettext_lazy("Changed a case"),
    "change.requested": gettext_lazy("Asked to move or cancel a visit"),
    "contact.added": gettext_lazy("Added a guardian or relative"),
    "contact.edited": gettext_lazy("Changed the details of a guardian or relative"),
    "contact.removed": gettext_lazy("Took a guardian or relative off the file"),
    "flag.ended": gettext_lazy("Ended an allergy or alert"),
    "flag.recorded": gettext_lazy("Recorded an allergy or alert"),
    "flag.restored": gettext_lazy("Restored an allergy or alert"),
    "insurance.acceptance_taken_back": gettext_lazy("Took reported insurance out of the chart again"),
    "insurance.accepted": gettext_lazy("Accepted reported insurance into the chart"),
    "insurance.added": gettext_lazy("Added insurance"),
    "insurance.edited": gettext_lazy("Changed insurance"),
    "insurance.ended": gettext_lazy("Ended insurance"),
    "insurance.reported": gettext_lazy("Reported new insurance"),
    "portal.declined": gettext_lazy("Noted that the family does not want the portal"),
    "portal.wanted": gettext_lazy("Noted that the family wants the portal after all"),
    "invitation.accepted": gettext_lazy("Accepted an invitation to the portal"),
    "invitation.renewed": gettext_lazy("Had a new link to the portal sent"),
    "invitation.sent": gettext_lazy("Sent an invitation to the portal"),
    "medication.added": gettext_lazy("Added a medication"),
    "medication.discontinued": gettext_lazy("Discontinued a medication"),
    "medication.edited": gettext_lazy("Changed a medication"),
    "medication.restored": gettext_lazy("Restored a medication"),
    "message.replied": gettext_lazy("Wrote back in a message"),
    "message.sent": gettext_lazy("Sent a new message"),
    "message.started": gettext_lazy("Wrote to the patient's people first"),
    "message.withdrawn": gettext_lazy("Took back what was just sent"),
    "patient.added": gettext_lazy("Added the patient"),
    "patient.edited": gettext_lazy("Changed the patient's details"),
    "patient.registered": gettext_lazy("Registered somebody for the portal"),
    "pin.reprinted": gettext_lazy("Printed a new PIN"),
    "proposal.accepted": gettext_lazy("Accepted an offered time"),
    "proposal.turned_down": gettext_lazy("Turned offered times down"),
    "referral.asked": gettext_lazy("Asked for a referral"),
    "referral.created": gettext_lazy("Created a referral that was asked for"),
    "referral.edited": gettext_lazy("Changed a referral"),
    "referral.made": gettext_lazy("Made a referral"),
    "refill.asked": gettext_lazy("Asked for a refill"),
    "refill.denied": gettext_lazy("Denied a refill"),
    "refill.given": gettext_lazy("Refilled a medication"),
    "request.approved": gettext_lazy("Approved an appointment request"),
    "request.declined": gettext_lazy("Declined an appointment request"),
    "request.edited": gettext_lazy("Edited an appointment request"),
    "request.made": gettext_lazy("Asked for an appointment"),
    "request.offer_ended": gettext_lazy("Ended an offer of times that ran out"),
    "request.proposed": gettext_lazy("Offered other times for a request"),
    "request.reopened": gettext_lazy("Re-opened an appointment request"),
    "request.withdrawn": gettext_lazy("Withdrew an appointment request"),
    "staff.patient_listed": gettext_lazy("Put the patient on a colleague's list"),
    "staff.patient_unlisted": gettext_lazy("Took the patient off a colleague's list"),
    "texts.allowed": gettext_lazy("Allowed texts to a number again"),
    "texts.stopped": gettext_lazy("Stopped texts to a number"),
    "thread.answered": gettext_lazy("Answered a message"),
    "thread.answered_internally": gettext_lazy("Answered a colleague about a message"),
    "thread.completed": gettext_lazy("Completed a message"),
    "thread.forwarded": gettext_lazy("Forwarded a message"),
    "thread.noted": gettext_lazy("Noted how an answer was given outside the portal"),
    "thread.released": gettext_lazy("Gave a message back that somebody had taken"),
    "thread.reopened": gettext_lazy("Re-opened a message"),
    "thread.taken": gettext_lazy("Took a message to see to it"),
}
WORDS = {**READ, **CHANGED}


def context(actor: Actor, patient: Patient, *, show: str, after: str) -> dict:
    """One page of the history, day by day on the practice's clock: the changes, or everything."""
    show = EVERYTHING if show == EVERYTHING else CHANGES
    found = history(actor, patient, but=() if show == EVERYTHING else list(READ), after=after)
    return {
        "views": [
            {"label": label, "url": _address(actor, patient, value), "current": value == show}
            for value, label in ((CHANGES, _("Changes")), (EVERYTHING, _("Everything")))
        ],
        "days": _by_day(actor, found.events),
        "everything_url": "" if show == EVERYTHING else _address(actor, patient, EVERYTHING),
        "pager": {
            "newer_url": _address(actor, patient, show) if after else "",
            "newer": _("Newest"),
            "older_url": _address(actor, patient, show, after=found.after) if found.after else "",
        },
    }


def _by_day(actor: Actor, events: list[Event]) -> list[tuple[str, list[dict]]]:
    zone = actor.practice.time_zone
    days = groupby(events, lambda event: clock.local(event.at, zone).date())
    this_year = actor.today(zone).year
    return [
        (
            clock.long_day(day) if day.year == this_year else f"{clock.long_day(day)}, {day.year}",
            [_line(list(same), zone) for _facts, same in groupby(those, _alike)],
        )
        for day, those in days
    ]


def _alike(event: Event):
    """Looking at the same again and again is one line; every change is one of its own."""
    return (event.action, event.who, event.side, event.refused) if event.action in READ else id(event)


def _line(same: list[Event], zone: str) -> dict:
    event, times = same[0], len(same)
    # What was done by a door that is no more has no words; it is never left out.
    what = WORDS.get(event.action, event.action)
    return {
        "time": clock.time(event.at, zone),
        "who": event.who or (_("Frontdesk") if event.side == SYSTEM else _("Not signed in")),
        "side": SIDES.get(event.side, ""),
        "what": _("%(what)s, %(n)s times") % {"what": what, "n": times} if times > 1 else what,
        "refused": event.refused,
    }


def _address(actor: Actor, patient: Patient, show: str, **more: str) -> str:
    query = {"show": show, **more} if show == EVERYTHING else more
    return reverse("staff:portal:history", args=[actor.practice.slug, patient.pk], query=query)
