"""Every address under a practice: strangers find nothing there, whatever they are elsewhere."""

from types import ModuleType

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from practice.models import AuditEvent, StaffMember
from tests.walks import urls

PLAIN = {"practice", "patient", "tab", "step", "kind", "on", "topic"}


def test_every_route_under_a_practice_is_on_one_side():
    assert len(urls.staff_routes()) + len(urls.patient_routes()) == len(urls.under_a_practice()) > 40


def test_signed_out_everything_leads_to_sign_in(client, values):
    assert urls.faults(urls.under_a_practice(), values, client, urls.is_sign_in) == []


def test_staff_of_another_practice_find_nothing(client, cast, values):
    client.force_login(cast.olga.user)
    assert urls.faults(urls.under_a_practice(), values, client, urls.is_nowhere) == []


def test_somebody_who_left_finds_nothing(client, cast, values):
    StaffMember.objects.filter(pk=cast.sam.pk).update(ended_at=cast.now)
    client.force_login(cast.sam.user)
    assert urls.faults(urls.staff_routes(), values, client, urls.is_nowhere) == []


def test_the_wrong_side_finds_nothing(client, cast, values):
    client.force_login(cast.gina)
    assert urls.faults(urls.staff_routes(), values, client, urls.is_nowhere) == []
    client.force_login(cast.fay.user)
    assert urls.faults(urls.patient_routes(), values, client, urls.is_nowhere) == []


def test_a_guardian_finds_nothing_about_somebody_elses_child(client, cast, values):
    client.force_login(cast.hugo)
    assert urls.faults(urls.patient_routes(), values | {"patient": cast.mia.pk}, client, urls.is_nowhere) == []


def test_ids_of_another_practice_are_nobodys(client, cast, values):
    """With every duty at home: the row is not found, rather than the page refused."""
    duties = ["admin", "scheduling", "messages", "registration", "prescribing"]
    StaffMember.objects.filter(pk=cast.olga.pk).update(duties=duties)
    client.force_login(cast.olga.user)
    about_rows = [route for route in urls.staff_routes() if set(route.names) - (PLAIN - {"patient"})]
    assert urls.faults(about_rows, values | {"practice": "riverside"}, client, urls.is_nowhere) == []


def test_x47_no_form_of_one_practice_is_written_at_the_other(client, cast, values, everything_at_maple):
    """Sent by somebody with every duty at both."""
    StaffMember.objects.filter(pk=cast.fay_at_riverside.pk).update(
        duties=StaffMember.objects.get(pk=cast.fay.pk).duties
    )
    client.force_login(everything_at_maple)
    about_rows = [route for route in urls.staff_routes() if set(route.names) - (PLAIN - {"patient"})]
    pages = [route.fill(values | {"practice": "riverside"}) for route in about_rows if route.path.startswith("/staff/")]
    assert {client.post(page).status_code for page in pages} == {404, 405}
    assert not AuditEvent.objects.filter(practice_ref__isnull=False, outcome="done").exists()


def test_ids_of_another_practices_patients_are_nobodys(client, cast, values):
    client.force_login(cast.tess)
    about_rows = [route for route in urls.patient_routes() if set(route.names) - PLAIN]
    at_home = values | {"practice": "riverside", "patient": cast.tom.pk}
    assert urls.faults(about_rows, at_home, client, urls.is_nowhere) == []


@login_not_required
def leak(request, practice):
    return HttpResponse("everything")


def test_a_planted_open_address_is_seen(client, cast, values, settings):
    planted = ModuleType("planted")
    planted.urlpatterns = [path("staff/<slug:practice>/leak/", leak, name="leak")]
    settings.ROOT_URLCONF = planted
    routes = urls.under_a_practice()
    assert urls.faults(routes, values, client, urls.is_sign_in) == ["leak /staff/maple/leak/ answers 200"]
    client.force_login(cast.gina)
    assert urls.faults(routes, values, client, urls.is_nowhere) == ["leak /staff/maple/leak/ answers 200"]
