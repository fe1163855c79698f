"""What patients and guardians can write about: `About` in a new message, and the large actions on Home."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practice.access import Actor, Permission
from practice.models import Patient


@dataclass(frozen=True)
class Topic:
    """One of them. `name` stands in its address; `label` in `About`; `title` heads its page.

    `act` and `icon` are its large action on Home, where it has one. What it asks and where it goes: `asking_views`.
    """

    name: str
    label: str | Promise
    title: str | Promise
    permission: Permission
    act: str | Promise = ""
    icon: str = ""


GENERAL = "general"
TOPICS = (
    Topic(
        GENERAL,
        _("A general question"),
        _("New message"),
        Permission.THREAD_WRITE,
        act=_("Send a Message"),
        icon="message-square-plus",
    ),
    Topic(
        "refill",
        _("A refill"),
        _("Request a Refill"),
        Permission.REFILL_ASK,
        act=_("Request a Refill"),
        icon="pill",
    ),
    Topic(
        "referral",
        _("A referral"),
        _("Request a Referral"),
        Permission.REFERRAL_ASK,
        act=_("Request a Referral"),
        icon="route",
    ),
    Topic(
        "insurance",
        _("Insurance"),
        _("My insurance has changed"),
        Permission.THREAD_WRITE,
        act=_("My insurance has changed"),
        icon="id-card",
    ),
)


def open_to(actor: Actor, patient: Patient) -> list[Topic]:
    """What this person may write about for this patient, in the order in which it is offered."""
    return [topic for topic in TOPICS if actor.may(topic.permission, patient.pk)]


def find(actor: Actor, patient: Patient, name: str) -> Topic | None:
    """The topic of this name, if this person may write about it."""
    return next((topic for topic in open_to(actor, patient) if topic.name == name), None)
