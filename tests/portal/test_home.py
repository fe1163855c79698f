"""Home: the next visit, what waits, and only what can be asked."""

import pytest

from practice.models import AccessGrant, PortalSettings
from scheduling.models import Appointment
from tests.walks import world


@pytest.fixture
def home(client, cast):
    client.force_login(cast.gina)
    return lambda patient: client.get(f"/my/maple/{patient.pk}/")


def acts(response) -> list[str]:
    return [act["label"] for act in response.context["acts"]]


def test_the_next_visit_says_when_where_and_with_whom(home, cast):
    visit = home(cast.leo).context["visit"]
    assert visit["time"] == "9:00 am"
    assert (visit["provider"], visit["place"], visit["zone"]) == ("Dr Ada", "North", "New York time")


def test_x5_the_time_is_the_locations_and_its_zone_is_written(home, cast):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(location=cast.south)
    visit = home(cast.leo).context["visit"]
    assert (visit["zone"], visit["time"]) == ("Chicago time", "8:00 am")


def test_without_a_visit_home_says_so(home, cast):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="cancelled", cancelled_at=cast.now)
    assert "No visit is booked." in home(cast.leo).content.decode()


def test_unread_answers_and_pending_requests_wait(home, cast):
    furnished = world.furnish(cast)
    context = home(cast.leo).context
    assert [item["text"] for item in context["waiting"]] == [furnished.thread.subject]
    assert [item["title"] for item in context["requests"]] == ["Sick visit with Dr Ada at North"]


def test_every_link_of_home_leads_somewhere(client, home, cast):
    world.furnish(cast)
    context = home(cast.leo).context
    links = [item["url"] for name in ("waiting", "requests", "acts", "people") for item in context[name]]
    links += [item.url for item in context["nav"]]
    for url in [*links, context["visit"]["ics_url"]]:
        assert client.get(url, follow=True).status_code == 200, url


def test_only_what_works_is_offered(home, cast):
    writing = ["Send a Message", "Request a Refill", "Request a Referral", "My insurance has changed"]
    assert acts(home(cast.leo)) == ["Request an Appointment", *writing]
    PortalSettings.objects.filter(practice=cast.maple).update(requests_on=False)
    assert acts(home(cast.leo)) == writing


def test_a_booking_only_grant_reads_and_writes_no_messages(home, cast):
    world.furnish(cast)
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(level="booking")
    response = home(cast.leo)
    assert acts(response) == ["Request an Appointment"]
    assert response.context["waiting"] == []
    assert "Messages" not in [str(item.label) for item in response.context["nav"]]
