"""`Propose`, from the panel: up to three other times, all of which can be kept (J3.4)."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from messaging.models import Message
from portal.demo import build
from practice import clock
from scheduling import panel, services
from scheduling.models import Appointment, ProposedSlot

pytestmark = pytest.mark.django_db

TICKED = r'type="checkbox" name="times" value="([^"]+)" checked'
BOXES = r'type="checkbox" name="times" value="([^"]+)"'


def test_j3_4_proposing_keeps_the_times_and_says_so(cast, sign_in, staff, asked, values, own_page):
    sent = {"times": values(2), "note": "Dr Ada is away then."}
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), sent)
    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.status == "proposed"
    assert "Dr Ada is away then." in Message.objects.filter(thread=asked.thread).latest("number").body
    page = own_page(cast.sam, asked)
    assert "Offered to the patient, kept until" in page
    assert sorted(re.findall(TICKED, page)) == sorted(values(2))  # to be offered anew, or others instead


def test_what_is_offered_can_be_approved_as_it_is(cast, sign_in, staff, asked, values):
    client = sign_in(cast.sam)
    client.post(staff("proposal", asked.pk), {"times": values(1)})
    assert client.post(staff("approval", asked.pk), {"time": values(1)[0]}).status_code == 302
    assert Appointment.objects.get(patient=cast.paul).status == "booked"


def test_offering_anew_takes_the_place_of_what_was_offered(cast, sign_in, staff, asked, values):
    client = sign_in(cast.sam)
    client.post(staff("proposal", asked.pk), {"times": values(2)})
    client.post(staff("proposal", asked.pk), {"times": values(3)[2:]})
    (kept,) = ProposedSlot.objects.filter(request=asked)
    assert panel.time_value(kept.appointment.starts_at, cast.dr_ada) == values(3)[2]


@pytest.mark.parametrize(("n", "said"), [(0, "Choose at least one time to offer."), (4, "at most 3 times")])
def test_one_to_three_times_are_proposed_and_the_note_is_kept(cast, sign_in, staff, asked, values, words, n, said):
    sent = {"times": values(n) if n else [], "note": "Please choose."}
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), sent)
    page = words(response)
    assert response.status_code in (409, 422)
    assert said in page
    assert ">Please choose.</textarea>" in page
    assert re.search(r'<details class="propose" id="[^"]+" open>', page)


def test_the_times_ticked_to_propose_can_all_be_kept(cast, sign_in, staff, asked, acting, starts, own_page):
    first = asked.slots.first().starts_at
    facts = {"patient": cast.leo, "provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well}
    services.book(by=acting(cast.sam), case=cast.leo_primary, starts_at=first, **facts)
    ticked = re.findall(TICKED, own_page(cast.sam, asked))
    assert len(ticked) == 3
    assert sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": ticked}).status_code == 302


def test_times_that_overlap_are_not_proposed_together(cast, sign_in, staff, asked, starts, words):
    free = starts(12)  # a quarter of an hour apart, but for the night between two days
    pair = next(two for two in pairwise(free) if two[1] - two[0] < timedelta(minutes=30))
    times = [panel.time_value(start, cast.dr_ada) for start in pair]
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": times})
    assert response.status_code == 409
    assert "Choose times that do not overlap each other." in words(response)


def test_a_time_taken_while_it_was_proposed_is_said_beside_the_times(
    cast, sign_in, staff, asked, values, acting, words
):
    start, _provider = panel.read_time(acting(cast.sam), values(1)[0])
    facts = {"patient": cast.leo, "provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well}
    services.book(by=acting(cast.sam), case=cast.leo_primary, starts_at=start, **facts)
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": values(1), "note": "Then?"})
    page = words(response)
    assert response.status_code == 409
    assert re.search(r'id="times-error-[^"]+"[^>]*>.*?just taken', page)
    assert ">Then?</textarea>" in page


def test_other_times_to_propose_are_those_of_three_days_and_more_to_come(cast, asked, own_page):
    page = own_page(cast.sam, asked, more="propose")
    assert len(set(re.findall(BOXES, page))) > 20
    assert len(re.findall('class="day-times"', page)) == 3
    later = re.search(r'href="([^"]+)"[^>]*>Later times', page)[1].replace("&amp;", "&")
    assert "more=propose" in later
    assert "day=" in later


def test_times_chosen_among_others_are_still_there_when_refused(cast, sign_in, staff, asked, own_page, words):
    page = own_page(cast.sam, asked, more="propose")
    url = re.search(r'action="([^"]+/proposal/[^"]*)"', page)[1].replace("&amp;", "&")
    chosen = re.findall(BOXES, page)[3:7]
    refused = words(sign_in(cast.sam).post(url, {"times": chosen, "note": ""}))
    assert re.findall(TICKED, refused) == chosen


def test_times_at_which_the_patient_has_a_visit_are_not_proposed(cast, ask, starts, acting, sign_in, staff, own_page):
    first, nearest = starts(3)[0], starts(3)[2]
    made = ask(cast.gina, patient=cast.leo, starts=[first])
    facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "starts_at": first}
    services.book(by=acting(cast.sam), patient=cast.mia, case=cast.mia_primary, **facts)
    there = clock.local(nearest, cast.north.zone)
    facts = {"location": cast.north, "provider": cast.dr_ben, "visit_type": cast.well, "now": cast.now}
    build.visit(cast.leo, case=None, day=there.date(), hour=there.hour, minute=there.minute, **facts)
    ticked = re.findall(TICKED, own_page(cast.sam, made))
    assert len(ticked) == 3
    assert panel.time_value(nearest, cast.dr_ada) not in ticked
    assert sign_in(cast.sam).post(staff("proposal", made.pk), {"times": ticked}).status_code == 302
