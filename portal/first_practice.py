"""What a practice has on its first day: settings, departments, texts, and one administrator, invited by e-mail."""

from django.db import transaction
from django.utils.translation import gettext as _

from messaging import departments
from practice import audit, invitations
from practice.models import PortalSettings, Practice, StaffMember, TermsText

# Enough for one person to answer a first request alone.
FIRST_DUTIES = ["admin", "messages", "registration", "scheduling"]


@transaction.atomic
def begin(*, name, slug, time_zone, phone, admin_name, admin_email, now) -> StaffMember:
    """Make the practice and invite its first administrator, who is also its last resort. Raises IntegrityError for a
    slug that is taken. There is no actor yet who could pass a door, so only the operator's command calls this."""
    practice = Practice.objects.create(name=name, slug=slug, time_zone=time_zone, phone=phone, created_at=now)
    user = invitations.login_for(admin_email, now)
    if not user.has_usable_password():
        user.name = admin_name
        user.save(update_fields=["name"])
    admin = StaffMember.objects.create(practice=practice, user=user, duties=FIRST_DUTIES, invited_at=now)
    PortalSettings.objects.create(practice=practice, last_resort=admin)
    for made in departments.create_defaults(practice=practice):
        made.members.add(admin)
    for kind, body in first_texts(name).items():
        TermsText.objects.create(practice=practice, kind=kind, body=body, published_at=now)
    invitations.send(admin, now)
    audit.record_event("practice.created", at=now, practice=practice, hat="system")
    return admin


def first_texts(name: str) -> dict[str, str]:
    """Plain terms and a privacy notice to begin with; the administrator publishes better ones."""
    terms = _(
        "This portal is for appointments and messages with %(name)s.\n\n"
        "It is not for emergencies. In an emergency call 911 or go to the nearest emergency room.\n\n"
        "Messages are read during office hours. Your answer comes here; we send you an e-mail when it is there.\n\n"
        "An appointment request is not an appointment until we confirm it.\n\n"
        "Keep your password to yourself. If you act for a child or a relative, use the portal only for their care."
    )
    privacy = _(
        "%(name)s keeps what you write here as part of the patient's record.\n\n"
        "It is seen by the patient's care team and office staff, and by the people you see listed as having access.\n\n"
        "We do not sell it or use it for advertising. E-mails we send you hold a link and no health information.\n\n"
        "Ask us at any time what we keep, and to correct what is wrong."
    )
    return {"terms": terms % {"name": name}, "privacy": privacy % {"name": name}}
