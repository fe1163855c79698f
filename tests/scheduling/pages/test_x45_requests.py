"""X45 where an appointment is asked for, moved or cancelled: a banner before sending, and nothing is lost."""

import re

import pytest

from messaging.models import Message
from scheduling import moments
from scheduling.models import AppointmentRequest

pytestmark = pytest.mark.django_db
WRITTEN = "She had a seizure at school."
CALL = "If somebody is in danger, call 911 now."
ANYWAY = {"acknowledged": "seizure"}


def test_x45_a_request_is_not_sent_before_a_banner_and_keeps_its_times(cast, sign_in, my, answers, words):
    asked = answers(reason=WRITTEN)
    warned = sign_in(cast.paul_user).post(my(cast.paul, "requests"), asked)
    page = words(warned)
    assert warned.status_code == 422
    assert CALL in page
    assert WRITTEN in page
    assert re.search(rf'value="{re.escape(asked["slot"][0])}"[^>]* checked', page)
    assert re.search(r'name="acknowledged" value="seizure">Send anyway', page)
    assert not AppointmentRequest.objects.exists()


def test_x45_sent_anyway_it_is_sent_and_flagged_for_who_schedules(cast, sign_in, my, staff, answers, words):
    sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(reason=WRITTEN) | ANYWAY)
    assert Message.objects.get().urgent_words
    assert "Emergency words" in words(sign_in(cast.sam).get(staff("requests")))


@pytest.mark.parametrize("name", ["rescheduling", "cancellation"])
def test_x45_a_change_is_not_sent_before_a_banner(cast, sign_in, my, starts, words, name):
    other = next(start for start in starts(2) if start != cast.mia_visit.starts_at)
    asked = {"reason": WRITTEN, "slot": [moments.write(other)]}
    gina, address = sign_in(cast.gina), my(cast.mia, name, cast.mia_visit.pk)
    warned = gina.post(address, asked)
    assert warned.status_code == 422
    assert CALL in words(warned)
    assert WRITTEN in words(warned)
    assert not AppointmentRequest.objects.exists()
    assert gina.post(address, asked | ANYWAY).status_code == 302
    assert Message.objects.get().urgent_words
