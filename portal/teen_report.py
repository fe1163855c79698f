"""The report `Teens on a guardian's address`, as data for its page and its file (T-14)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from practice.selectors import teens

HEAD = ("Patient", "Born", "Record number", "Address", "Also of", "Where")


def context(actor: Actor) -> dict:
    """The rows of the page, each with the way to put it right."""
    today, slug = actor.today(actor.practice.time_zone), actor.practice.slug
    return {
        "rows": [
            {
                "name": row.patient.name,
                "age": row.patient.age_on(today),
                "url": reverse(
                    "staff:portal:access" if row.login else "staff:portal:file", args=[slug, row.patient.pk]
                ),
                "address": row.address,
                "guardian": row.guardian,
                "where": _where(row),
                "login": row.login,
            }
            for row in teens.on_a_guardians_address(actor)
        ]
    }


def rows(actor: Actor) -> list[list]:
    """The same for a file."""
    return [
        [
            row.patient.name,
            clock.full_day(row.patient.born_on),
            row.patient.record_number,
            row.address,
            row.guardian,
            _where(row),
        ]
        for row in teens.on_a_guardians_address(actor)
    ]


def _where(row: teens.Shared) -> str:
    return _("Own login") if row.login else _("Patient File")
