"""Teens whose address is a guardian's too: found by the report, with the way to put it right (T-14)."""

import csv
import io
from datetime import timedelta

import pytest

from practice.models import Patient, User
from practice.selectors.teens import on_a_guardians_address
from tests import build

PAGE, FILE = "/staff/maple/reports/teens/", "/staff/maple/reports/teens.csv"


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


@pytest.fixture
def found(acting, cast):
    """`found()`: the report's patients by given name, with the address and whether it is a login's."""

    def ask(who=None, at=None):
        rows = on_a_guardians_address(acting(who or cast.ad, at=at))
        return [(row.patient.given_name, row.address, row.guardian, row.login) for row in rows]

    return ask


def test_t14_a_teen_with_the_mothers_address_on_the_file_is_listed(found):
    assert found() == [("Zoë", "claire.laurent@mail.example", "Claire Laurent", False)]


def test_t14_a_teen_whose_own_login_is_on_a_guardians_address_is_listed(cast, found):
    build.contact(cast.mia, "Hugo Brandt", "father", "mia@demo.example")
    assert ("Mia", "mia@demo.example", "Hugo Brandt", True) in found()


def test_t14_the_address_of_a_guardians_login_counts_without_any_contact(cast, found):
    Patient.objects.filter(pk=cast.mia.pk).update(email="gina@demo.example")
    cast.mia.contacts.all().delete()
    assert ("Mia", "gina@demo.example", "Gina Garcia", False) in found()


def test_a_teen_with_an_address_of_their_own_is_not_listed(cast, found):
    assert "Mia" not in [row[0] for row in found()]


@pytest.mark.parametrize(("years", "listed"), [(13, True), (18, False)])
def test_t14_it_begins_with_the_thirteenth_and_ends_with_the_eighteenth_birthday(cast, found, years, listed):
    today = cast.now.date()
    Patient.objects.filter(pk=cast.teen.pk).update(born_on=today.replace(year=today.year - years))
    assert bool(found()) is listed
    Patient.objects.filter(pk=cast.teen.pk).update(born_on=today.replace(year=today.year - years) + timedelta(days=1))
    assert bool(found()) is not listed


def test_t19_nobody_inactive_or_deceased_is_listed(cast, found):
    Patient.objects.filter(pk=cast.teen.pk).update(status="inactive")
    assert found() == []


def test_r4_only_patients_in_scope_are_listed(cast, found):
    assert found(cast.sam) == [], "Sam sees the patients of North; Zoë is at home in South"


def test_the_page_leads_to_each_file_and_the_rail_stands_on_reports(admin, cast):
    page = admin.get(PAGE).text
    assert f"/staff/maple/patients/{cast.teen.pk}/" in page
    assert "claire.laurent@mail.example" in page
    assert page.count('aria-current="page"') >= 2


def test_when_nobody_is_on_it_the_page_says_so(admin, cast):
    Patient.objects.filter(pk=cast.teen.pk).update(email="")
    assert "No teen is on a guardian's address" in admin.get(PAGE).text


def test_t42_the_file_runs_nothing(admin, cast):
    cast.teen.contacts.update(name="=HYPERLINK(1)")
    head, row = csv.reader(io.StringIO(admin.get(FILE).text.lstrip("\ufeff")))
    assert head[0] == "Patient"
    assert row[0] == "Zoë Laurent"
    assert row[4] == "'=HYPERLINK(1)"


def test_who_sees_no_reports_sees_neither_page_nor_file(client, cast):
    client.force_login(cast.nia.user)
    assert [client.get(path).status_code for path in (PAGE, FILE)] == [403, 403]


def test_the_report_asks_as_much_for_many_as_for_one(cast, acting, django_assert_max_num_queries):
    for n in range(5):
        teen = build.patient(cast.maple, f"Kid{n}", "Many", 15, cast.now, email=f"p{n}@mail.example")
        build.contact(teen, "Parent", "mother", f"p{n}@mail.example")
        build.grant(User.objects.create(email=f"p{n}@mail.example", created_at=cast.now), teen, "mother", cast.now)
    with django_assert_max_num_queries(3):
        assert len(on_a_guardians_address(acting(cast.ad))) == 6
