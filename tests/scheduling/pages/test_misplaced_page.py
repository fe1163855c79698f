"""X18 on the pages: what is said after times were taken away, and the list of visits to move."""

from datetime import timedelta

import pytest

from practice.models import Closure
from scheduling.models import TimeOff
from scheduling.selectors import misplaced as selectors
from tests.walks import world

LIST = "/staff/maple/schedule/visits-to-move/"


@pytest.fixture
def day(cast):
    """The day of Leo's visit at North, as a form sends it."""
    return cast.leo_visit.starts_at.astimezone(cast.north.zone).date().isoformat()


def test_x18_without_any_the_list_says_what_would_be_there(cast, sign_in, words):
    assert "No visit to move" in words(sign_in(cast.sam).get(LIST))


def test_x18_a_closure_says_how_many_visits_stand_and_leads_to_them(cast, sign_in, words, day):
    client, home = sign_in(cast.ad), f"/staff/maple/places/locations/{cast.north.pk}/"
    done = words(client.post(home + "closures/", {"first_day": day, "reason": "Burst pipe"}, follow=True))
    assert "1 visit booked then stands until it is moved." in done
    assert f'href="{LIST}">Visits to move</a>' in done
    assert "1 visit to move" in words(client.get(home))
    page = words(sign_in(cast.sam).get(LIST))
    assert "North is closed: Burst pipe" in page
    assert "Leo Garcia" in page
    assert f"/staff/maple/schedule/appointments/{cast.leo_visit.pk}/" in page


def test_x18_a_closure_over_nothing_says_just_that(cast, sign_in, words):
    client, home = sign_in(cast.ad), f"/staff/maple/places/locations/{cast.north.pk}/"
    done = words(client.post(home + "closures/", {"first_day": "2050-07-04", "reason": "Feast"}, follow=True))
    assert "The closure was added." in done
    assert "Visits to move" not in done


def test_x18_time_off_says_how_many_visits_stand(cast, sign_in, words, day):
    client, home = sign_in(cast.ad), f"/staff/maple/places/providers/{cast.dr_ada.pk}/"
    done = words(client.post(home + "time-off/", {"first_day": day}, follow=True))
    assert "The time off was added. 1 visit booked then stands until it is moved." in done
    assert "1 visit to move" in words(client.get(home))


def test_x18_shorter_hours_say_how_many_visits_fit_nowhere_now(cast, sign_in, words):
    client = sign_in(cast.ad)
    hours = f"/staff/maple/places/providers/{cast.dr_ada.pk}/hours/{cast.north.pk}/"
    done = words(client.post(hours, {f"day_{n}": "1-5pm" for n in range(5)}, follow=True))
    assert "The hours were saved. 2 visits are to be moved." in done
    ended = client.post(f"/staff/maple/places/providers/{cast.dr_ada.pk}/ending/", follow=True)
    assert "2 visits are to be moved." in words(ended)


def test_x18_shorter_opening_hours_say_so_too(cast, sign_in, words):
    place = {"name": "North", "time_zone": "America/New_York", "allows_requests": "on"}
    hours = {f"day_{n}": "1-5pm" for n in range(5)}
    done = sign_in(cast.ad).post(f"/staff/maple/places/locations/{cast.north.pk}/", place | hours, follow=True)
    assert "North was saved. 2 visits are to be moved." in words(done)


def test_x18_only_who_sees_appointments_opens_the_list_and_only_who_books_may_move(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    assert sign_in(cast.nia).get(LIST).status_code == 403
    assert ">Move<" in words(sign_in(cast.sam).get(LIST))
    assert ">Move<" not in words(sign_in(cast.ad).get(LIST))


def test_x18_the_schedule_says_how_many_to_whoever_books(cast, sign_in, words, day):
    address = f"/staff/maple/schedule/day/{day}/?location={cast.north.pk}"
    assert "Visits to move" not in words(sign_in(cast.sam).get(address))
    world.take_away(cast, cast.leo_visit)
    assert "Visits to move (1)" in words(sign_in(cast.sam).get(address))
    assert "Visits to move" not in words(sign_in(cast.ad).get(address))


def test_x18_moving_one_leads_back_to_the_list(cast, sign_in, words, day):
    world.take_away(cast, cast.leo_visit)
    client = sign_in(cast.sam)
    move = f"/staff/maple/schedule/appointments/{cast.leo_visit.pk}/move/?next={LIST}"
    assert move in client.get(LIST).text
    page = client.get(move)
    typed = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    done = client.post(move, typed | {"date": day, "time": "11:00 am", "next": LIST}, follow=True)
    assert done.redirect_chain[-1][0] == LIST
    assert "No visit to move" in words(done)


def test_x18_r4_a_visit_out_of_scope_is_neither_listed_nor_a_place_to_go_on_from(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    client = sign_in(cast.sam)
    assert "Leo Garcia" not in words(client.get(LIST))
    assert client.get(LIST, {"after": cast.leo_visit.pk}).status_code == 404


def test_x18_a_long_list_is_paged_without_losing_any(cast, sign_in, monkeypatch):
    world.grow(cast, 4)
    Closure.objects.all().delete()
    far = cast.now + timedelta(days=400)
    Closure.objects.create(practice=cast.maple, location=cast.north, starts_at=cast.now, ends_at=far, reason="Flood")
    monkeypatch.setattr(selectors, "PAGE", 3)
    client, seen, after = sign_in(cast.sam), [], {}
    for _page in range(10):
        context = client.get(LIST, after).context
        seen += [row.visit.pk for row in context["rows"]]
        if context["last"] is None:
            break
        after = {"after": context["last"].pk}
    assert len(seen) == len(set(seen)) == context["count"] == 10


def test_x18_taking_the_absence_back_empties_the_list(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    client = sign_in(cast.ad)
    client.post(f"/staff/maple/places/time-off/{TimeOff.objects.get().pk}/removal/")
    assert "No visit to move" in words(client.get(LIST))


def test_x18_keep_takes_a_visit_off_the_list_and_undo_brings_it_back(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    client, visit = sign_in(cast.sam), f"/staff/maple/schedule/appointments/{cast.leo_visit.pk}/"
    assert f'action="{visit}keeping/"' in client.get(LIST).text
    page = words(client.post(visit + "keeping/", follow=True))
    assert "Kept where it is: Leo Garcia." in page
    assert "No visit to move" in page
    assert "Kept where they are" in page
    assert page.count(f'action="{visit}keeping/end/"') == 2
    assert "Kept where it is by Sam" in words(client.get(visit))
    page = words(client.post(visit + "keeping/end/", follow=True))
    assert "To be moved after all: Leo Garcia." in page
    assert "Dr Ada is away" in page


def test_x18_a_colleague_who_was_faster_is_no_error(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    client, keeping = sign_in(cast.sam), f"/staff/maple/schedule/appointments/{cast.leo_visit.pk}/keeping/"
    client.post(keeping)
    assert "This visit is not to be moved any more." in words(client.post(keeping, follow=True))


def test_x18_only_whoever_books_sees_keep(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    keeping = f"/staff/maple/schedule/appointments/{cast.leo_visit.pk}/keeping/"
    assert ">Keep<" not in words(sign_in(cast.ad).get(LIST))
    assert sign_in(cast.ad).post(keeping).status_code == 403
