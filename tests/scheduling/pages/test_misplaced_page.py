"""X18 on the pages: what is said after times were taken away, and the list of visits to move."""

from datetime import timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practice.models import Closure
from scheduling.models import Appointment, TimeOff
from scheduling.selectors import misplaced as selectors
from tests.walks import growth, world

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
    assert "1 visit booked then stays until it is moved." in done
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
    assert "The time off was added. 1 visit booked then stays until it is moved." in done
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


def test_x18_r4_a_visit_out_of_scope_is_not_listed(cast, sign_in, words):
    world.take_away(cast, cast.leo_visit)
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    assert "Leo Garcia" not in words(sign_in(cast.sam).get(LIST))


@pytest.fixture
def flood(cast, monkeypatch):
    """North is closed for a year, over ten visits; a page holds three."""
    growth.grow(cast, 4)
    Closure.objects.all().delete()
    far = cast.now + timedelta(days=400)
    Closure.objects.create(practice=cast.maple, location=cast.north, starts_at=cast.now, ends_at=far, reason="Flood")
    monkeypatch.setattr(selectors, "PAGE", 3)


def leaf(client, rows: str, pager: str) -> list[list]:
    """The visits of every page of one of the lists, from the first to the last."""
    url, pages = LIST, []
    while url and len(pages) < 10:
        context = client.get(url).context
        pages.append([row.visit.pk for row in context[rows]])
        url = context[pager]["older_url"]
    return pages


def flat(pages: list[list]) -> list:
    return list(chain.from_iterable(pages))


def test_x18_a_long_list_is_paged_without_losing_any(cast, sign_in, flood):
    pages = leaf(sign_in(cast.sam), "rows", "pager")
    assert [len(one) for one in pages] == [3, 3, 3, 1]
    assert len(set(flat(pages))) == 10


def test_x18_what_is_kept_is_paged_by_itself_beside_the_first_page_of_the_rest(cast, sign_in, flood):
    client = sign_in(cast.sam)
    to_move = leaf(client, "rows", "pager")
    Appointment.objects.filter(pk__in=flat(to_move[1:])).update(kept_at=timezone.now())
    kept = leaf(client, "kept", "kept_pager")
    assert [len(one) for one in kept] == [3, 3, 1]
    assert set(flat(kept)) == set(flat(to_move[1:]))
    second = client.get(client.get(LIST).context["kept_pager"]["older_url"])
    assert [row.visit.pk for row in second.context["rows"]] == to_move[0]
    assert second.context["kept_pager"]["newer_url"] == f"{LIST}#kept"


def test_x18_more_kept_visits_ask_no_more_queries(cast, sign_in, flood):
    client = sign_in(cast.sam)
    first = Appointment.objects.filter(location=cast.north, status="booked").order_by("starts_at")
    Appointment.objects.filter(pk=first[0].pk).update(kept_at=timezone.now())
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    first.update(kept_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(LIST).context["kept"]) == 3
    assert len(many) <= len(one)


def test_x18_a_key_nobody_made_starts_anew(cast, sign_in, flood):
    client = sign_in(cast.sam)
    assert len(client.get(LIST, {"after": "x", "kept": "~~"}).context["rows"]) == 3


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
