"""Visit types, providers' hours, absences and cases by hand."""

from datetime import date

import pytest

from practice.errors import NotAllowed, Refused
from practice.models import AuditEvent, Provider
from practice.services import providers as people
from scheduling.models import AvailabilityRule, Case, TimeOff, VisitType
from scheduling.selectors import setup as selectors
from scheduling.services import setup as doors

VISIT = {"minutes": 20, "buffer_before": 0, "buffer_after": 5, "start_increment": 10, "requestable": True}


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


def test_a_visit_type_is_added_changed_and_retired(cast, acting):
    by = acting(cast.ad)
    made = doors.add_visit_type(by=by, name="Vaccination", **VISIT)
    changed = {**VISIT, "minutes": 10, "providers": []}
    doors.edit_visit_type(by=by, visit_type=made, name="Vaccination", **changed)
    assert VisitType.objects.get(pk=made.pk).minutes == 10
    doors.retire_visit_type(by=by, visit_type=made)
    assert made not in selectors.visit_types(by)
    assert doors.add_visit_type(by=by, name="vaccination", **VISIT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "WELL visit"}, "name"),
        ({"minutes": 3}, "minutes"),
        ({"start_increment": 7}, "start_increment"),
        ({"buffer_after": 121}, "buffer_before"),
    ],
)
def test_the_database_refuses_what_a_visit_cannot_be(cast, acting, changes, field):
    with pytest.raises(Refused) as refused:
        doors.add_visit_type(by=acting(cast.ad), **{"name": "Odd", **VISIT, **changes})
    assert refused.value.field == field


def test_a_visit_type_says_who_does_it_and_nobody_named_is_everybody(cast, acting):
    by = acting(cast.ad)
    made = doors.add_visit_type(by=by, name="Vaccination", **VISIT, providers=[cast.dr_ada])
    assert made in selectors.visit_types_of(by, cast.dr_ada)
    assert made not in selectors.visit_types_of(by, cast.dr_ben)
    assert cast.well in selectors.visit_types_of(by, cast.dr_ben)
    doors.edit_visit_type(by=by, visit_type=made, name="Vaccination", **VISIT, providers=[])
    assert made in selectors.visit_types_of(by, cast.dr_ben)


def test_who_does_a_visit_type_is_chosen_on_its_page_and_kept_in_the_history(admin, cast):
    page = f"/staff/maple/places/visit-types/{cast.sick.pk}/"
    typed = {"name": "Sick visit", "minutes": 15, "buffer_before": 0, "buffer_after": 0, "start_increment": 15}
    assert "Everybody when none is chosen." in admin.get(page).text
    admin.post(page, typed | {"providers": [str(cast.dr_ben.pk)]})
    assert list(cast.sick.providers.all()) == [cast.dr_ben]
    assert "Dr Ben" in admin.get("/staff/maple/places/visit-types/").text
    kept = AuditEvent.objects.get(action="visit_type.changed").detail
    assert kept["providers"] == [str(cast.dr_ben.pk)]
    assert "Sick visit" not in admin.get(f"/staff/maple/places/providers/{cast.dr_ada.pk}/").text
    assert page in admin.get(f"/staff/maple/places/providers/{cast.dr_ben.pk}/").text


def test_whoever_ended_stays_chosen_until_somebody_else_is(admin, cast, acting):
    cast.sick.providers.set([cast.dr_ben])
    said = people.end_provider(by=acting(cast.ad), provider=cast.dr_ben)
    assert "1 visit type is done by Dr Ben only" in " ".join(said)
    page = admin.get(f"/staff/maple/places/visit-types/{cast.sick.pk}/").text
    assert "Dr Ben (ended)" in page
    assert "checked" in page[page.index("Dr Ben (ended)") - 200 : page.index("Dr Ben (ended)")]
    assert "Sick visit" in admin.get(f"/staff/maple/places/providers/{cast.dr_ben.pk}/ending/").text


def test_a_provider_is_closed_to_requests_on_their_page(admin, cast, now):
    page = f"/staff/maple/places/providers/{cast.dr_ada.pk}/"
    admin.post(page, {"name": "Dr Ada", "member": str(cast.ada.pk)})
    cast.dr_ada.refresh_from_db()
    assert not cast.dr_ada.takes_online
    assert "No requests" in admin.get("/staff/maple/places/providers/").text
    assert cast.dr_ada.events.order_by("-pgh_id").first().takes_online is False
    admin.post(page, {"name": "Dr Ada", "member": str(cast.ada.pk), "takes_online": "on"})
    cast.dr_ada.refresh_from_db()
    assert cast.dr_ada.takes_online


def test_a_provider_is_not_at_two_places_at_once(cast, acting):
    with pytest.raises(Refused) as refused:
        doors.set_provider_hours(by=acting(cast.ad), provider=cast.dr_ben, location=cast.south, week={0: [(600, 660)]})
    assert (refused.value.code, refused.value.field) == ("hours_overlap", "day_0")
    assert "North" in refused.value.message


def test_new_hours_replace_those_at_the_same_location_only(cast, acting):
    by = acting(cast.ad)
    doors.set_provider_hours(by=by, provider=cast.dr_ben, location=cast.south, week={1: [(600, 660)]})
    rules = AvailabilityRule.objects.filter(provider=cast.dr_ben)
    assert rules.filter(location=cast.south).count() == 1
    assert rules.filter(location=cast.north).count() == 3


def test_hours_outside_the_opening_are_shown_not_refused(cast, acting):
    by = acting(cast.ad)
    week = {day: [(7 * 60, 12 * 60)] for day in range(2)}
    doors.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week=week)
    north = next(at for at in selectors.provider_line(by, cast.dr_ada).at if at.location == cast.north)
    assert north.outside == ["Mon – Tue 7:00 am – 9:00 am"]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 12, 2), date(2026, 12, 1), "ends_first"),
        (date(2026, 10, 1), date(2026, 10, 2), "time_off_over"),
        (date(2026, 11, 20), date(2026, 11, 25), "time_off_overlaps"),
    ],
)
def test_absences_that_make_no_sense_are_refused(cast, acting, first, last, code):
    by = acting(cast.ad)
    doors.add_time_off(by=by, provider=cast.dr_ada, first_day=date(2026, 11, 24), last_day=date(2026, 11, 24))
    with pytest.raises(Refused) as refused:
        doors.add_time_off(by=by, provider=cast.dr_ada, first_day=first, last_day=last)
    assert refused.value.code == code


def case_facts(cast, **changes):
    return {"name": "Asthma", "allows_requests": True, "visit_types": [cast.sick], "providers": []} | changes


def test_a_case_that_allows_requests_says_for_what(cast, acting):
    by = acting(cast.ad)
    with pytest.raises(Refused) as refused:
        doors.add_case(by=by, patient=cast.leo, **case_facts(cast, visit_types=[]))
    assert refused.value.field == "visit_types"
    with pytest.raises(Refused) as refused:
        doors.add_case(by=by, patient=cast.leo, **case_facts(cast, name="primary CARE"))
    assert (refused.value.code, refused.value.field) == ("name_taken", "name")
    made = doors.add_case(by=by, patient=cast.leo, **case_facts(cast))
    doors.edit_case(by=by, case=made, is_active=False, **case_facts(cast))
    assert not Case.objects.get(pk=made.pk).is_active


def test_only_administrators_set_scheduling_up(cast, acting):
    for who in (cast.sam, cast.fay, cast.ada):
        by = acting(who)
        with pytest.raises(NotAllowed):
            doors.add_visit_type(by=by, name="Mine", **VISIT)
        with pytest.raises(NotAllowed):
            doors.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week={})
        with pytest.raises(NotAllowed):
            doors.add_case(by=by, patient=cast.leo, **case_facts(cast))


def test_a_provider_is_added_and_given_hours_through_pages(admin, cast):
    admin.post("/staff/maple/places/providers/new/", {"name": "Dr Cy", "member": str(cast.nia.pk)})
    cy = Provider.objects.get(name="Dr Cy")
    assert cy.member == cast.nia
    home = f"/staff/maple/places/providers/{cy.pk}/"
    assert admin.post(f"{home}hours/{cast.north.pk}/", {"day_0": "8:30-12"}).status_code == 302
    page = admin.get(home)
    assert "8:30 am – 12:00 pm" in page.text
    assert "Outside the opening hours of North" in page.text
    refused = admin.post(f"{home}hours/{cast.south.pk}/", {"day_0": "11-2"})
    assert refused.status_code == 422
    assert "Already at North then" in refused.text


def test_time_off_says_which_visits_stand(admin, cast):
    home = f"/staff/maple/places/providers/{cast.dr_ada.pk}/"
    facts = {"first_day": "2030-07-01", "last_day": "2030-07-05", "reason": "Holiday"}
    assert "was added" in admin.post(home + "time-off/", facts, follow=True).text
    row = TimeOff.objects.get()
    assert "Mon, Jul 1 – Fri, Jul 5" in admin.get(home).text
    admin.post(f"/staff/maple/places/time-off/{row.pk}/removal/")
    assert not TimeOff.objects.exists()


def test_retiring_asks_first(admin, cast):
    page = f"/staff/maple/places/visit-types/{cast.sick.pk}/retirement/"
    assert "Retire Sick visit?" in admin.get(page).text
    assert VisitType.objects.get(pk=cast.sick.pk).retired_at is None
    admin.post(page)
    assert VisitType.objects.get(pk=cast.sick.pk).retired_at is not None


def test_a_case_is_added_and_changed_through_pages(admin, cast):
    facts = {"name": "Asthma", "allows_requests": "on", "visit_types": [str(cast.sick.pk)]}
    back = f"/staff/maple/patients/{cast.leo.pk}/"
    answer = admin.post(f"/staff/maple/patients/{cast.leo.pk}/cases/new/", facts | {"next": back})
    assert answer.url == back
    made = Case.objects.get(name="Asthma")
    assert "Asthma" in admin.get("/staff/maple/places/cases/").text
    admin.post(f"/staff/maple/places/cases/{made.pk}/", facts | {"is_active": "on", "name": "Severe asthma"})
    assert Case.objects.get(pk=made.pk).name == "Severe asthma"


def test_cases_are_paged_without_losing_any(cast, acting, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE", 3)
    by, seen, after = acting(cast.ad), [], None
    while True:
        rows, after = selectors.cases(by, after)
        seen += rows
        if after is None:
            break
    assert len(seen) == len(set(seen)) == Case.objects.of(cast.maple).filter(is_active=True).count()
