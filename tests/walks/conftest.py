"""Fixtures the walks share. Pages read the clock of the machine, so their cast lives now."""

import pytest
from django.utils import timezone

from practice.models import StaffMember
from tests.walks import world


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def furnished(cast):
    return world.furnish(cast)


@pytest.fixture
def values(cast, furnished):
    """What stands for each part of an address: rows of Maple Pediatrics."""
    first_day = cast.leo_visit.starts_at.astimezone(cast.north.zone).date()
    return {
        "practice": "maple",
        "patient": cast.leo.pk,
        "pk": cast.leo.pk,
        "grant": cast.gina.grants.get(patient=cast.leo).pk,
        "contact": furnished.contact.pk,
        "thread": furnished.thread.pk,
        "message": furnished.message.pk,
        "request_id": furnished.request.pk,
        "appointment_id": cast.leo_visit.pk,
        "proposal_id": furnished.offered.pk,
        "case": cast.leo_primary.pk,
        "member": cast.sam.pk,
        "department": furnished.department.pk,
        "location": cast.north.pk,
        "provider": cast.dr_ada.pk,
        "visit_type": cast.well.pk,
        "attachment": furnished.attachment.pk,
        "notebook": furnished.notebook.pk,
        "phrase": furnished.phrase.pk,
        "route": furnished.route.pk,
        "closure": furnished.closure.pk,
        "time_off": furnished.time_off.pk,
        "invitation": furnished.invitation.pk,
        "run": furnished.invite_run.pk,
        "medication": furnished.medication.pk,
        "pharmacy": furnished.pharmacy.pk,
        "flag": furnished.flag.pk,
        "referral": furnished.referral.pk,
        "policy": furnished.policy.pk,
        "tab": "open",
        "step": "case",
        "kind": "terms",
        "topic": "referral",
        "on": first_day.isoformat(),
    }


@pytest.fixture
def everything_at_maple(cast):
    """Fay with every duty, so that she may open every page."""
    duties = ["admin", "scheduling", "messages", "registration", "prescribing"]
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=duties)
    return cast.fay.user
