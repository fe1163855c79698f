"""The floors' rows: the free starts of the same calendar, and an inbox."""

from datetime import timedelta

from django.db import connection

from bench.models import Letter
from bench.seeding import ASKED_ONLINE, HORIZON, PATIENTS, ZONE, World

LETTERS = 50_000

_PLACES = """
INSERT INTO bench_openplace (provider, starts_at, is_taken)
SELECT who.number, place.starts_at, EXISTS (
    SELECT FROM scheduling_appointment visit WHERE visit.provider_id = who.id::uuid AND visit.status = 'booked'
    AND visit.busy && tstzrange(place.starts_at, place.starts_at + interval '30 minutes'))
FROM unnest(%(ids)s) WITH ORDINALITY AS who (id, number),
     generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day,
     generate_series(540, 990, 15) AS minute,
     LATERAL (SELECT (day + minute * interval '1 minute') AT TIME ZONE %(zone)s AS starts_at) AS place
WHERE extract(isodow FROM day) < 6 AND minute NOT IN (705, 720, 735, 750, 765)
"""


def furnish(world: World) -> None:
    """The free starts of all online providers, and letters for the clerk."""
    last = world.today + timedelta(days=HORIZON)
    ids = [str(one.pk) for one in world.providers[:ASKED_ONLINE]]
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"ids": ids, "first": world.today, "last": last, "zone": ZONE})
    Letter.objects.bulk_create(
        (
            Letter(
                owner_id=world.clerk.user_id,
                tab=n % 3,
                sender=f"Parent {n % 700}",
                about=world.patients[n % PATIENTS].name,
                subject="Appointment Request",
                received_at=world.now - timedelta(minutes=n),
                is_read=n > 60,
            )
            for n in range(LETTERS)
        ),
        batch_size=5_000,
    )
