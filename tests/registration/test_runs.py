"""Inviting many at once: whoever can be, each once, and everybody else left out with the reason (J8, R112-R117)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from practice import outbox
from practice.access import system_actor
from practice.errors import NotAllowed, Refused
from practice.models import AccessGrant, OutboundMessage, Patient, PortalSettings, User
from registration import recipients, run_selectors, tokens
from registration.models import Invitation, InviteLine, InviteRun
from registration.services import declining, runs
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(cast, fay):
    """A practice in which nobody is left to invite."""
    for one in recipients.find(fay).recipients:
        Patient.objects.filter(pk=one.patient.pk).update(declined_at=fay.now, declined_by=fay.user)
    assert recipients.find(fay).messages == 0


@pytest.fixture
def child(cast):
    """`child("Nils", "ines@example.org")`: a child whose mother has this address."""

    def make(name, email="", age=6, email_of_child="", **facts):
        facts |= {"home_location": cast.north, "email": email_of_child}
        made = build.patient(cast.maple, name, "Quist", age, cast.now, **facts)
        build.contact(made, "Ines Quist", "mother", email)
        return made

    return make


def reasons(by) -> dict:
    return {patient.given_name: reason for patient, reason in recipients.find(by).left_out}


def work() -> None:
    """What the worker does, without its connections."""
    for run in run_selectors.unfinished():
        while runs.go_on(by=system_actor(run.practice, timezone.now(), "invites"), run=run):
            pass


def send(by, expected=None) -> InviteRun:
    expected = recipients.find(by).messages if expected is None else expected
    run = runs.start(by=by, expected=expected)
    work()
    run.refresh_from_db()
    return run


def test_r114_whoever_has_an_address_and_no_account_is_invited(alone, child, fay):
    child("Nils", "ines@example.org")
    run = send(fay)
    invitation = Invitation.objects.get(line__run=run)
    assert (invitation.email, invitation.relationship, invitation.on_file) == ("ines@example.org", "mother", True)
    assert OutboundMessage.objects.filter(subject_ref=invitation.pk).count() == 1
    assert run.finished_at


def test_j8_3_everybody_else_is_left_out_with_the_reason(alone, cast, child, fay):
    child("Without")
    child("Invalid", "ines@")
    child("Gone", "gone@example.org", status="inactive")
    child("Late", "late@example.org", status="deceased")
    child("Declined", "no@example.org")
    declining.decline(by=fay, patient=Patient.objects.get(given_name="Declined"))
    build.patient(cast.maple, "Orphan", "Quist", 6, cast.now, email="orphan@example.org")
    child("Again", "again@example.org")
    send(fay)
    found = reasons(fay)
    assert {found[name] for name in ("Without", "Invalid", "Gone", "Late")} == {
        "no_email",
        "invalid",
        "inactive",
        "deceased",
    }
    assert (found["Declined"], found["Orphan"], found["Again"]) == ("declined", "no_guardian", "lately")
    assert (found["Leo"], found["Paul"]) == ("active", "active")


def test_t14_nobody_is_invited_as_a_guardian_at_a_teens_own_address(alone, child, fay):
    child("Teen", age=15, email_of_child="teen@example.org")
    child("Small", age=7, email_of_child="family@example.org")
    assert reasons(fay)["Teen"] == "no_email"
    assert [one.email for one in recipients.find(fay).recipients] == ["family@example.org"]


def test_x29_strict_leaves_out_whoever_shares_an_address(alone, cast, child, fay):
    child("Nils", "ines@example.org")
    child("Ada", "ines@example.org")
    child("Uma", "gina@demo.example")  # who stands on Leo's file
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")
    found = reasons(fay)
    assert {found[name] for name in ("Nils", "Ada", "Uma")} == {"shared"}


def test_x30_family_sends_one_message_for_all_and_asks_each_birth_date(alone, child, fay):
    one, other = child("Nils", "ines@example.org"), child("Ada", "ines@example.org", age=8)
    assert recipients.find(fay).messages == 1
    run = send(fay, 1)
    invited = list(Invitation.objects.filter(line__run=run).order_by("patient__given_name"))
    assert len({invitation.group for invitation in invited}) == 1
    assert OutboundMessage.objects.filter(notice="patient.invited").count() == 1
    first = Invitation.objects.get(pk=OutboundMessage.objects.get(notice="patient.invited").subject_ref)
    second = next(invitation for invitation in invited if invitation != first)
    browser = Client()
    path = f"/welcome/{tokens.token(first)}/"
    browser.post(path, {"born_on": str(Patient.objects.get(pk=first.patient_id).born_on)})
    answer = browser.post(path, {"name": "Ines Quist", "password": "four dull grey pebbles", "terms": "on"})
    assert answer["Location"] == f"/welcome/{tokens.token(second)}/"
    assert browser.post(answer["Location"], {"terms": "on"}).status_code == 422
    browser.post(answer["Location"], {"born_on": str(Patient.objects.get(pk=second.patient_id).born_on)})
    assert browser.post(answer["Location"], {"terms": "on"}).status_code == 302
    user = User.objects.get(email="ines@example.org")
    assert set(AccessGrant.objects.filter(user=user).values_list("patient", flat=True)) == {one.pk, other.pk}


def test_pressing_twice_and_two_administrators_send_nothing_twice(alone, cast, acting, child, fay):
    child("Nils", "ines@example.org")
    run = runs.start(by=fay, expected=1)
    assert runs.start(by=acting(cast.ad, at=fay.now), expected=1) == run
    work()
    work()
    assert OutboundMessage.objects.filter(notice="patient.invited").count() == 1
    with pytest.raises(Refused) as refused:
        runs.start(by=fay, expected=0)
    assert refused.value.code == "nobody"


def test_the_number_that_changed_is_shown_again_before_anything_is_sent(alone, client, cast, child, fay):
    child("Nils", "ines@example.org")
    client.force_login(cast.fay.user)
    assert b"Send (1) invites" in client.get("/staff/maple/portal/invites/").content
    child("Ada", "olav@example.org")
    answer = client.post("/staff/maple/portal/invites/", {"expected": "1"})
    assert answer.status_code == 422
    assert b"2 invites would be sent" in answer.content
    assert b"Send (2) invites" in answer.content
    assert not InviteRun.objects.exists()
    assert client.post("/staff/maple/portal/invites/", {"expected": "2"}).status_code == 302


def test_whoever_came_in_meanwhile_gets_nothing(alone, cast, child, fay):
    nils = child("Nils", "ines@example.org")
    run = runs.start(by=fay, expected=1)
    build.grant(cast.gina, nils, "other", fay.now - timedelta(days=1))
    work()
    assert InviteLine.objects.get(run=run, patient=nils).left_out == "active"
    assert not OutboundMessage.objects.filter(notice="patient.invited").exists()


def test_how_far_each_has_come_is_said(alone, child, fay):
    for name in ("Activated", "Opened", "Sent", "Bounced", "Failed", "Expired", "Queued"):
        child(name, f"{name.lower()}@example.org")
    run = send(fay)

    def of(name):
        return Invitation.objects.get(line__run=run, patient__given_name=name)

    outcomes = {"Bounced": ("failed", "Permanent"), "Failed": ("failed", "TimeoutError"), "Queued": ("queued", "")}
    for line in run.lines.filter(left_out="").select_related("invitation", "patient"):
        status, error = outcomes.get(line.patient.given_name, ("sent", ""))
        OutboundMessage.objects.filter(subject_ref=line.invitation.pk).update(status=status, error=error)
    Invitation.objects.filter(pk=of("Activated").pk).update(status="used", used_at=fay.now, used_by=fay.user)
    Invitation.objects.filter(pk=of("Opened").pk).update(opened_at=fay.now)
    Invitation.objects.filter(pk=of("Expired").pk).update(expires_at=fay.now - timedelta(seconds=1))
    found, _further = run_selectors.lines(fay, run)
    assert {one.line.patient.given_name: one.word for one in found} == {name: name for name in run_words()}
    progress = run_selectors.progress(fay, run)
    assert (progress.total, progress.done) == (7, 6)


def run_words():
    return ("Activated", "Opened", "Sent", "Bounced", "Failed", "Expired", "Queued")


def test_j8_4_the_page_of_a_run_shows_its_progress_and_survives_being_closed(alone, client, cast, child, fay):
    child("Nils", "ines@example.org")
    client.force_login(cast.fay.user)
    url = client.post("/staff/maple/portal/invites/", {"expected": "1"})["Location"]
    assert b"0 of 1" in client.get(url).content
    assert client.get("/staff/maple/portal/invites/")["Location"] == url
    work()
    for row in OutboundMessage.objects.filter(notice="patient.invited"):
        outbox.deliver(row.pk)
    assert len(mail.outbox) == 1
    assert b"1 patient, all done" in client.get(url).content


def test_who_may_not_manage_access_sends_no_invites(cast, acting, client):
    with pytest.raises(NotAllowed):
        runs.start(by=acting(cast.sam), expected=0)
    client.force_login(cast.sam.user)
    assert client.get("/staff/maple/portal/invites/").status_code == 403
