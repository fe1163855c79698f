"""The page behind an invitation link (X24)."""

import pytest
from django.urls import reverse

from practice import invitations
from practice.models import StaffMember
from practice.services import staff


@pytest.fixture
def invited(cast, acting, settings):
    """`invited("kim@maple.example")`: the member, invited just now on the pages' own clock."""
    from django.utils import timezone

    def invite(email):
        return staff.invite_staff(by=acting(cast.ad, at=timezone.now()), email=email, duties=["messages"])

    return invite


def link(member) -> str:
    return reverse("join", args=[invitations.token(member)])


def test_a_scanner_that_opens_the_link_changes_nothing(client, invited):
    kim = invited("kim@maple.example")
    for method in (client.get, client.head, client.get):
        assert method(link(kim)).status_code == 200
    kim.refresh_from_db()
    assert kim.joined_at is None
    assert kim.invite_nonce is not None


def test_a_new_colleague_chooses_a_name_and_a_password_and_is_in(client, invited):
    kim = invited("kim@maple.example")
    page = client.post(link(kim), {"name": "Kim Park", "password": "short"})
    assert page.status_code == 422
    assert "Kim Park" in page.text
    answer = client.post(link(kim), {"name": "Kim Park", "password": "four words in a row"})
    assert answer.url == "/staff/maple/"
    assert client.get("/staff/maple/messages/").status_code == 200


def test_links_that_no_longer_work_answer_alike(client, invited, cast, acting):
    replaced, withdrawn = invited("kim@maple.example"), invited("lou@maple.example")
    dead = [link(replaced), link(withdrawn), reverse("join", args=["forged"])]
    staff.resend_invitation(by=acting(cast.ad), member=replaced)
    staff.deactivate_staff(by=acting(cast.ad), member=withdrawn)
    answers = {(page.status_code, page.content) for page in map(client.get, dead)}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_known_login_signs_in_with_its_password_first(client, invited, cast):
    member = invited("gina@demo.example")
    page = client.get(link(member))
    assert "/signin/?next=" in page.text
    assert client.post(link(member), {"name": "Eve", "password": "four words in a row"}).status_code == 200
    client.force_login(cast.hugo)
    client.post(link(member))
    assert StaffMember.objects.get(pk=member.pk).joined_at is None
    client.force_login(cast.gina)
    assert client.post(link(member)).url == "/staff/maple/"
    assert StaffMember.objects.get(pk=member.pk).is_active


def test_the_page_is_kept_by_no_cache(client, invited):
    assert "no-store" in client.get(link(invited("kim@maple.example")))["Cache-Control"]


def test_the_name_the_operator_gave_is_there_already(client, invited):
    kim = invited("kim@maple.example")
    assert client.get(link(kim)).context["form"]["name"].value() == ""
    kim.user.name = "Kim Park"
    kim.user.save()
    assert client.get(link(kim)).context["form"]["name"].value() == "Kim Park"
