"""Rules and closing departments in the Staff Directory (D7, J7)."""

import pytest

from messaging.models import Department
from scheduling.models import RequestRoute

HOME = "/staff/maple/staff-directory/"


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


@pytest.fixture
def rule(cast):
    """Requests for South go to the department of appointment requests."""
    return RequestRoute.objects.create(
        practice=cast.maple, position=1, location=cast.south, department=cast.appointment_requests
    )


def test_a_rule_is_added_changed_and_removed(admin, cast):
    assert "No rules" in admin.get(HOME + "rules/").text
    asked = {"location": str(cast.north.pk), "department": str(cast.appointment_requests.pk)}
    assert admin.post(HOME + "rules/new/", asked).status_code == 302
    made = RequestRoute.objects.get()
    assert "North" in admin.get(HOME + "rules/").text
    page = f"{HOME}rules/{made.pk}/"
    admin.post(page, {**asked, "visit_type": str(cast.well.pk)})
    assert "North · Well visit" in admin.get(page).text
    assert "Remove the rule" in admin.get(page + "removal/").text
    admin.post(page + "removal/")
    assert not RequestRoute.objects.exists()


def test_a_rule_that_names_nothing_keeps_what_was_chosen(admin, cast):
    page = admin.post(HOME + "rules/new/", {"department": str(cast.appointment_requests.pk)})
    assert page.status_code == 422
    assert "a rule needs at least one" in page.text
    assert page.context["form"]["department"].value() == str(cast.appointment_requests.pk)


def test_a_rule_behind_a_wider_one_says_that_it_is_never_reached(admin, cast, rule):
    RequestRoute.objects.create(
        practice=cast.maple,
        position=2,
        location=cast.south,
        visit_type=cast.well,
        department=cast.appointment_requests,
    )
    listed = admin.get(HOME + "rules/").text
    assert listed.count("Never reached") == 1
    admin.post(f"{HOME}rules/{RequestRoute.objects.get(position=2).pk}/rise/")
    assert "Never reached" not in admin.get(HOME + "rules/").text


def test_j7_4_test_routing_names_the_rule(admin, cast, rule):
    asked = {"kind": "appointment", "location": str(cast.south.pk)}
    assert "Rule 1 sends it there: South." in admin.get(HOME + "routing/", asked).text
    asked["location"] = str(cast.north.pk)
    assert "Rule 1" not in admin.get(HOME + "routing/", asked).text


def test_j7_closing_a_department_asks_for_its_heir_beside_the_field(admin, cast, rule):
    desk = Department.objects.create(practice=cast.maple, name="South desk")
    RequestRoute.objects.update(department=desk)
    page = f"{HOME}departments/{desk.pk}/closing/"
    assert "Close South desk?" in admin.get(page).text
    refused = admin.post(page, {"heir": ""})
    assert refused.status_code == 422
    assert "Rules send requests here" in refused.text
    done = admin.post(page, {"heir": str(cast.appointment_requests.pk)}, follow=True)
    assert "Its rules name IC-Appointment Request now." in done.text
    assert "South desk</b>" not in done.text
    assert admin.get(f"{HOME}departments/{desk.pk}/").status_code == 404


def test_j7_7_nobody_but_an_administrator_opens_the_rules(client, cast, rule):
    client.force_login(cast.fay.user)
    for address in ("rules/", "rules/new/", f"rules/{rule.pk}/", f"rules/{rule.pk}/removal/", "routing/"):
        assert client.get(HOME + address).status_code == 403
