"""No page asks more queries when there is more to show."""

from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from practice.models import Patient, StaffMember
from tests.walks import growth, queries, urls

LARGE = 40


@pytest.fixture
def everything_at_maple(cast):
    """Fay with every duty, so that she may open every page."""
    duties = ["admin", "scheduling", "messages", "registration", "prescribing"]
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=duties)
    return cast.fay.user


def test_staff_pages_ask_the_same_number_of_queries(client, cast, values, everything_at_maple):
    client.force_login(everything_at_maple)
    growth.grow(cast, 2)
    small = queries.counted(client, urls.staff_routes(), values)
    growth.grow(cast, LARGE, start=2)
    assert len(small) > 15
    assert queries.faults(small, queries.counted(client, urls.staff_routes(), values)) == []


def test_patient_pages_ask_the_same_number_of_queries(client, cast, values):
    client.force_login(cast.gina)
    growth.grow(cast, 2)
    small = queries.counted(client, urls.patient_routes(), values)
    growth.grow(cast, LARGE, start=2)
    assert len(small) > 4
    assert queries.faults(small, queries.counted(client, urls.patient_routes(), values)) == []


@login_not_required
def one_query_a_row(request, practice):
    names = [Patient.objects.get(pk=pk).name for pk in Patient.objects.values_list("pk", flat=True)]
    return HttpResponse(" ".join(names))


def test_a_planted_query_a_row_is_seen(client, cast, values, settings, everything_at_maple):
    planted = ModuleType("planted")
    planted.urlpatterns = [path("staff/<slug:practice>/slow/", one_query_a_row, name="slow")]
    settings.ROOT_URLCONF = planted
    client.force_login(everything_at_maple)
    small = queries.counted(client, urls.under_a_practice(), values)
    growth.grow(cast, 2)
    assert len(queries.faults(small, queries.counted(client, urls.under_a_practice(), values))) == 1
