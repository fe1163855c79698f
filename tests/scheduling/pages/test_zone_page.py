"""X7 on the pages: a new time zone asks first, with everything that is planned there."""

import pytest

from practice.access import system_actor
from practice.models import Location
from practice.staff_views import places as views
from scheduling.models import Appointment
from scheduling.selectors import zone_changes
from scheduling.services import by_itself


@pytest.fixture
def typed():
    """North's form in Chicago's zone, with a new name too."""
    hours = {f"day_{n}": "9-5" for n in range(5)}
    return {"name": "North Clinic", "time_zone": "America/Chicago", "allows_requests": "on", **hours}


@pytest.fixture
def home(cast):
    return f"/staff/maple/places/locations/{cast.north.pk}/"


def test_x7_saving_asks_first_and_lists_what_stays_at_which_time(cast, sign_in, words, home, typed):
    page = words(sign_in(cast.ad).post(home, typed))
    assert "Change the time zone of North?" in page
    assert "From New York time to Chicago time." in page
    assert "Leo Garcia, Well visit with Dr Ada" in page
    assert "In New York time that will be" in page
    assert "10:00 am" in page
    assert Location.objects.get(pk=cast.north.pk).name == "North"


def test_x7_it_says_how_many_visits_move_and_how_many_people_are_told(cast, sign_in, words, home, typed):
    assert "2 visits move; 3 people are told." in words(sign_in(cast.ad).post(home, typed))


def test_x7_where_both_clocks_agree_it_says_that_nobody_is_told(cast, sign_in, words, home, typed):
    page = words(sign_in(cast.ad).post(home, typed | {"time_zone": "America/Detroit"}))
    assert "No visit moves; nobody is told." in page


def test_x7_the_location_says_how_far_people_have_been_told(cast, sign_in, words, home, typed):
    client = sign_in(cast.ad)
    assert "The time zone was changed" not in words(client.get(home))
    client.post(home, typed | {"zone_agreed": "on"})
    said = "The time zone was changed from New York time to Chicago time on"
    page = words(client.get(home))
    assert said in page
    assert "2 visits moved; 3 people are being told now." in page
    worker = system_actor(cast.maple, cast.now, "worker")
    by_itself.tell_zone_change(by=worker, change=zone_changes.untold().get())
    assert "2 visits moved; 3 people were told." in words(client.get(home))


def test_x7_agreed_it_is_saved_with_everything_typed(cast, sign_in, words, home, typed):
    client = sign_in(cast.ad)
    client.post(home, typed)
    done = client.post(home, typed | {"zone_agreed": "on"}, follow=True)
    assert "North Clinic was saved; what is planned there keeps its time on the new clock." in words(done)
    north = Location.objects.get(pk=cast.north.pk)
    assert (north.name, north.time_zone) == ("North Clinic", "America/Chicago")
    visit = Appointment.objects.get(pk=cast.leo_visit.pk)
    assert visit.starts_at.astimezone(north.zone).hour == 9


def test_x7_going_back_keeps_what_was_typed_and_saves_nothing(cast, sign_in, words, home, typed):
    page = sign_in(cast.ad).post(home, typed | {"back": "on"})
    assert page.status_code == 200
    assert 'value="North Clinic"' in page.text
    assert '<option value="America/Chicago" selected>' in page.text
    assert Location.objects.get(pk=cast.north.pk).name == "North"


def test_x7_the_hidden_form_carries_unticked_boxes(cast, sign_in, words, home, typed):
    del typed["allows_requests"]
    page = sign_in(cast.ad).post(home, typed)
    hidden = {field.html_name: field.value() for field in page.context["form"] if field.value()}
    assert 'name="allows_requests" value="False"' in page.text
    sign_in(cast.ad).post(home, {**hidden, "allows_requests": "False", "zone_agreed": "on"})
    assert not Location.objects.get(pk=cast.north.pk).allows_requests


def test_x7_a_long_list_says_how_many_more(cast, sign_in, words, home, typed, monkeypatch):
    monkeypatch.setattr(views, "SHIFTS_SHOWN", 1)
    assert "And 1 more." in words(sign_in(cast.ad).post(home, typed))


def test_x7_without_another_zone_nobody_is_asked(cast, sign_in, words, home, typed):
    done = sign_in(cast.ad).post(home, typed | {"time_zone": "America/New_York"}, follow=True)
    assert "North Clinic was saved." in words(done)
