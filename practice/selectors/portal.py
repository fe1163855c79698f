"""The portal's settings and texts."""

from practice import email_policy
from practice.access import Actor
from practice.models import Patient, PortalSettings, TermsText
from practice.models.settings import TERMS_KINDS

MOST = 50


def settings(actor: Actor) -> PortalSettings:
    """The practice's settings."""
    return PortalSettings.objects.visible_to(actor).select_related("last_resort__user").get()


def shared_logins(actor: Actor) -> dict:
    """The logins that open several records: how many, and for the first of them the patients whom the actor sees."""
    found = email_policy.shared_logins(actor)
    first = list(found.items())[:MOST]
    wanted = [grant.patient_id for _login, grants in first for grant in grants]
    seen = set(Patient.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    return {"total": len(found), "logins": [_login(login, grants, seen) for login, grants in first]}


def _login(login, grants: list, seen: set) -> dict:
    patients = [grant.patient for grant in grants if grant.patient_id in seen]
    return {"name": login.name, "patients": patients, "unseen": len(grants) - len(patients)}


def texts(actor: Actor) -> list[tuple[str, str, TermsText | None]]:
    """Kind, its name, and the text in force, for the terms and the privacy notice."""
    return [(kind, str(name), text_in_force(actor, kind)) for kind, name in TERMS_KINDS.items()]


def text_in_force(actor: Actor, kind: str) -> TermsText | None:
    """The newest published text of its kind."""
    rows = TermsText.objects.visible_to(actor).filter(kind=kind).select_related("published_by")
    return rows.order_by("-published_at").first()
