"""The pages of registering: what is asked, what comes back refused, and a PIN that is shown once."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.demo import PASSWORD
from practice import outbox
from practice.models import OutboundMessage, PortalSettings, TextOptOut
from registration import pins, register_views
from registration.models import Invitation
from tests import build

pytestmark = pytest.mark.django_db
MOBILE = "+15550104431"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def zoe(cast):
    """A child without anybody in the portal, with a mother who has an address."""
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now, home_location=cast.north)
    build.contact(child, "Ines Quist", "mother", "ines@example.org", MOBILE)
    return child


@pytest.fixture
def fay(client, cast):
    client.post("/signin/", {"name": "fay@demo.example", "password": PASSWORD})
    return client


def at(patient, name="register") -> str:
    return reverse(f"staff:registration:{name}", args=["maple", patient.pk])


def shown(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def fields(page: str) -> dict:
    """What the form would send as it stands."""
    found = dict(re.findall(r'<input type="(?:hidden|text|email|tel)" name="(\w+)" value="([^"]*)"', page))
    return found | {"proof": "pin", "channel": "email", "relationship": "mother", "level": "full"}


def send(client, patient, **facts):
    facts = fields(shown(client.get(at(patient)))) | facts
    return client.post(at(patient), facts)


def test_r80_r81_pin_and_e_mail_are_chosen_and_the_address_is_the_charts(fay, zoe):
    page = shown(fay.get(at(zoe)))
    assert re.search(r'name="proof" value="pin"[^>]* checked', page)
    assert re.search(r'name="channel" value="email"[^>]* checked', page)
    assert 'value="ines@example.org"' in page
    for name in ("Verification Question", "Text Message", "Do not send PIN", "Cell Phone", "Cell Carrier", "Print PIN"):
        assert name in page


def test_j4_complete_registration_says_where_the_mail_goes(fay, zoe):
    answer = send(fay, zoe)
    assert answer["Location"] == reverse("staff:portal:file", args=["maple", zoe.pk])
    page = shown(fay.get(answer["Location"]))
    assert "An e-mail is on its way to ines@example.org" in page
    assert "Pending" in page


def test_it_goes_back_to_where_somebody_came_from(fay, zoe):
    back = reverse("staff:portal:patients", args=["maple"])
    page = shown(fay.get(at(zoe)))
    assert fay.post(f"{at(zoe)}?next={back}", fields(page))["Location"] == back
    outside = fay.post(f"{at(zoe)}?next=https://elsewhere.example/", fields(page))
    assert "elsewhere" not in outside["Location"]


def test_x33_r87_what_the_way_of_delivery_needs_is_asked_for_beside_its_field(fay, zoe):
    answer = send(fay, zoe, channel="text", phone="(555) 010-4431")
    assert answer.status_code == 422
    assert "Cell Carrier is required for text messages" in shown(answer)
    assert "(555) 010-4431" in shown(answer)
    assert send(fay, zoe, email="").status_code == 422
    assert send(fay, zoe, email="nonsense").status_code == 422
    assert not Invitation.objects.exists()
    assert send(fay, zoe, channel="text", carrier="verizon").status_code == 302


def test_settled_33_a_question_is_not_left_unsent(fay, zoe):
    facts = {"proof": "question", "question": "First pet?", "answer": "Rex"}
    answer = send(fay, zoe, **facts, channel="none")
    assert answer.status_code == 422
    assert "A verification question goes with a link" in shown(answer)
    assert send(fay, zoe, **facts).status_code == 302
    assert "Rex" not in shown(fay.get(at(zoe)))
    assert "Rex" not in shown(fay.get(reverse("staff:portal:access", args=["maple", zoe.pk])))


def test_r84_r85_nothing_is_sent_and_the_pin_is_shown_once(fay, zoe, cast):
    answer = send(fay, zoe, channel="none", print_pin="on")
    made = Invitation.objects.get()
    assert not OutboundMessage.objects.exists()
    assert answer["Location"] == at(zoe, "pin")
    page = shown(fay.get(answer["Location"]))
    for said in ("Maple Pediatrics", pins.spoken(made), "http://localhost:8000/pin/maple/", "Works until", "<svg"):
        assert said in page
    assert " style=" not in page
    fay.post(at(zoe, "close_pin"))
    again = fay.get(at(zoe, "pin"))
    assert again["Location"] == at(zoe)
    assert pins.spoken(made) not in shown(fay.get(at(zoe)))


def test_the_pin_is_shown_to_nobody_else_and_not_for_long(fay, zoe, monkeypatch):
    send(fay, zoe, channel="none")
    colleague = Client()
    colleague.post("/signin/", {"name": "fay@demo.example", "password": PASSWORD})
    assert colleague.get(at(zoe, "pin")).status_code == 302
    assert fay.get(at(zoe, "pin")).status_code == 200
    monkeypatch.setattr(register_views, "SHOWN_FOR", timedelta(0))
    send(fay, zoe, channel="none", replace_pin="on")
    assert fay.get(at(zoe, "pin")).status_code == 302


def test_v31_a_pin_that_is_not_sent_along_is_shown(fay, zoe, cast):
    PortalSettings.objects.filter(practice=cast.maple).update(pin_in_message=False)
    assert send(fay, zoe)["Location"] == at(zoe, "pin")


def test_v11_who_comes_second_sees_who_was_first_and_reprints_or_leaves(fay, zoe):
    begun = fields(shown(fay.get(at(zoe))))
    send(fay, zoe)
    first = Invitation.objects.get()
    second = fay.post(at(zoe), begun | {"name": "Ines Q.", "request_key": ""})
    assert second.status_code == 422
    assert "PIN issued 1 min ago by Fay" in shown(second)
    assert "Ines Q." in shown(second)
    assert "Leave it" in shown(second)
    answer = fay.post(at(zoe, "pin"), {"invitation": first.pk})
    assert answer["Location"] == at(zoe, "pin")
    new = Invitation.objects.get(status="issued")
    assert pins.spoken(new) in shown(fay.get(answer["Location"]))
    assert pins.pin(new) != pins.pin(first)


def test_a_tick_answers_to_the_pin_that_was_shown_and_to_no_later_one(fay, zoe):
    send(fay, zoe)
    begun = fields(shown(fay.get(at(zoe)))) | {"replace_pin": "on"}
    assert send(fay, zoe, replace_pin="on").status_code == 302
    late = fay.post(at(zoe), begun)
    assert late.status_code == 422
    assert not re.search(r'name="replace_pin"[^>]* checked', shown(late))
    assert fay.post(at(zoe), fields(shown(late)) | {"replace_pin": "on"}).status_code == 302


def test_v15_a_registered_child_gets_a_pin_for_another_guardian(fay, cast):
    file = shown(fay.get(reverse("staff:portal:file", args=["maple", cast.leo.pk])))
    assert "Generate PIN for another guardian" in file
    assert "Send Invite to patient portal" in file
    page = shown(fay.get(at(cast.leo)))
    assert '<h1 id="dialog-title">Generate PIN for another guardian</h1>' in page
    facts = {"name": "Otto", "email": "otto@example.org"}
    assert fay.post(at(cast.leo), fields(page) | facts | {"another_guardian": ""}).status_code == 422
    assert fay.post(at(cast.leo), fields(page) | facts).status_code == 302


def test_x30_the_address_of_another_patient_is_looked_at_first(fay, zoe, cast):
    answer = send(fay, zoe, email="Gina@demo.example")
    assert answer.status_code == 422
    page = shown(answer)
    assert "will be added to the existing account" in page
    assert "Yes, this is the guardian" in page
    yes = fields(page) | {"same_guardian": "on"}
    assert fay.post(at(zoe), yes | {"email": "hugo@demo.example"}).status_code == 422, "another address, another look"
    assert fay.post(at(zoe), yes).status_code == 302


def test_an_address_that_bounced_is_warned_of(fay, zoe):
    send(fay, zoe)
    OutboundMessage.objects.update(status="failed", finished_at=timezone.now(), error="Permanent")
    assert "The last e-mail to ines@example.org could not be delivered" in shown(fay.get(at(zoe)))


def test_x34_a_text_that_did_not_go_is_shown_with_other_ways(fay, zoe, settings):
    settings.TEXT_SENDER = ""
    send(fay, zoe, channel="text", carrier="att")
    outbox.deliver(OutboundMessage.objects.get().pk)
    tab = shown(fay.get(reverse("staff:portal:access", args=["maple", zoe.pk])))
    for said in ("PIN by text", "Not delivered", "The text could not be sent.", "Send by e-mail", "Print PIN"):
        assert said in tab


def test_x34_a_gateway_that_is_away_is_not_passed_over(fay, zoe, settings):
    settings.TEXT_SENDER = "practice.nowhere.sender"
    send(fay, zoe, channel="text", carrier="att")
    assert outbox.deliver(OutboundMessage.objects.get().pk) == "queued"
    tab = shown(fay.get(reverse("staff:portal:access", args=["maple", zoe.pk])))
    for said in ("Not delivered yet", "tried again by itself", "Send by e-mail", "Print PIN"):
        assert said in tab


def test_the_tab_lists_who_issued_what_until_when_and_what_is_locked(fay, zoe, cast):
    send(fay, zoe)
    Invitation.objects.update(tries=5, locked_until=timezone.now() + timedelta(minutes=20))
    tab = shown(fay.get(reverse("staff:portal:access", args=["maple", zoe.pk])))
    assert "PIN by e-mail" in tab
    assert "by Fay Lindgren" in tab
    assert "Locked until" in tab
    assert '<td data-label="Wrong tries">5</td>' in tab


def test_x35_staff_record_that_a_number_wants_no_texts_and_see_whom_it_concerns(fay, zoe, cast):
    sibling = build.patient(cast.maple, "Finn", "Quist", 3, cast.now, home_location=cast.north)
    build.contact(sibling, "Ines Quist", "mother", "ines@example.org", MOBILE)
    tab = reverse("staff:portal:access", args=["maple", zoe.pk])
    assert "Finn Quist" in shown(fay.get(tab))
    stop, allow = (reverse(f"staff:portal:{name}_texts", args=["maple", zoe.pk]) for name in ("stop", "allow"))
    fay.post(stop, {"phone": "(555) 010-4431"})
    assert TextOptOut.objects.get().phone == MOBILE
    assert "No texts since" in shown(fay.get(tab))
    answer = send(fay, zoe, channel="text", carrier="att")
    assert answer.status_code == 422
    assert "no more texts" in shown(answer)
    fay.post(allow, {"phone": MOBILE})
    assert not TextOptOut.objects.exists()


def test_what_is_no_number_is_not_recorded(fay, zoe):
    answer = fay.post(reverse("staff:portal:stop_texts", args=["maple", zoe.pk]), {"phone": "12"}, follow=True)
    assert "does not look complete" in shown(answer)
    assert not TextOptOut.objects.exists()


def test_j4_a_form_of_one_practice_writes_nothing_to_another(fay, zoe):
    elsewhere = reverse("staff:registration:register", args=["riverside", zoe.pk])
    assert fay.post(elsewhere, fields(shown(fay.get(at(zoe))))).status_code == 404
    assert not Invitation.objects.exists()


def test_r121_who_has_not_the_duty_registers_nobody(client, zoe):
    client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD})
    for name in ("register", "pin"):
        assert client.get(at(zoe, name)).status_code == 403
        assert client.post(at(zoe, name)).status_code == 403


def test_a_patient_who_is_not_active_is_offered_no_way_in(fay, zoe):
    zoe.status = "inactive"
    zoe.save()
    assert at(zoe) not in shown(fay.get(reverse("staff:portal:file", args=["maple", zoe.pk])))
    assert send(fay, zoe).status_code == 422


def test_t24_no_table_and_no_log_holds_a_pin_or_an_answer(fay, zoe, caplog, capfd):
    caplog.set_level("DEBUG")
    send(fay, zoe)
    outbox.deliver(OutboundMessage.objects.get().pk)
    send(fay, zoe, channel="none", print_pin="on", replace_pin="on")
    fay.get(at(zoe, "pin"))
    send(fay, zoe, proof="question", question="Pet?", answer="Bucephalus", email="other@example.org")
    secrets = [said for one in Invitation.objects.filter(proof="pin") for said in (pins.pin(one), pins.spoken(one))]
    printed = capfd.readouterr()
    written = "\n".join([_everything(), caplog.text, printed.out, printed.err])
    assert "ines@example.org" in written, "the dump holds what was typed"
    assert len(secrets) == 4
    assert [one for one in (*secrets, "Bucephalus", "bucephalus") if one in written] == []


def _everything() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(found)::text FROM {table} found")  # noqa: S608 - names from the catalogue
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_practice_made_by_the_command_registers_somebody_on_its_first_day(client):
    facts = {"time_zone": "America/Chicago", "phone": "", "admin_name": "Noor", "admin_email": "noor@juniper.example"}
    call_command("create_practice", name="Juniper", slug="juniper", **facts)
    from practice.models import Practice, StaffMember

    practice = Practice.objects.get(slug="juniper")
    member = StaffMember.objects.get(practice=practice)
    StaffMember.objects.filter(pk=member.pk).update(joined_at=timezone.now())
    client.force_login(member.user)
    patient = build.patient(practice, "Ana", "Silva", 30, timezone.now(), email="ana@example.org")
    address = reverse("staff:registration:register", args=["juniper", patient.pk])
    page = shown(client.get(address))
    answer = client.post(address, fields(page) | {"relationship": "self", "print_pin": "on"}, follow=True)
    assert pins.spoken(Invitation.objects.get()) in shown(answer)
