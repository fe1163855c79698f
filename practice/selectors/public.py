"""What strangers may read: which practices are here, and their published texts."""

from practice.models import Practice, TermsText


def practices() -> list[Practice]:
    """Every practice of this installation, by name."""
    return list(Practice.objects.order_by("name"))


def as_seen(practice: Practice) -> dict:
    """What the frame of a public page says of a practice: its name, and its number as people read and dial it."""
    return {
        "name": practice.name,
        "slug": practice.slug,
        "phone": practice.phone.as_national if practice.phone else "",
        "phone_href": practice.phone.as_rfc3966 if practice.phone else "",
    }


def practice_named(slug: str) -> Practice | None:
    """The practice with this name in the URL."""
    return Practice.objects.filter(slug=slug).first()


def text_in_force(practice: Practice, kind: str, now) -> TermsText | None:
    """The newest published version of the terms or the privacy notice."""
    return TermsText.objects.of(practice).filter(kind=kind, published_at__lte=now).order_by("-published_at").first()
