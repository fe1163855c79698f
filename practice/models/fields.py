"""Small field helpers shared by all apps."""

import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def uuid_key() -> models.UUIDField:
    """A primary key that tells nothing and is safe to show in a URL."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def request_key() -> models.UUIDField:
    """The key a rendered form carries, so that sending it twice makes one row (R124)."""
    return models.UUIDField(null=True, blank=True, editable=False)


def words_check(field: str, words, name: str) -> models.CheckConstraint:
    """A CHECK that the status field knows no word but these."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(words)}), name=name)


def together(name: str, first: str, *others: str) -> models.CheckConstraint:
    """A CHECK that these nullable fields are all set or all empty (who and when)."""
    unset = Q(**{f"{field}__isnull": True for field in (first, *others)})
    filled = Q(**{f"{field}__isnull": False for field in (first, *others)})
    return models.CheckConstraint(condition=unset | filled, name=name)


def validate_zone(value: str) -> None:
    """Refuse what is not an IANA time zone name."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("%(value)s is not a time zone we know."), params={"value": value})
