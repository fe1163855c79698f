"""What the pages about patients show: rows with their portal status, the frame of a file, the file's tabs."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Contact, Location, Patient
from practice.models.patients import OPEN_STATUSES, PATIENT_STATUSES
from practice.selectors import chart, patients as selectors
from registration.selectors import HAVE_ACCESS, PORTAL_STATUSES, portal_status, portal_statuses

# Word, kind and icon of components/tag.html.
_PORTAL_LOOK = {
    "unregistered": ("", "circle-dashed"),
    "pending": ("wait", "mail"),
    "registered": ("good", "circle-check"),
    "limited": ("act", "circle-dot"),
    "declined": ("", "ban"),
    "locked": ("bad", "lock"),
    "removed": ("", "ban"),
}
_DETAILS = (
    *("given_name", "family_name", "born_on", "record_number", "email", "phone"),
    *("home_location", "primary_provider", "language", "status"),
)
TABS = (
    ("personal", gettext_lazy("Personal"), "staff:portal:file", Permission.PATIENT_SEE),
    ("access", gettext_lazy("Portal access"), "staff:portal:access", Permission.PATIENT_SEE),
    ("cases", gettext_lazy("Cases"), "staff:portal:cases", Permission.PATIENT_SEE),
    ("medications", gettext_lazy("Medications"), "staff:portal:medications", Permission.CHART_SEE),
    ("insurance", gettext_lazy("Insurance"), "staff:portal:insurance", Permission.CHART_SEE),
    ("referrals", gettext_lazy("Referrals"), "staff:portal:referrals", Permission.CHART_SEE),
    ("appointments", gettext_lazy("Appointments"), "staff:portal:appointments", Permission.APPOINTMENT_SEE),
    ("messages", gettext_lazy("Messages"), "staff:portal:messages", Permission.THREAD_READ),
    ("history", gettext_lazy("History"), "staff:portal:history", Permission.CHART_SEE),
)


@dataclass(frozen=True)
class Row:
    patient: Patient
    age: str
    url: str
    portal: dict
    status: str


def portal_tag(word: str) -> dict:
    """A portal status as word, kind and icon."""
    kind, icon = _PORTAL_LOOK[word]
    return {"word": PORTAL_STATUSES[word], "kind": kind, "icon": icon}


def list_context(actor: Actor, found: selectors.PatientPage, words: str) -> dict:
    """The patient list: rows, how many there are, the way to the next ones. Its search replaces the frame's."""
    statuses = portal_statuses(actor, [patient.pk for patient in found.rows])
    today = actor.today(actor.practice.time_zone)
    slug = actor.practice.slug
    rows = [
        Row(
            patient,
            patient.age_on(today),
            reverse("staff:portal:file", args=[slug, patient.pk]),
            portal_tag(statuses[patient.pk]),
            "" if patient.status == "active" else PATIENT_STATUSES[patient.status],
        )
        for patient in found.rows
    ]
    return {
        "rows": rows,
        "words": words,
        "pager": _pager(actor, found, words),
        "patient_search_url": "",
        **list_links(actor),
    }


def list_links(actor: Actor) -> dict:
    """Where the list lives, and adding to it."""
    slug = actor.practice.slug
    add = reverse("staff:portal:add_patient", args=[slug]) if actor.may(Permission.PATIENT_ADD) else ""
    return {"list_url": reverse("staff:portal:patients", args=[slug]), "add_url": add}


def _pager(actor: Actor, found: selectors.PatientPage, words: str) -> dict:
    base = reverse("staff:portal:patients", args=[actor.practice.slug])
    count = ngettext("%(n)s patient", "%(n)s patients", found.total) % {"n": found.total}
    text = _("%(shown)s of %(count)s") % {"shown": len(found.rows), "count": count}

    def link(name: str, value: str) -> str:
        query = {"q": words, name: value} if words else {name: value}
        return f"{base}?{urlencode(query)}" if value else ""

    return {
        "text": count if len(found.rows) == found.total else text,
        "newer_url": link("before", found.before),
        "older_url": link("after", found.after),
        "newer": _("Previous"),
        "older": _("Next"),
    }


def crumbs(actor: Actor, patient: Patient | None = None) -> list[dict]:
    """The way back up: to the list of patients, and from a page about one of them to their file."""
    slug = actor.practice.slug
    way = [{"label": _("Patients"), "url": reverse("staff:portal:patients", args=[slug])}]
    if patient:
        way.append({"label": patient.name, "url": reverse("staff:portal:file", args=[slug, patient.pk])})
    return way


def file_context(actor: Actor, patient: Patient, tab: str) -> dict:
    """The head of a Patient File: who it is, how far they are registered, and the tabs this reader may open."""
    slug, status = actor.practice.slug, portal_status(actor, patient)
    return {
        "patient": patient,
        "age": patient.age_on(actor.today(actor.practice.time_zone)),
        "portal": portal_tag(status),
        "status": "" if patient.status == "active" else PATIENT_STATUSES[patient.status],
        "flags": chart.flags(actor, patient),
        "may_edit": actor.may(Permission.PATIENT_EDIT),
        "ways_in": ways_in(actor, patient, status),
        "tabs": [
            {"label": label, "url": reverse(route, args=[slug, patient.pk]), "current": name == tab}
            for name, label, route, permission in TABS
            if actor.may(permission)
        ],
        "crumbs": [*crumbs(actor), {"label": patient.name}],
    }


def personal_context(actor: Actor, patient: Patient) -> dict:
    """Details and the people around the patient."""
    return {
        "contacts": selectors.contacts(actor, patient),
        "language": selectors.LANGUAGES.get(patient.language, patient.language),
    }


def details(patient: Patient) -> dict:
    """A patient's details as a form shows them at first."""
    return {name: getattr(patient, name) for name in _DETAILS}


def contact_details(contact: Contact) -> dict:
    """A contact's details as a form shows them at first."""
    return {name: getattr(contact, name) for name in ("name", "relationship", "email", "phone", "language")}


def ways_in(actor: Actor, patient: Patient, status: str) -> list[dict]:
    """What this reader may do so that somebody gets in: register them, or send an invitation (R115)."""
    if not actor.may(Permission.ACCESS_MANAGE) or patient.status not in OPEN_STATUSES:
        return []
    label = _("Generate PIN for another guardian") if status in HAVE_ACCESS else _("Register")
    routes = (("register", label, "key-round"), ("invite", _("Send Invite to patient portal"), "send"))
    return [
        {
            "url": reverse(f"staff:registration:{name}", args=[actor.practice.slug, patient.pk]),
            "label": said,
            "icon": icon,
        }
        for name, said, icon in routes
    ]


def only_location(actor: Actor) -> Location | None:
    """The location new patients are at home at, where there is no choice: the practice's, or in the actor's scope."""
    locations = list(selectors.locations_in_scope(actor)[:2])
    return locations[0] if len(locations) == 1 else None


def same_people(actor: Actor, refusal: Refused | None, booking: str = "") -> list[Row]:
    """The patients a new one looks like, when that is why the door said no; each leads back to the booking, if any."""
    ids = refusal.extra.get("patients", []) if refusal else []
    return [
        Row(patient, "", after_adding(actor, patient, booking), {}, "")
        for patient in (selectors.patient(actor, pk) for pk in ids)
    ]


def booking_begun(actor: Actor, address: str) -> str:
    """The address, if it is a booking at this practice from which somebody came to add a patient; else nothing."""
    book = reverse("staff:scheduling:book", args=[actor.practice.slug])
    return address if urlsplit(address).path == book else ""


def after_adding(actor: Actor, patient: Patient, booking: str = "") -> str:
    """Where it goes on: the booking with this patient chosen, or the patient's file."""
    if not booking:
        return reverse("staff:portal:file", args=[actor.practice.slug, patient.pk])
    begun = urlsplit(booking)
    kept = [(name, value) for name, value in parse_qsl(begun.query) if name not in ("patient", "q")]
    return f"{begun.path}?{urlencode([*kept, ('patient', patient.pk)])}"
