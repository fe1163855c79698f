"""J8: duplicates are looked at, many are invited at once with the browser closed, and each is told how far it came."""

import re

import pytest
from playwright.sync_api import expect

from practice.models import Patient
from registration import recipients, tokens
from registration.models import Invitation
from tests import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def shared(cast) -> list[Patient]:
    """Two children on their mother's address, and one who is to have another."""
    made = [
        build.patient(cast.maple, name, "Quist", age, cast.now) for name, age in (("Nils", 6), ("Ada", 8), ("Uma", 9))
    ]
    for child in made:
        build.contact(child, "Ines Quist", "mother", "ines@example.org")
    return made


def test_j8_an_administrator_invites_everybody_and_closes_the_browser(
    cast, enter, open_page, acting, celery_worker, smtp, shared
):
    adele = enter(cast.ad)
    adele.goto("/staff/maple/reports/patients/")
    adele.get_by_text("Filter by e-mail").click()
    adele.get_by_label("Duplicates").check()
    adele.get_by_role("button", name="Apply").click()
    group = adele.get_by_role("region", name=re.compile("ines@example.org"))
    expect(group.get_by_role("link")).to_have_count(3)
    group.get_by_role("link", name=re.compile("Uma")).click()
    expect(adele.get_by_role("heading", name="Uma Quist")).to_be_visible()
    shared[2].contacts.update(email="olav@example.org")

    adele.goto("/staff/maple/portal/")
    adele.get_by_role("link", name="Invite Patients to Portal").click()
    expected = recipients.find(acting(cast.ad)).messages
    adele.get_by_role("button", name=f"Send ({expected}) invites").click()
    expect(adele).to_have_url(re.compile("/portal/invites/.+"))
    url = adele.url
    adele.close()

    again = enter(cast.ad)
    again.goto(url)
    expect(again.get_by_role("heading", name="are done")).to_be_visible(timeout=30_000)
    row = again.get_by_role("row", name=re.compile("Nils Quist"))
    expect(row).to_contain_text("Sent")
    assert sum(mail["To"] == "ines@example.org" for mail in smtp.messages) == 1

    invitation = Invitation.objects.get(patient=shared[0], status="issued")
    link = f"/welcome/{tokens.token(invitation)}/"
    guardian = open_page("phone")
    guardian.goto(link)
    guardian.get_by_label("Birth date of the patient").fill(shared[0].born_on.isoformat())
    guardian.get_by_role("button", name="Continue").click()
    guardian.get_by_label("Password").fill("four dull grey pebbles")
    guardian.get_by_label("I accept the terms").check()
    guardian.get_by_role("button", name="Create account").click()
    guardian.get_by_label("Birth date of the patient").fill(shared[1].born_on.isoformat())
    guardian.get_by_role("button", name="Continue").click()
    guardian.get_by_label("I accept the terms").check()
    guardian.get_by_role("button", name="Accept").click()
    expect(guardian.get_by_role("navigation", name="Person").get_by_role("link", name="Ada")).to_be_visible()
    again.reload()
    expect(again.get_by_role("row", name=re.compile("Nils Quist"))).to_contain_text("Activated")
