"""New insurance from the portal: beside the chart's, accepted into it, taken back (R63-R66)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from messaging import selectors
from messaging.models import InsuranceChange
from messaging.services import asks, charting, completing, forwarding
from practice import insurance as room
from practice.errors import NotAllowed, Refused
from practice.models import InsurancePolicy, StaffMember
from practice.selectors import chart
from practice.services import insurance as chart_doors
from tests import build

BLUE = {"company": "Bluewater", "member_number": "B-2", "group_number": "M-20"}


@pytest.fixture
def thread(cast, acting):
    return asks.report_insurance(by=acting(cast.gina), patient=cast.leo, **BLUE)


@pytest.fixture
def acme(cast):
    row = build.insurance(cast.leo, "Acme", "A-1", cast.fay)
    row.starts_on -= timedelta(days=90)
    row.save(update_fields=["starts_on"])
    return row


@pytest.fixture
def fay(cast, acting):
    return acting(cast.fay)


@pytest.fixture
def accept(fay, thread):
    def send(by=fay, seen=None, **more):
        seen = room.print_of(chart.insurance(fay, thread.patient)) if seen is None else seen
        return charting.accept_insurance(by=by, thread=thread, seen=seen, starts_on=chart.today(fay), **more)

    return send


def refused(call, code: str, *, saying: str = ""):
    with pytest.raises(Refused) as said:
        call()
    assert said.value.code == code
    assert saying in said.value.message


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_accepting_ends_the_old_policy_and_makes_the_new_one(cast, fay, acme, thread, accept):
    blue = accept()
    assert chart.insurance(fay, cast.leo) == blue
    assert {name: getattr(blue, name) for name in BLUE} == BLUE
    acme.refresh_from_db()
    assert acme.ended_on == blue.starts_on == chart.today(fay)
    assert InsuranceChange.objects.get().policy == blue
    last = selectors.messages_of(fay, thread).last()
    assert (last.body, last.shown_to) == ("Fay Lindgren accepted it into the chart: Bluewater.", "internal")


def test_where_the_chart_has_none_it_is_the_first(cast, fay, accept):
    assert chart.insurance(fay, cast.leo) is None
    assert accept(seen="").replaces is None


def test_the_patient_sees_nothing_of_it(cast, acting, thread, accept):
    accept()
    assert [m.number for m in selectors.messages_of(acting(cast.gina), thread)] == [1]
    assert InsurancePolicy.objects.visible_to(acting(cast.gina)).count() == 0


def test_a_chart_that_changed_meanwhile_refuses_and_says_what_is_there_now(cast, fay, acme, accept):
    seen = room.print_of(acme)
    facts = {"company": "Acme", "member_number": "A-9", "starts_on": acme.starts_on}
    chart_doors.edit_policy(by=fay, policy=acme, **facts)
    refused(lambda: accept(seen=seen), "chart_changed", saying="Acme, A-9")
    chart_doors.end_policy(by=fay, policy=acme, ended_on=chart.today(fay))
    refused(lambda: accept(seen=seen), "chart_changed", saying="no current insurance")
    assert InsuranceChange.objects.get().policy is None
    assert accept()


def test_it_is_accepted_once(acme, accept):
    key = uuid.uuid4()
    assert accept(request_key=key) == accept(seen="", request_key=key)
    refused(lambda: accept(seen=""), "accepted_before")
    assert InsurancePolicy.objects.count() == 2


def test_what_the_chart_says_already_is_not_accepted(cast, fay, thread, accept):
    build.insurance(cast.leo, "BLUEWATER", "b-2", cast.fay, "M-20")
    refused(accept, "same_insurance")


def test_taking_back_restores_what_was_there(cast, fay, acme, thread, accept):
    accept()
    charting.take_back_insurance(by=fay, thread=thread)
    assert chart.insurance(fay, cast.leo) == acme
    assert list(InsurancePolicy.objects.all()) == [acme]
    charting.take_back_insurance(by=fay, thread=thread)
    assert accept()


def test_what_was_corrected_or_replaced_since_is_not_taken_back(cast, fay, acme, thread, accept):
    blue = accept()
    facts = {"company": "Bluewater", "member_number": "B-3", "starts_on": blue.starts_on}
    chart_doors.edit_policy(by=fay, policy=blue, **facts)
    refused(lambda: charting.take_back_insurance(by=fay, thread=thread), "insurance_corrected")
    chart_doors.edit_policy(by=fay, policy=blue, starts_on=blue.starts_on, **BLUE)
    third = {"company": "Third", "member_number": "3", "starts_on": blue.starts_on}
    chart_doors.add_policy(by=fay, patient=cast.leo, **third)
    refused(lambda: charting.take_back_insurance(by=fay, thread=thread), "insurance_moved_on")
    assert InsuranceChange.objects.get().policy == blue


def test_completing_without_accepting_or_answering_stays_possible(fay, thread):
    assert completing.complete(by=fay, thread=thread).completed_at
    assert thread.answered_at is None


def test_only_who_keeps_the_patients_insurance_accepts(cast, acting, thread, accept):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["prescribing"])
    cast.ada.refresh_from_db()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    with pytest.raises(NotAllowed):
        accept(by=acting(cast.ada))
    with pytest.raises(NotAllowed):
        charting.take_back_insurance(by=acting(cast.gina), thread=thread)


def test_r56_whoever_got_it_without_prior_text_accepts_nothing(cast, acting, thread, accept):
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], include_prior=False)
    with pytest.raises(NotAllowed):
        accept(by=acting(cast.nia))


# --- pages ---


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()


@pytest.fixture
def page(client, cast, thread):
    client.force_login(cast.fay.user)
    return lambda: client.get(reverse("staff:messaging:tab", args=["maple", "open"]), {"selected": thread.pk})


def url(name, thread) -> str:
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk])


def test_the_panel_shows_both_and_accepts_on_the_spot(client, cast, acme, thread, page):
    shown = page()
    for said in ("In the chart", "Reported", "A-1", "B-2", "Accept into the chart", "Acme ends on that day."):
        assert said in words(shown)
    panel = shown.context["insurance"]
    sent = {"seen": panel["seen"], "starts_on": panel["today"], "request_key": panel["request_key"]}
    back = shown.wsgi_request.get_full_path()
    for _twice in range(2):
        done = client.post(url("insurance", thread), {**sent, "next": back}, follow=True)
        assert done.redirect_chain[-1][0] == back
        assert "It is in the chart now." in words(done)
    assert "Before" in words(done)
    undone = client.post(url("insurance_back", thread), {"next": back}, follow=True)
    assert "It is out of the chart again." in words(undone)
    assert "Accept into the chart" in words(undone)


def test_a_refusal_shows_the_chart_as_it_is_now_and_keeps_what_was_typed(client, cast, fay, acme, thread, page):
    seen = page().context["insurance"]["seen"]
    third = {"company": "Third", "member_number": "T-3", "starts_on": chart.today(fay)}
    chart_doors.add_policy(by=fay, patient=cast.leo, **third)
    refusal = client.post(url("insurance", thread), {"seen": seen, "starts_on": "2030-01-02", "next": "/"})
    assert refusal.status_code == 422
    for said in ("The chart changed meanwhile: it now says Third, T-3", "T-3", 'value="2030-01-02"'):
        assert said in words(refusal)
    fresh = refusal.context["insurance"]["seen"]
    assert client.post(url("insurance", thread), {"seen": fresh, "starts_on": "2030-01-02"}).status_code == 302


@pytest.mark.parametrize("starts_on", ["", "soon", "1850-01-01"])
def test_a_start_that_cannot_be_is_refused(client, cast, acme, thread, page, starts_on):
    seen = page().context["insurance"]["seen"]
    sent = {"seen": seen, "starts_on": starts_on}
    assert client.post(url("insurance", thread), sent).status_code == 422


def test_other_kinds_of_messages_have_no_such_page(client, cast, write, page):
    other = write()
    assert client.get(url("insurance", other)).status_code == 404
    assert client.get(url("referral", other)).status_code == 404
