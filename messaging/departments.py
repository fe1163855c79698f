"""Room: departments and who is in them."""

from messaging.models import Department

# The names practices know, and the thread kind each receives first.
DEFAULTS = {
    "appointment": "IC-Appointment Request",
    "refill": "IC-Rx Refill",
    "referral": "IC-Referral",
    "general": "IC-General",
    "insurance": "IC-Insurance",
}


def create_defaults(*, practice) -> list[Department]:
    """Give a new practice its five departments, with nobody in them."""
    return [Department.objects.create(practice=practice, name=name, receives=kind) for kind, name in DEFAULTS.items()]
