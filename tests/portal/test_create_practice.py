"""`create_practice`: a practice by hand, up to the administrator's first page."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from messaging.models import Department
from practice import invitations
from practice.models import OutboundMessage, Practice, StaffMember, TermsText

FACTS = {
    "name": "Cedar Family Practice",
    "slug": "cedar",
    "time_zone": "America/Denver",
    "phone": "(303) 555-0144",
    "admin_name": "Olu Adeyemi",
    "admin_email": " Olu@Cedar.example",
}


def create(**changes) -> str:
    said = io.StringIO()
    call_command("create_practice", **FACTS | changes, stdout=said, stderr=io.StringIO())
    return said.getvalue()


@pytest.mark.django_db
def test_a_practice_begins_with_all_it_needs_and_one_administrator():
    said = create()
    cedar = Practice.objects.get(slug="cedar")
    admin = StaffMember.objects.get(practice=cedar)
    assert set(admin.duties) == {"admin", "messages", "registration", "scheduling"}
    assert cedar.settings.last_resort == admin
    assert not cedar.settings.requests_on
    assert {made.receives for made in Department.objects.of(cedar)} == {
        "appointment", "general", "insurance", "referral", "refill",
    }  # fmt: skip
    assert set(TermsText.objects.of(cedar).values_list("kind", flat=True)) == {"terms", "privacy"}
    assert OutboundMessage.objects.get(practice=cedar).recipient.email == "olu@cedar.example"
    assert "as soon as the worker runs" in said


@pytest.mark.django_db
def test_the_first_administrator_gets_from_the_link_to_the_settings(client):
    create()
    admin = StaffMember.objects.get(practice__slug="cedar")
    link = reverse("join", args=[invitations.token(admin)])
    client.post(link, {"name": "Olu Adeyemi", "password": "four words in a row"})
    page = client.get("/staff/cedar/portal/")
    assert page.status_code == 200
    assert page.text.count("Missing:") == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "two words"}, "--slug"),
        ({"time_zone": "Mars/North"}, "--time-zone"),
        ({"phone": "12"}, "--phone"),
        ({"admin_email": "nobody"}, "--admin-email"),
        ({"name": " "}, "--name"),
    ],
)
def test_a_wrong_argument_is_named_and_nothing_is_made(wrong, said):
    with pytest.raises(CommandError, match=said):
        create(**wrong)
    assert not Practice.objects.exists()


@pytest.mark.django_db
def test_a_taken_slug_is_refused():
    create()
    with pytest.raises(CommandError, match="already a practice"):
        create(name="Another")


@pytest.mark.django_db
def test_what_is_missing_is_asked_for(monkeypatch):
    typed = iter(["Birch Clinic", "", "Mars", "", "", "Ann Lee", "nope", "ann@birch.example"])
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    call_command("create_practice", stdout=io.StringIO(), stderr=io.StringIO())
    birch = Practice.objects.get()
    assert (birch.slug, birch.time_zone) == ("birch-clinic", "America/New_York")


@pytest.mark.django_db
@pytest.mark.parametrize("page", [
    "dashboard/", "dashboard/providers/", "messages/", "schedule/", "patients/", "portal/",
    "staff-directory/", "staff-directory/routing/",
    "places/", "places/providers/", "places/visit-types/", "places/cases/",
])  # fmt: skip
def test_every_page_opens_while_there_is_nothing_on_it(client, page):
    create()
    admin = StaffMember.objects.get(practice__slug="cedar")
    StaffMember.objects.update(joined_at=admin.invited_at)
    client.force_login(admin.user)
    assert client.get(f"/staff/cedar/{page}").status_code == 200


@pytest.mark.django_db
def test_the_administrator_begins_at_the_list_of_what_is_missing(client):
    create()
    admin = StaffMember.objects.get(practice__slug="cedar")
    StaffMember.objects.update(joined_at=admin.invited_at)
    client.force_login(admin.user)
    assert client.get("/staff/cedar/").url == "/staff/cedar/portal/"
