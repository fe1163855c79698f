"""`seed_demo`: load the demo practice into an empty database."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo.load import NotEmpty, load

NOT_EMPTY = 3  # so that a caller can tell this from a failure


class Command(BaseCommand):
    help = "Load Maple Pediatrics, its people and a lived-in week. Refuses a database that holds anything else."

    def handle(self, *args, **options):
        try:
            load(timezone.now(), lambda text: self.stdout.write(f"  demo: {text}"))
        except NotEmpty as error:
            raise CommandError(
                "This database already holds a practice or a person; the demo was not loaded."
            ) from error
