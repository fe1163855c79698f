"""The card of a visit: which acts it offers when, what each press does, and the way back (V9)."""

import re
from datetime import timedelta

import pytest

from portal.demo import build
from practice import clock
from practice.models import StaffMember
from scheduling import services
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db

ACTS = ("Check in", "Complete", "Confirm", "No show", "Move", "Cancel", "Take back", "Message patient")


@pytest.fixture
def today_visit(cast, now):
    """Mia is with Dr Ben since this minute."""
    there = clock.local(now, cast.north.zone)
    facts = {"case": None, "location": cast.north, "provider": cast.dr_ben, "visit_type": cast.well, "now": now}
    return build.visit(cast.mia, day=there.date(), hour=there.hour, minute=there.minute, **facts)


@pytest.fixture
def offered(cast, sign_in, staff, words):
    """`offered(visit)`: the acts on its card, in their order."""

    def acts(visit, who=None) -> list[str]:
        client = sign_in(who or cast.sam)
        card = words(client.get(staff("appointment", visit.pk), headers={"hx-request": "true"}))
        return re.findall(f"</svg>({'|'.join(ACTS)})<", card.partition('class="cluster acts"')[2])

    return acts


@pytest.fixture
def press(cast, sign_in, staff):
    """`press("confirmation", visit)`: the page after that button."""

    def post(name, visit, who=None, **fields):
        return sign_in(who or cast.sam).post(staff(name, visit.pk), fields, follow=True)

    return post


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        ("booked", ["Confirm", "Move", "Cancel", "Message patient"]),
        ("confirmed", ["Move", "Cancel", "Take back", "Message patient"]),
        ("checked_in", ["Complete", "Take back", "Message patient"]),
        ("completed", ["Take back", "Message patient"]),
        ("no_show", ["Take back", "Message patient"]),
        ("held", ["Message patient"]),
    ],
)
def test_v9_a_visit_to_come_offers_what_its_state_allows(cast, offered, now, status, acts):
    held = {"held_until": now + timedelta(days=1)} if status == "held" else {}
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status=status, **held)
    assert offered(cast.leo_visit) == acts


def test_today_s_visit_offers_the_door_and_the_absence(today_visit, offered):
    assert offered(today_visit) == ["Check in", "Confirm", "No show", "Move", "Cancel", "Message patient"]


def test_who_only_looks_gets_no_acts(cast, offered):
    assert offered(cast.leo_visit, who=cast.ben) == ["Message patient"]
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=["registration"])
    assert offered(cast.leo_visit, who=cast.fay) == []


def test_the_patients_name_leads_to_the_file(cast, sign_in, staff, words):
    card = words(sign_in(cast.sam).get(staff("appointment", cast.leo_visit.pk)))
    assert f'<a href="/staff/maple/patients/{cast.leo.pk}/">Leo Garcia</a>' in card


def test_a_day_goes_from_confirmed_to_completed(press, today_visit, words):
    for name, said, status in (
        ("confirmation", "Confirmed: Mia Garcia.", "confirmed"),
        ("check_in", "Checked in: Mia Garcia.", "checked_in"),
        ("completion", "Completed: Mia Garcia.", "completed"),
    ):
        assert said in words(press(name, today_visit))
        today_visit.refresh_from_db()
        assert today_visit.status == status


def test_an_absence_asks_nothing_and_is_undone_in_one_press(press, sign_in, cast, today_visit, words):
    page = words(press("absence", today_visit))
    assert "Noted that Mia Garcia did not come." in page
    undo = re.search(r'action="([^"]*step-back[^"]*)"[^>]*>.{0,200}?Undo</button>', page)[1].replace("&amp;", "&")
    assert "Taken back." in words(sign_in(cast.sam).post(undo, follow=True))
    today_visit.refresh_from_db()
    assert today_visit.status == "booked"


def test_the_history_says_who_did_what(press, today_visit, words):
    press("absence", today_visit)
    page = words(press("step_back", today_visit, status="no_show"))
    assert "No show by Sam Whitlock" in page
    assert "Taken back by Sam Whitlock: No show" in page


def test_a_move_stands_in_the_history_with_both_times(cast, acting, sign_in, staff, starts, words):
    offered = starts(60)
    before = cast.leo_visit.starts_at
    after = next(start for start in offered if start + timedelta(minutes=15) in offered)  # there is room for 45 minutes
    services.move(by=acting(cast.sam), appointment=cast.leo_visit, starts_at=after, provider=cast.dr_ada, minutes=45)
    page = words(sign_in(cast.sam).get(staff("appointment", cast.leo_visit.pk)))
    times = [clock.moment(at, cast.north.zone) for at in (before, after)]
    assert f"Moved by Sam Whitlock: {times[0]} → {times[1]}; 30 → 45 minutes" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("check_in", "This visit is not today."),
        ("absence", "The visit has not begun yet."),
        ("completion", "This visit is booked now."),
    ],
)
def test_what_the_state_forbids_is_refused_beside_the_card(cast, press, words, name, said):
    page = press(name, cast.leo_visit)
    assert page.status_code == 409
    assert said in words(page)
    assert "Leo Garcia" in words(page)


def test_two_at_the_desk_the_second_sees_how_it_is_now(press, today_visit, words):
    press("check_in", today_visit)
    page = press("confirmation", today_visit)
    assert page.status_code == 409
    assert "This visit is checked in now. Please look at it again." in words(page)


def test_a_step_that_another_has_taken_since_is_not_undone(press, today_visit):
    press("check_in", today_visit)
    press("completion", today_visit)
    assert press("step_back", today_visit, status="checked_in").status_code == 409


def test_next_leads_back(cast, press, staff):
    page = press("confirmation", cast.leo_visit, next=staff("appointment", cast.leo_visit.pk, view="week"))
    assert page.redirect_chain[0][0] == staff("appointment", cast.leo_visit.pk, view="week")


@pytest.mark.parametrize("name", ["confirmation", "check_in", "completion", "absence", "step_back"])
def test_each_needs_scheduling_and_the_patient_in_scope(cast, press, sign_in, staff, name):
    assert press(name, cast.leo_visit, who=cast.ben).status_code == 403
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    assert press(name, cast.leo_visit).status_code == 404
    assert sign_in(cast.sam).get(staff(name, cast.leo_visit.pk)).status_code == 405


def test_settled_28_a_kept_time_says_so_and_leads_to_its_request(cast, acting, ask, sign_in, staff, starts, words):
    wish = ask(starts=starts(1))
    services.propose(by=acting(cast.sam), request=wish, times=[(starts(9)[-1], cast.dr_ada)])
    held = Appointment.objects.get(status="held")
    page = words(sign_in(cast.sam).get(staff("appointment", held.pk)))
    assert "Offered to the patient, who has not answered yet." in page
    assert "Kept until" in page
    assert f'href="{staff("request", wish.pk)}">Open the request' in page
