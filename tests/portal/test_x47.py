"""X47: practices are switched in one tab, and a form of the other practice is sent from an old one (R122)."""

import pytest
from django.urls import reverse

from practice.models import AuditEvent
from registration.models import Invitation
from tests import build

INVITED = {"name": "Salma Haddad", "email": "salma@mail.example", "relationship": "mother", "level": "full"}


@pytest.fixture
def fay(client, cast):
    """Fay works at both practices, and looks at Riverside in another tab by now."""
    client.force_login(cast.fay.user)
    client.get(reverse("staff:registration:invite", args=["maple", cast.amira.pk]))
    client.get(reverse("staff:portal:start", args=["riverside"]), follow=True)
    return client


def test_x47_a_form_of_the_old_tab_is_written_where_it_was_drawn_and_nowhere_else(fay, cast):
    sent = fay.post(reverse("staff:registration:invite", args=["maple", cast.amira.pk]), INVITED)
    assert sent.status_code == 302
    made = Invitation.objects.get()
    assert (made.practice, made.patient) == (cast.maple, cast.amira)
    assert not AuditEvent.objects.filter(practice_ref=cast.riverside.pk).exists()


def test_x47_sent_to_the_other_practice_it_is_refused_and_nothing_is_written(fay, cast):
    sent = fay.post(reverse("staff:registration:invite", args=["riverside", cast.amira.pk]), INVITED)
    assert sent.status_code == 404
    assert not Invitation.objects.exists()


def test_r122_the_switcher_lists_ones_own_practices_only(client, cast):
    build.practice("birch", "Birch Clinic", cast.now)
    client.force_login(cast.fay.user)
    practices = client.get("/staff/maple/dashboard/").context["practices"]
    assert [row["name"] for row in practices] == ["Maple Pediatrics", "Riverside Family Medicine"]
