"""What stands around each page: what one may open and nothing else, counts that are true, few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practice.models import OutboundMessage
from tests import build
from tests.walks import growth

INBOX_BUDGET = 8


def rail(client, url: str) -> list[str]:
    return [str(item.label) for item in client.get(url).context["nav"]]


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (
            "ad",
            [
                "Dashboard",
                "Message Center",
                "Schedule",
                "Patients",
                "Reports",
                "Patient Portal",
                "Staff Directory",
                "Locations & Cases",
            ],
        ),
        ("sam", ["Dashboard", "Message Center", "Schedule", "Patients"]),
        ("fay", ["Dashboard", "Message Center", "Schedule", "Patients", "Reports"]),
        ("nia", ["Message Center", "Patients"]),
    ],
)
def test_the_rail_holds_what_a_person_may_open(client, cast, who, labels):
    client.force_login(getattr(cast, who).user)
    assert rail(client, "/staff/maple/patients/") == labels
    for item in client.get("/staff/maple/patients/").context["nav"]:
        assert client.get(item.url, follow=True).status_code == 200


def test_the_rail_counts_what_waits(client, cast):
    growth.grow(cast, 3)
    client.force_login(cast.sam.user)
    _dashboard, inbox, schedule, patients = client.get("/staff/maple/patients/").context["nav"]
    assert (inbox.count, inbox.count_label) == (6, "6 unread")
    assert not schedule.count
    assert not patients.count
    assert patients.current
    assert not inbox.current


@pytest.mark.parametrize(("who", "page"), [("sam", "portal:dashboard"), ("nia", "messaging:inbox")])
def test_a_day_starts_on_the_first_page_one_may_open(client, cast, who, page):
    client.force_login(getattr(cast, who).user)
    assert client.get("/staff/maple/")["Location"] == reverse(f"staff:{page}", args=["maple"])


def test_the_practices_are_links_and_only_ones_own(client, cast):
    client.force_login(cast.fay.user)
    practices = client.get("/staff/maple/patients/").context["practices"]
    assert [(p["name"], p["current"]) for p in practices] == [
        ("Maple Pediatrics", True),
        ("Riverside Family Medicine", False),
    ]
    assert client.get(practices[1]["url"], follow=True).status_code == 200


def test_changing_the_person_stays_on_the_same_page(client, cast):
    client.force_login(cast.gina)
    mia, leo, add = client.get(f"/my/maple/{cast.leo.pk}/messages/").context["people"]
    assert add["url"] == reverse("my:registration:add_child", args=["maple", cast.leo.pk])
    assert (mia["name"], mia["current"], leo["current"]) == ("Mia", False, True)
    assert mia["url"] == reverse("my:messaging:threads", args=["maple", cast.mia.pk])


def test_a_guardian_finds_practices_where_they_act_for_somebody(client, cast):
    build.grant(cast.gina, cast.tom, "other", cast.now)
    client.force_login(cast.gina)
    practices = client.get(f"/my/maple/{cast.leo.pk}/").context["practices"]
    assert [practice["name"] for practice in practices] == ["Maple Pediatrics", "Riverside Family Medicine"]
    assert client.get(practices[1]["url"]).status_code == 200


def test_administrators_are_told_when_mail_waits(client, cast):
    row = OutboundMessage(practice=cast.maple, notice="x", subject_ref=cast.leo.pk, key="x", created_at=cast.now)
    row.due_at = cast.now - timedelta(minutes=20)
    row.save()
    client.force_login(cast.ad.user)
    assert "Mail has waited" in client.get("/staff/maple/patients/").content.decode()
    client.force_login(cast.fay.user)
    assert "Mail has waited" not in client.get("/staff/maple/patients/").content.decode()


def queries(client, url: str, **headers) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url, headers=headers).status_code == 200
    return len(asked)


def test_the_inbox_stays_within_its_budget(client, cast):
    growth.grow(cast, 30)
    client.force_login(cast.sam.user)
    assert queries(client, "/staff/maple/messages/") <= INBOX_BUDGET


def test_a_fragment_does_not_pay_for_the_frame(client, cast):
    client.force_login(cast.sam.user)
    whole = queries(client, "/staff/maple/patients/")
    assert queries(client, "/staff/maple/patients/", **{"HX-Request": "true"}) < whole
