"""`Appointment Requests`: order, filter, scope, count, rows, and the request beside the list (R3, R4, R18-R24)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.demo import build
from scheduling import panel, services
from scheduling.models import AppointmentRequest, AvailabilityRule
from scheduling.selectors.queue import PAGE

pytestmark = pytest.mark.django_db

ROW = r'<span class="sr">Appointment Request, ([^<]+)</span>'


@pytest.fixture
def listed(sign_in, staff, words):
    """`listed(cast.sam, status="declined")`: the patients in the list that person sees, in its order."""
    return lambda who, **query: re.findall(ROW, words(sign_in(who).get(staff("requests", **query))))


@pytest.fixture
def many(cast, ask, starts):
    """`many(30)`: so many children, each with a request, a second apart up to now, the first of them the oldest."""

    def make(n: int) -> list[AppointmentRequest]:
        first, made = starts(1), []
        for i in range(n):
            asked_at = cast.now - timedelta(seconds=n - i)
            child = build.patient(cast.maple, f"Kid{i:02}", "Queue", 5, cast.now, home_location=cast.north)
            build.case(child, "Primary care", allows_requests=True, visit_types=[cast.well])
            build.grant(cast.gina, child, "mother", asked_at)
            made.append(ask(cast.gina, patient=child, starts=first, now=asked_at))
        return made

    return make


def badge(page: str) -> str:
    """What the rail counts beside the entry; "0" where it counts nothing."""
    entry = re.search(r'<span class="word">Appointment Requests</span>(.*?)</a>', page)
    found = re.search(r'aria-hidden="true">(\S+)</span>', entry[1])
    return found[1] if found else "0"


def test_j3_1_pending_first_oldest_first_and_the_badge_counts_them(cast, many, listed, sign_in, staff, words):
    many(3)
    assert listed(cast.sam) == ["Kid00 Queue", "Kid01 Queue", "Kid02 Queue"]
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert badge(page) == "3"
    assert "3 requests" in page


def test_j3_1_only_patients_in_scope_are_listed_and_counted(cast, many, listed, sign_in, staff, words):
    made = many(2)
    AppointmentRequest.objects.filter(pk=made[0].pk).update(patient=cast.teen)  # at South, which is not Sam's
    assert listed(cast.sam) == ["Kid01 Queue"]
    client = sign_in(cast.sam)
    assert badge(words(client.get(staff("requests")))) == "1"
    assert client.get(staff("requests", selected=made[0].pk)).status_code == 404
    assert client.get(staff("requests", selected="nonsense")).status_code == 404


def test_j3_without_scheduling_there_is_no_menu_and_the_address_is_refused(cast, many, sign_in, staff, words):
    many(1)
    for who in (cast.fay, cast.ad, cast.nia):
        client = sign_in(who)
        assert client.get(staff("requests")).status_code == 403
        assert "Appointment Requests" not in words(client.get(reverse("staff:messaging:inbox", args=["maple"])))


def test_j3_1_the_status_filter_lists_each_status(cast, many, listed, acting, sign_in, staff, words):
    made, sam = many(6), acting(cast.sam)
    times = [(start, cast.dr_ada) for start in made[0].slots.values_list("starts_at", flat=True)]
    later = [acting(cast.sam, at=cast.now + timedelta(minutes=n)) for n in range(1, 4)]
    services.decline(by=later[0], request=made[1], reason="Full.")
    services.decline(by=later[1], request=made[2], reason="Full.")
    services.approve(by=later[2], request=made[0], starts_at=times[0][0], provider=cast.dr_ada)
    services.withdraw(by=acting(cast.gina), request=made[3])
    services.propose(by=sam, request=made[4], times=[(times[0][0] + timedelta(days=7), cast.dr_ada)])
    assert listed(cast.sam) == ["Kid05 Queue"]
    assert listed(cast.sam, status="approved") == ["Kid00 Queue"]
    assert listed(cast.sam, status="declined") == ["Kid02 Queue", "Kid01 Queue"]  # the newest first
    assert listed(cast.sam, status="withdrawn") == ["Kid03 Queue"]
    assert listed(cast.sam, status="proposed") == ["Kid04 Queue"]
    assert listed(cast.sam, status="expired") == []
    assert listed(cast.sam, status="all") == [f"Kid0{n} Queue" for n in (4, 5, 0, 2, 1, 3)]
    page = words(sign_in(cast.sam).get(staff("requests", status="declined")))
    assert '<option value="declined" selected>' in page
    assert "Declined by Sam Whitlock" in page
    assert badge(page) == "1"  # whatever is listed, what is pending is counted


@pytest.mark.parametrize("status", ["pending", "all"])
def test_the_pages_of_the_queue_hold_every_request_once(cast, many, sign_in, staff, words, acting, status):
    made = many(PAGE + 3)
    for request in made[:2] if status == "all" else []:
        services.decline(by=acting(cast.sam), request=request, reason="Full.")
    seen, url = [], staff("requests", status=status)
    while url:
        page = words(sign_in(cast.sam).get(url))
        seen += re.findall(ROW, page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = older and older[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == len(made)


def test_of_a_hundred_and_more_the_badge_says_so(cast, ask, starts, sign_in, staff, words):
    made = ask(starts=starts(1))
    rows = [
        AppointmentRequest(
            practice=cast.maple,
            patient=cast.leo,
            case=cast.leo_primary,
            kind="reschedule",
            visit_type=cast.well,
            location=cast.north,
            wish="next_available",
            made_by=cast.gina,
            made_at=cast.now,
            thread=thread,
            appointment=visit,
        )
        for thread, visit in _threads_and_visits(cast, made, 100)
    ]
    AppointmentRequest.objects.bulk_create(rows)
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert badge(page) == "99+"
    assert "101 requests" in page


def _threads_and_visits(cast, made, n: int):
    from messaging.models import Thread

    for i in range(n):
        thread = Thread.objects.create(
            practice=cast.maple,
            patient=cast.leo,
            account=cast.gina,
            kind="appointment",
            subject="Appointment Request",
            last_at=cast.now,
            started_at=cast.now,
        )
        day = cast.now.date() + timedelta(days=400 + i)
        facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": cast.now}
        yield thread, build.visit(cast.leo, case=None, day=day, hour=10, **facts)


def test_an_empty_queue_says_what_would_be_there(cast, sign_in, staff, words):
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert "No request is waiting" in page
    assert badge(page) == "0"


def test_a_row_says_who_what_with_whom_where_and_whether_there_is_a_note(cast, ask, starts, sign_in, staff, words):
    ask(starts=starts(1), reason="Cough.")
    ask(cast.gina, patient=cast.leo, provider=None, starts=[])
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert "41 y" in page
    assert "<b>New visit</b> · Well visit" in page
    assert "Dr Ada · North" in page
    assert "Any provider · North" in page
    assert "The next available appointment, with anyone." in page
    assert page.count('<span class="sr">With a note</span>') == 1
    assert page.count('<span class="sr">Without a note</span>') == 1


def test_j3_3_of_two_requests_for_one_time_the_other_says_slot_now_taken(cast, ask, starts, sign_in, staff, words):
    first, second = ask(starts=starts(1)), ask(cast.gina, patient=cast.leo, starts=starts(1))
    client, time = sign_in(cast.sam), panel.time_value(first.slots.first().starts_at, cast.dr_ada)
    assert "slot now taken" not in words(client.get(staff("requests")))
    back = staff("requests")
    response = client.post(staff("approval", first.pk), {"time": time, "next": back})
    assert response["Location"] == back
    page = words(client.get(back))
    assert re.findall(ROW, page) == ["Leo Garcia"]
    assert "slot now taken" in page
    chosen = words(client.get(staff("requests", selected=second.pk)))
    assert re.search(r"<button[^>]* disabled[^>]*><svg.*?</svg>Approve", chosen)
    assert len(re.findall(r'type="checkbox" name="times" value="[^"]+" checked', chosen)) == 3


def test_j3_hours_changed_and_a_location_closed_are_said_in_the_row(cast, ask, starts, sign_in, staff, words):
    ask(starts=starts(1))
    AvailabilityRule.objects.filter(provider=cast.dr_ada).delete()
    cast.north.allows_requests = False
    cast.north.save(update_fields=["allows_requests"])
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert "outside hours" in page
    assert "location closed to requests" in page


def test_changes_of_visits_name_the_visit_as_it_stands(cast, acting, sign_in, staff, words):
    services.request_change(by=acting(cast.gina), appointment=cast.mia_visit, kind="cancel")
    services.request_change(by=acting(cast.gina), appointment=cast.leo_visit, kind="reschedule")
    page = words(sign_in(cast.sam).get(staff("requests")))
    assert "<b>Cancel</b>" in page
    assert "<b>Move</b>" in page
    assert page.count("Booked now: ") == 2


def test_selecting_a_row_opens_it_beside_the_list_and_htmx_gets_it_alone(cast, ask, starts, sign_in, staff, words):
    made = ask(starts=starts(1), reason="Cough.")
    client, url = sign_in(cast.sam), staff("requests", selected=made.pk)
    page = words(client.get(url))
    assert 'aria-current="true"' in page
    assert "Cough." in page
    assert "This request" in page
    assert f'name="next" value="{staff("requests")}"' in page
    alone = words(client.get(url, headers={"HX-Request": "true", "HX-Target": "chosen"}))
    assert alone.startswith("<article")
    assert "<html" not in alone


def test_other_times_stay_in_the_queue(cast, ask, starts, sign_in, staff, words):
    made = ask(starts=starts(1))
    client = sign_in(cast.sam)
    page = words(client.get(staff("requests", selected=made.pk)))
    others = re.findall(r'href="([^"]+)">Other times', page)
    assert len(others) == 2
    for url in others:
        assert url.startswith(staff("requests"))
        answer = words(client.get(url.replace("&amp;", "&")))
        assert re.findall(ROW, answer) == ["Paul Novak"]
        assert 'class="day-times"' in answer


def test_r39_the_schedule_leads_back_to_the_queue(cast, ask, starts, sign_in, staff, words):
    made = ask(starts=starts(1))
    here = staff("requests", selected=made.pk)
    page = words(sign_in(cast.sam).get(staff("request", made.pk, next=here)))
    assert "Back to the requests" in page
    assert here.replace("&", "&amp;") in page


def test_the_schedule_offers_the_queue_to_phones(cast, many, sign_in, staff, words, acting):
    many(2)
    day = acting(cast.sam).today(cast.north.zone)
    page = words(sign_in(cast.sam).get(staff("day_of", day)))
    assert re.search(rf'<a class="btn requests" href="{staff("requests")}">Appointment Requests <span[^>]*>2<', page)
    assert 'class="btn requests"' not in words(sign_in(cast.fay).get(staff("day_of", day)))
