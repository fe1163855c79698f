"""Load the whole demo, all or nothing."""

import random
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from portal.demo import cast as journeys, charts, conversations, families, office, refills, week
from practice.models import OutboundMessage, Practice, User

SEED = 20_10_2026


class NotEmpty(Exception):
    """The database already holds something."""


def load(now: datetime, say: Callable[[str], None] = lambda text: None) -> None:
    """Load the demo as of `now`. The same seed gives the same world. Raises NotEmpty rather than mix with real rows."""
    if Practice.objects.exists() or User.objects.exists():
        raise NotEmpty
    chance = random.Random(SEED)  # noqa: S311 - a repeatable world, not a secret
    with transaction.atomic():
        say("practices, staff and the families of the journeys")
        cast = journeys.maple(now)
        say("twenty more families")
        more = families.load(cast, chance)
        say("a week of appointments")
        week.load(cast, more, chance)
        say("messages and requests")
        conversations.load(cast, more, chance)
        say("medication, allergies and insurance")
        charts.load(cast, more)
        say("refills")
        refills.load(cast, more)
        say("phrases and a routing rule")
        office.load(cast)
        # What was said days ago is mailed today: nothing has waited.
        OutboundMessage.objects.update(created_at=now, due_at=now)
