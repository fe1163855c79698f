"""Passwords: changed by their owner, reset by a mailed link that is made only when it is sent."""

import re

import pytest
from django.core import mail
from django.test import Client

from portal.demo import PASSWORD
from practice import outbox
from practice.models import AuditEvent, OutboundMessage

pytestmark = pytest.mark.django_db
NEW = "four dull grey pebbles"


def ask(client, name):
    return client.post("/password/reset/", {"name": name}, follow=True)


def mailed_link() -> str:
    """The path in the one mail that is waiting, sent now."""
    (row,) = OutboundMessage.objects.filter(notice="account.password-reset", status="queued")
    assert outbox.deliver(row.pk) == "sent"
    return re.search(r"http://localhost:8000(/password/new/\S+)", mail.outbox[-1].body)[1]


def test_t31_a_reset_link_sets_a_password_and_ends_every_session(client, cast):
    elsewhere = Client()
    elsewhere.force_login(cast.gina)
    ask(client, "Gina@demo.example")
    link = mailed_link()
    response = client.post(link, {"password": NEW})
    assert response["Location"] == "/signin/"
    assert elsewhere.get("/security/").status_code == 302
    assert client.get("/security/").status_code == 302, "a reset does not sign in"
    assert client.post("/signin/", {"name": "gina@demo.example", "password": NEW}).status_code == 302
    assert AuditEvent.objects.filter(action="account.password-reset", user_ref=cast.gina.pk).exists()


def test_t31_a_new_password_ends_the_tokens_of_programs(client, cast):
    facts = {"email": "gina@demo.example", "password": PASSWORD}
    token = client.post("/api/v1/token/", facts, content_type="application/json").json()["token"]
    program = Client(headers={"Authorization": f"Token {token}"})
    assert program.get("/api/v1/standing/").status_code == 200
    ask(client, "gina@demo.example")
    client.post(mailed_link(), {"password": NEW})
    assert program.get("/api/v1/standing/").status_code == 401


def test_t22_opening_the_link_any_number_of_times_uses_nothing_up(client, cast):
    ask(client, "gina@demo.example")
    link = mailed_link()
    for _ in range(3):
        assert client.get(link).status_code == 200
        client.head(link)
    assert not client.session.items()
    assert client.post(link, {"password": NEW}).status_code == 302


def test_a_used_link_a_forged_one_and_a_strangers_answer_alike(client, cast):
    ask(client, "gina@demo.example")
    link = mailed_link()
    client.post(link, {"password": NEW})
    forged = link[:-3] + "x/"
    stranger = link.replace(str(cast.gina.pk), "00000000-0000-4000-8000-000000000000")
    answers = {(client.get(path).status_code, client.get(path).content) for path in (link, forged, stranger)}
    assert len(answers) == 1
    assert answers.pop()[0] == 410


def test_t26_asking_for_an_unknown_address_answers_and_queues_alike_but_sends_nothing(client, cast):
    known, unknown = ask(client, "gina@demo.example"), ask(client, "nobody@demo.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    rows = OutboundMessage.objects.filter(notice="account.password-reset")
    assert rows.count() == 2
    assert sorted(outbox.deliver(row.pk) for row in rows) == ["dropped", "sent"]
    assert [letter.to for letter in mail.outbox] == [["gina@demo.example"]]


def test_the_mail_holds_a_link_and_the_table_does_not(client, cast):
    ask(client, "gina@demo.example")
    link = mailed_link()
    row = OutboundMessage.objects.get(notice="account.password-reset")
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(row.__dict__)


def test_asking_often_is_limited_without_saying_so(client, cast):
    answers = {ask(client, "gina@demo.example").content for _ in range(7)}
    assert len(answers) == 1
    assert OutboundMessage.objects.count() == 5


def test_t31_a_foreign_host_header_is_refused(client, cast):
    assert client.post("/password/reset/", {"name": "gina@demo.example"}, HTTP_HOST="evil.example").status_code == 400


def test_a_weak_password_is_refused_beside_its_field(client, cast):
    ask(client, "gina@demo.example")
    response = client.post(mailed_link(), {"password": "short"})
    assert response.status_code == 422
    assert "at least 10 characters" in response.content.decode()


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(client, cast):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD})
    assert client.post("/security/password/", {"current": "wrong", "password": NEW}).status_code == 422
    assert client.post("/security/password/", {"current": PASSWORD, "password": NEW}).status_code == 302
    assert client.get("/security/").status_code == 200
    assert elsewhere.get("/security/").status_code == 302


def test_one_sees_and_ends_ones_other_sessions_and_nobody_elses(client, cast):
    phone, stranger = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1"), Client()
    for browser, name in ((client, "gina"), (phone, "gina"), (stranger, "hugo")):
        browser.post("/signin/", {"name": f"{name}@demo.example", "password": PASSWORD})
    page = client.get("/security/").content.decode()
    assert "Safari on iPhone" in page
    (number,) = re.findall(r"/security/sessions/(\d+)/end/", page)
    assert stranger.post(f"/security/sessions/{number}/end/").status_code == 404
    assert client.post(f"/security/sessions/{number}/end/").status_code == 302
    assert phone.get("/security/").status_code == 302
    assert client.get("/security/").status_code == 200


def test_an_authenticator_is_asked_for_after_the_password_and_its_secret_lies_encrypted(client, cast):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret):
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    client.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD})
    page = client.get("/security/authenticator/")
    assert page["Location"].startswith("/security/confirm/")
    client.post(page["Location"], {"password": PASSWORD})
    secret = re.search(r"<code>(\w+)</code>", client.get("/security/authenticator/").content.decode())[1]
    assert client.post("/security/authenticator/", {"code": code(secret)})["Location"] == "/security/recovery-codes/"
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    client.post("/signout/")
    answer = client.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD})
    assert answer["Location"].startswith("/signin/code/")
    assert client.get("/security/").status_code == 302, "the password alone opens nothing"
    tries = [client.post("/signin/code/", {"code": "000000"}).status_code for _ in range(7)]
    assert set(tries) == {200}
    assert client.post("/signin/code/", {"code": code(secret)}).status_code == 200, "too many tries"
