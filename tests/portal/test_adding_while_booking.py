"""Adding a patient in the middle of a booking: a scheduler does it too, and the booking goes on with them."""

import pytest
from django.urls import reverse

from practice.models import Contact, Patient

FACTS = {"given_name": "Ana", "family_name": "Ruiz", "born_on": "2020-02-29", "language": "en"}


@pytest.fixture
def sam(client, cast):
    """Sam does scheduling and messages, for the patients of North."""
    client.force_login(cast.sam.user)
    return client


@pytest.fixture
def booking(cast):
    """The booking of a gap, as the schedule's page names it."""
    pairs = {"provider": cast.dr_ada.pk, "location": cast.north.pk, "at": "2026-11-24T14:00Z"}
    return reverse("staff:scheduling:book", args=["maple"], query=pairs)


def adding(**query) -> str:
    return reverse("staff:portal:add_patient", args=["maple"], query=query)


def test_a_scheduler_may_add_patients_though_not_edit_them(sam, cast):
    assert adding() in sam.get(reverse("staff:portal:patients", args=["maple"])).content.decode()
    assert sam.get(adding()).status_code == 200
    assert sam.get(reverse("staff:portal:edit_patient", args=["maple", cast.leo.pk])).status_code == 403


def test_the_booking_goes_on_with_the_new_patient(sam, cast, booking):
    page = adding(next=booking + "&q=ruiz")
    guardian = {"contact_name": "Eva Ruiz", "contact_relationship": "mother", "contact_phone": "(555) 010-9988"}
    answer = sam.post(page, FACTS | guardian | {"home_location": cast.north.pk})
    added = Patient.objects.get(family_name="Ruiz")
    assert answer["Location"] == f"{booking}&patient={added.pk}"
    assert Contact.objects.get(patient=added).name == "Eva Ruiz"


def test_the_page_says_that_the_booking_goes_on_and_leads_back_to_it(sam, booking):
    shown = sam.get(adding(next=booking)).content.decode()
    assert "Then the booking goes on." in shown
    assert shown.count(booking.replace("&", "&amp;")) == 2  # the way up and Cancel
    assert "Then the booking goes on." not in sam.get(adding()).content.decode()


def test_the_booking_outlives_a_refusal_and_goes_on_with_somebody_known(sam, cast, booking):
    twin = {"given_name": "Leo", "family_name": "Garcia", "born_on": cast.leo.born_on.isoformat()}
    asked = sam.post(adding(next=booking), FACTS | twin | {"home_location": cast.north.pk})
    assert asked.status_code == 422
    assert [row.url for row in asked.context["same"]] == [f"{booking}&patient={cast.leo.pk}"]
    assert "Book for Leo Garcia" in asked.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/staff/maple/schedule/book/", "//evil.example/", "/staff/riverside/schedule/book/", "/", "x"],
)
def test_a_way_on_to_anywhere_but_a_booking_here_is_ignored(sam, cast, elsewhere):
    answer = sam.post(adding(next=elsewhere), FACTS | {"home_location": cast.north.pk})
    added = Patient.objects.get(family_name="Ruiz")
    assert answer["Location"] == reverse("staff:portal:file", args=["maple", added.pk])


def test_the_only_location_in_scope_comes_chosen(sam, cast):
    assert sam.get(adding()).context["form"]["home_location"].value() == cast.north.pk
    cast.sam.scope_locations.add(cast.south)
    assert sam.get(adding()).context["form"]["home_location"].value() is None


def test_r4_a_patient_whom_the_scheduler_would_not_see_is_refused_beside_the_field(sam, cast, booking):
    for location in ("", cast.south.pk):
        refused = sam.post(adding(next=booking), FACTS | {"home_location": location})
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["home_location"]
        assert 'value="Ruiz"' in refused.content.decode()
    assert not Patient.objects.filter(family_name="Ruiz").exists()
