"""`Edit` and `Re-open`, from the panel (J3.2, J3.5, D15, R20)."""

import pytest

from messaging.models import Message
from scheduling import services
from scheduling.models import RequestEvent

pytestmark = pytest.mark.django_db


def test_d15_without_cases_none_is_spoken_of(cast, sign_in, staff, asked, own_page, words):
    cast.settings.use_cases = False
    cast.settings.save(update_fields=["use_cases"])
    assert "<dt>Case</dt>" not in own_page(cast.sam, asked)
    client = sign_in(cast.sam)
    assert 'name="case"' not in words(client.get(staff("edition", asked.pk)))
    sent = {"visit_type": cast.sick.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    assert client.post(staff("edition", asked.pk), sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.visit_type, asked.case) == (cast.sick, cast.paul_primary)


def test_j3_2_an_edit_recalculates_and_stands_in_the_history(cast, sign_in, staff, ask, starts, own_page):
    made = ask(cast.gina, patient=cast.leo, visit_type=cast.sick, starts=starts(1))
    said = Message.objects.count()
    client = sign_in(cast.sam)
    form = client.get(staff("edition", made.pk))
    assert form.status_code == 200
    sent = {"case": made.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    assert client.post(staff("edition", made.pk), sent)["Location"] == staff("request", made.pk)
    made.refresh_from_db()
    assert made.visit_type == cast.well
    assert "Visit type: Sick visit → Well visit" in own_page(cast.sam, made)
    assert Message.objects.count() == said


def test_an_edit_that_fits_nobody_is_refused_beside_the_provider(cast, sign_in, staff, asked, words):
    sent = {"case": asked.case_id, "visit_type": cast.well.pk, "location": cast.south.pk, "provider": cast.dr_ada.pk}
    response = sign_in(cast.sam).post(staff("edition", asked.pk), sent)
    assert response.status_code == 409
    assert 'id="id_provider_error"' in words(response)


def test_an_edit_can_leave_the_provider_open(cast, sign_in, staff, asked):
    sent = {"case": asked.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": "any"}
    assert sign_in(cast.sam).post(staff("edition", asked.pk), sent).status_code == 302
    asked.refresh_from_db()
    assert asked.provider is None


def test_x12_an_edit_into_what_is_already_asked_is_refused(cast, sign_in, staff, ask, asked, starts, words):
    other = ask(visit_type=cast.sick, starts=starts(3)[2:])
    sent = {"case": other.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    response = sign_in(cast.sam).post(staff("edition", other.pk), sent)
    assert response.status_code == 409
    assert "There is already an open request for this visit." in words(response)


def test_j3_5_declined_it_can_be_reopened(cast, sign_in, staff, asked, own_page):
    client = sign_in(cast.sam)
    client.post(staff("declination", asked.pk), {"reason": "Full."})
    assert "Re-open" in own_page(cast.sam, asked)
    assert client.post(staff("reopening", asked.pk)).status_code == 302
    asked.refresh_from_db()
    assert asked.status == "pending"
    events = list(RequestEvent.objects.filter(request=asked).order_by("pk").values_list("what", flat=True))
    assert events == ["made", "declined", "reopened"]
    assert client.post(staff("reopening", asked.pk)).status_code == 409


def test_what_is_approved_is_not_reopened(cast, asked, own_page, acting):
    first = asked.slots.first().starts_at
    services.approve(by=acting(cast.sam), request=asked, starts_at=first, provider=cast.dr_ada)
    assert "Re-open" not in own_page(cast.sam, asked)
