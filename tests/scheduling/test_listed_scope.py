"""A scheduler with a list of patients sees only their requests: list, badge, calendar, address (R4)."""

import pytest

from practice.models import StaffMember
from practice.services import staff
from scheduling import selectors


@pytest.fixture
def sam(cast, acting, client):
    """Sam, who sees Leo and nobody else."""
    by = acting(cast.ad)
    staff.edit_staff(by=by, member=cast.sam, duties=["scheduling", "messages"], patient_scope="listed")
    staff.list_patient(by=by, member=cast.sam, patient=cast.leo)
    client.force_login(cast.sam.user)
    return StaffMember.objects.get(pk=cast.sam.pk)


@pytest.fixture
def both(cast, sam, ask):
    """Leo's request and Paul's."""
    leos = ask(cast.gina, patient=cast.leo, case=cast.leo.cases.get(name="Primary care"))
    return leos, ask()


def test_the_list_and_the_badge_count_the_same_requests(acting, sam, both):
    leos, _pauls = both
    assert list(selectors.requests(acting(sam))) == [leos]
    assert selectors.pending_count(acting(sam)) == 1


def test_the_calendar_draws_only_their_requests(acting, cast, sam, both, at):
    sheet = selectors.day_sheet(acting(sam), cast.north, at("2026-10-21 09:00").date())
    drawn = [item.request for column in sheet.columns for item in column.items if item.request]
    assert drawn == [both[0]]


def test_the_address_of_another_request_is_not_found(client, sam, both):
    leos, pauls = both
    assert client.get(f"/staff/maple/schedule/requests/{leos.pk}/").status_code == 200
    assert client.get(f"/staff/maple/schedule/requests/{pauls.pk}/").status_code == 404
