"""`create_practice`: a practice by hand, and its first administrator."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.utils import timezone
from django.utils.text import slugify
from phonenumber_field.phonenumber import PhoneNumber

from portal import first_practice
from practice.accounts import canonical
from practice.models import Practice
from practice.models.fields import validate_zone

ZONE = "America/New_York"


class Command(BaseCommand):
    help = "Make a practice and invite its first administrator by e-mail. Asks for what is not given."

    def add_arguments(self, parser):
        parser.add_argument("--name", help="as patients know it")
        parser.add_argument("--slug", help="its part of the address, such as maple")
        parser.add_argument("--time-zone", help=f"such as {ZONE}")
        parser.add_argument("--phone", help="may be empty")
        parser.add_argument("--admin-name", help="the first administrator")
        parser.add_argument("--admin-email", help="where the invitation goes")

    def handle(self, *args, **given):
        name = self._wanted(given, "name", "Name of the practice", _text)
        facts = {
            "name": name,
            "slug": self._wanted(given, "slug", "Short name for its address", _slug, slugify(name)[:50]),
            "time_zone": self._wanted(given, "time_zone", "Time zone", _zone, ZONE),
            "phone": self._wanted(given, "phone", "Phone (may be empty)", _phone, ""),
            "admin_name": self._wanted(given, "admin_name", "Name of the first administrator", _text),
            "admin_email": self._wanted(given, "admin_email", "E-mail of the first administrator", _email),
        }
        admin = first_practice.begin(**facts, now=timezone.now())
        self.stdout.write(
            f"{name} is made: settings, five departments, terms and privacy notice.\n"
            f"{facts['admin_name']} is its administrator and last resort.\n"
            f"An invitation to {admin.user.email} is queued; it goes out as soon as the worker runs."
        )

    def _wanted(self, given: dict, key: str, question: str, check, default: str | None = None) -> str:
        """The argument if it was given, else what is typed; a bad answer is asked again, a bad argument ends it."""
        if given[key] is not None:
            try:
                return check(given[key].strip())
            except ValueError as error:
                raise CommandError(f"--{key.replace('_', '-')}: {error}") from error
        while True:
            typed = self._ask(key, f"{question} [{default}]: " if default else f"{question}: ")
            try:
                return check(typed or default or "")
            except ValueError as error:
                self.stderr.write(str(error))

    def _ask(self, key: str, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError as error:
            raise CommandError(f"--{key.replace('_', '-')} is missing, and nobody is there to ask.") from error


def _text(value: str) -> str:
    if not value or len(value) > 120:
        raise ValueError("Write a name of at most 120 characters.")
    return value


def _slug(value: str) -> str:
    value = value.lower()
    try:
        validate_slug(value)
    except ValidationError as error:
        raise ValueError("Use small letters, digits and hyphens, such as maple-pediatrics.") from error
    if len(value) > 50:
        raise ValueError("Use at most 50 characters.")
    if Practice.objects.filter(slug=value).exists():
        raise ValueError(f"There is already a practice at “{value}”.")
    return value


def _zone(value: str) -> str:
    try:
        validate_zone(value)
    except ValidationError as error:
        raise ValueError(f"“{value}” is not a time zone we know. Write it like {ZONE}.") from error
    return value


def _phone(value: str) -> str:
    if value and not PhoneNumber.from_string(value, region="US").is_valid():
        raise ValueError(f"“{value}” is not a phone number.")
    return value


def _email(value: str) -> str:
    try:
        validate_email(canonical(value))
    except ValidationError as error:
        raise ValueError(f"“{value}” is not an e-mail address.") from error
    return canonical(value)
