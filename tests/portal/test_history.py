"""`History` of the Patient File: who did or read what about a patient, in words (R123, settled 7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from messaging.services import patient as patient_doors
from portal.history import READ
from practice.errors import NotAllowed, NotVisible
from practice.models import AuditEvent, StaffMember
from practice.selectors.history import PAGE, history
from practice.services import flags
from tests import build


@pytest.fixture
def page(client, cast):
    """`page(cast.nia, show=…)`: the history of Leo as this staff member gets it."""

    def got(who, **query):
        client.force_login(who.user)
        return client.get(reverse("staff:portal:history", args=["maple", cast.leo.pk]), query)

    return got


def lines(answer) -> list[tuple]:
    return [
        (line["who"], str(line["side"]), str(line["what"]), line["refused"])
        for _day, those in answer.context["days"]
        for line in those
    ]


# --- what it says ---


def test_it_says_who_did_what_from_which_side_newest_first(cast, acting, page):
    patient_doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="Cough", body="Since Tuesday.")
    later = acting(cast.nia, at=cast.now + timedelta(seconds=1))
    flags.record_flag(by=later, patient=cast.leo, kind="allergy", text="Penicillin")
    answer = page(cast.nia)
    assert lines(answer) == [
        ("Nia Okonkwo", "Practice", "Recorded an allergy or alert", False),
        ("Gina Garcia", "Patient Portal", "Sent a new message", False),
    ]


def test_nothing_that_people_wrote_is_in_it(cast, acting, page):
    patient_doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="Hives again", body="Since Tuesday.")
    answer = page(cast.nia, show="everything")
    assert "Hives again" not in answer.text
    assert "Since Tuesday" not in answer.text


def test_looking_is_in_everything_and_not_among_the_changes(cast, page):
    assert "No change yet" in page(cast.nia).text
    assert lines(page(cast.nia, show="everything")) == [
        ("Nia Okonkwo", "Practice", "Opened the Patient File, 2 times", False)
    ]


def test_looking_again_and_again_is_one_line_and_each_change_one_of_its_own(cast, acting, page):
    for n in range(2):
        at = cast.now - timedelta(seconds=n)
        flags.record_flag(by=acting(cast.fay, at=at), patient=cast.leo, kind="alert", text=f"{n}")
    page(cast.nia)
    answer = page(cast.nia, show="everything")
    said = [what for _who, _side, what, _refused in lines(answer)]
    assert said == ["Opened the Patient File, 2 times", *["Recorded an allergy or alert"] * 2]


def test_what_was_refused_says_so(cast, acting, page):
    cast.rita.duties = ["scheduling"]
    with pytest.raises(NotAllowed):
        flags.record_flag(by=acting(cast.rita), patient=cast.leo, kind="allergy", text="Latex")
    assert lines(page(cast.nia)) == [("Rita Salas", "Practice", "Recorded an allergy or alert", True)]
    assert "Refused" in page(cast.nia).text


def test_what_happens_by_itself_is_told_from_what_people_do(cast, page):
    AuditEvent.objects.create(
        at=cast.now,
        practice_ref=cast.maple.pk,
        patient_ref=cast.leo.pk,
        hat="system",
        actor_name="offers",
        action="request.offer_ended",
    )
    assert lines(page(cast.nia)) == [("Frontdesk", "Automatic", "Ended an offer of times that ran out", False)]


def test_times_are_of_the_practices_clock(cast, acting, page):
    """Ten in the evening in Albany is the next day in London."""
    at = cast.now.replace(year=2025, month=3, day=4, hour=3, minute=0)
    flags.record_flag(by=acting(cast.nia, at=at), patient=cast.leo, kind="alert", text="x")
    (day, (line,)) = page(cast.nia).context["days"][0]
    assert (day, line["time"]) == ("Monday, March 3, 2025", "10:00 pm")


def test_pages_follow_each_other(cast, acting, page):
    for n in range(PAGE + 10):
        AuditEvent.objects.create(
            at=cast.now - timedelta(minutes=n // 3),  # several at the same moment
            practice_ref=cast.maple.pk,
            patient_ref=cast.leo.pk,
            user_ref=cast.fay.user.pk,
            hat="staff",
            action="patient.edited",
        )
    first = page(cast.nia)
    assert len(lines(first)) == PAGE
    following = page(cast.nia, after=history(acting(cast.nia), cast.leo, but=list(READ)).after)
    assert len(lines(following)) == 10
    assert "Newest" in following.text


@pytest.mark.parametrize(
    "after", ["x", "~1", "2026-01-01~2", "2026-01-01T00:00+00:00~x", f"9999-12-31T23:59Z~{'9' * 30}"]
)
def test_a_key_nobody_made_starts_anew(cast, acting, after):
    flags.record_flag(by=acting(cast.nia), patient=cast.leo, kind="alert", text="x")
    assert history(acting(cast.nia), cast.leo, after=after).events == history(acting(cast.nia), cast.leo).events


def test_what_a_door_of_former_times_did_is_not_left_out(cast, page):
    AuditEvent.objects.create(
        at=cast.now, practice_ref=cast.maple.pk, patient_ref=cast.leo.pk, hat="staff", action="chart.faxed"
    )
    assert lines(page(cast.nia)) == [("Not signed in", "Practice", "chart.faxed", False)]


# --- who may see it ---


@pytest.mark.parametrize(("duty", "status"), [
    ("admin", 403), ("scheduling", 403), ("messages", 200), ("registration", 200), ("prescribing", 200),
])  # fmt: skip
def test_it_is_for_those_who_may_see_charts(cast, page, duty, status):
    StaffMember.objects.filter(pk=cast.rita.pk).update(duties=[duty])
    assert page(cast.rita).status_code == status


def test_the_tab_is_the_last_one_for_who_may_and_absent_for_others(client, cast, page):
    assert [str(tab["label"]) for tab in page(cast.nia).context["tabs"]][-1] == "History"
    StaffMember.objects.filter(pk=cast.rita.pk).update(duties=["scheduling"])
    client.force_login(cast.rita.user)
    tabs = client.get(reverse("staff:portal:file", args=["maple", cast.leo.pk])).context["tabs"]
    assert "History" not in [str(tab["label"]) for tab in tabs]


def test_out_of_scope_next_door_and_on_the_patients_side_there_is_none(cast, acting):
    for who, patient in ((cast.sam, cast.teen), (cast.olga, cast.leo), (cast.gina, cast.leo)):
        with pytest.raises(NotVisible):
            history(acting(who), patient)
    cast.sam.duties = ["scheduling"]
    with pytest.raises(NotAllowed):
        history(acting(cast.sam), cast.leo)


def test_it_holds_what_was_done_at_this_practice_about_this_patient_alone(cast, acting):
    flags.record_flag(by=acting(cast.nia), patient=cast.mia, kind="alert", text="x")
    AuditEvent.objects.create(
        at=cast.now, practice_ref=cast.riverside.pk, patient_ref=cast.leo.pk, hat="staff", action="patient.opened"
    )
    assert history(acting(cast.nia), cast.leo).events == []


def test_the_names_of_everybody_come_with_the_rows(cast, acting, django_assert_num_queries):
    for n in range(5):
        user = build.user(f"u{n}@mail.example", f"Person {n}", cast.now)
        AuditEvent.objects.create(
            at=cast.now,
            practice_ref=cast.maple.pk,
            patient_ref=cast.leo.pk,
            user_ref=user.pk,
            hat="patient",
            action="thread.shown",
        )
    by = acting(cast.nia)
    with django_assert_num_queries(1):
        assert {event.who for event in history(by, cast.leo).events} == {f"Person {n}" for n in range(5)}
