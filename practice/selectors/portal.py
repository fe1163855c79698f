"""The portal's settings and texts."""

from practice.access import Actor
from practice.models import PortalSettings, TermsText
from practice.models.settings import TERMS_KINDS


def settings(actor: Actor) -> PortalSettings:
    """The practice's settings."""
    return PortalSettings.objects.visible_to(actor).select_related("last_resort__user").get()


def texts(actor: Actor) -> list[tuple[str, str, TermsText | None]]:
    """Kind, its name, and the text in force, for the terms and the privacy notice."""
    return [(kind, str(name), text_in_force(actor, kind)) for kind, name in TERMS_KINDS.items()]


def text_in_force(actor: Actor, kind: str) -> TermsText | None:
    """The newest published text of its kind."""
    rows = TermsText.objects.visible_to(actor).filter(kind=kind).select_related("published_by")
    return rows.order_by("-published_at").first()
