"""Reports, Patient Summary: every address on file, and those that several patients share (R109, J8 steps 1 and 2)."""

import pytest

from practice.selectors import summary
from tests import build

pytestmark = pytest.mark.django_db
URL = "/staff/maple/reports/patients/"


@pytest.fixture
def adele(client, cast):
    client.force_login(cast.ad.user)
    return client


def test_j8_1_duplicates_stand_together_with_the_way_to_each_file(adele, cast):
    ada = build.patient(cast.maple, "Ada", "Quist", 6, cast.now)
    build.contact(ada, "Ines", "mother", "hugo@demo.example")
    page = adele.get(URL, {"duplicates": "1"}).content.decode()
    assert "hugo@demo.example" in page
    assert f"/staff/maple/patients/{ada.pk}/" in page
    assert "paul@demo.example" not in page


def test_one_fixed_address_is_no_duplicate_any_more(adele, cast, acting):
    shared = {group.address for group in summary.shared(acting(cast.ad))[0]}
    assert "gina@demo.example" in shared
    cast.mia.contacts.update(email="")
    assert "gina@demo.example" not in {group.address for group in summary.shared(acting(cast.ad))[0]}


def test_the_list_is_narrowed_to_a_part_of_an_address_and_to_patients_without(adele, cast):
    page = adele.get(URL, {"email": " HUGO@"}).content.decode()
    assert "Leo Garcia" in page
    assert "Paul Novak" not in page
    bare = build.patient(cast.maple, "Bare", "Quist", 6, cast.now)
    page = adele.get(URL, {"without": "1"}).content.decode()
    assert bare.name in page
    assert "Leo Garcia" not in page


def test_t42_the_file_is_safe_to_open(adele, cast):
    build.patient(cast.maple, "=cmd", "Quist", 40, cast.now, email="x@example.org")
    answer = adele.get("/staff/maple/reports/patients.csv", {"email": "x@example"})
    assert "'=cmd Quist" in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]


def test_who_may_see_no_reports_sees_no_summary(client, cast):
    client.force_login(cast.sam.user)
    assert client.get(URL).status_code == 403
