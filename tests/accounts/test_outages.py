"""The database away: nothing typed is lost. The broker away: pages work, mail waits and leaves afterwards."""

import time

import pytest

from portal.demo import PASSWORD
from practice import outbox
from practice.models import OutboundMessage, User
from tests.accounts.http import Browser

NAME = 'Gina "Gigi" <Garcia>'


def sign_in(browser: Browser, name: str) -> str:
    """Sign in; returns the page people land on."""
    browser.get("/signin/")
    status, page = browser.post("/signin/", {"name": f"{name}@demo.example", "password": PASSWORD})
    assert status == 200, page
    return page


@pytest.mark.slow
def test_settled_12_with_postgres_stopped_the_text_comes_back_and_is_saved_once_it_runs_again(
    postgres_server, start_webserver
):
    postgres_server.manage("migrate", "--verbosity", "0")
    load = "from django.utils import timezone; from portal.demo.cast import maple; c = maple(timezone.now())"
    postgres_server.manage("shell", "-c", f"{load}; open('{postgres_server.child.log}.leo', 'w').write(str(c.leo.pk))")
    leo = postgres_server.child.log.with_name(postgres_server.child.log.name + ".leo").read_text()
    browser = Browser(start_webserver(DATABASE_URL=postgres_server.url).url)
    sign_in(browser, "gina")
    path = f"/my/maple/{leo}/account/"
    form = browser.fields(browser.get(path)[1])

    postgres_server.stop()
    status, page = browser.post(path, {"name": NAME, "request_key": form["request_key"], "password": "hush"})
    assert status == 503
    assert "Gina &quot;Gigi&quot; &lt;Garcia&gt;" in page
    again = browser.fields(page)
    assert again["name"] == NAME
    assert again["request_key"] == form["request_key"]
    assert "hush" not in page
    assert browser.get("/readyz")[0] == 503

    postgres_server.start()
    status, page = browser.post(path, again)
    assert status == 200
    assert "Saved." in page
    assert "Gina &quot;Gigi&quot; &lt;Garcia&gt;" in page


@pytest.mark.worker
def test_settled_13_with_the_broker_stopped_pages_answer_at_once_and_the_mail_leaves_later(
    cast, valkey, webserver, smtp, request
):
    browser = Browser(webserver.url)
    valkey.stop()
    browser.get("/password/reset/")
    began = time.monotonic()
    status, page = browser.post("/password/reset/", {"name": "gina@demo.example"})
    assert status == 200
    assert "Look at your mail" in page
    assert time.monotonic() - began < 3
    assert browser.get("/readyz") == (200, '{"status": "ready", "degraded": ["broker"]}')
    row = OutboundMessage.objects.get(notice="account.password-reset")
    assert row.status == "queued"

    valkey.start()
    request.getfixturevalue("celery_worker")
    request.getfixturevalue("celery_beat")
    (letter,) = smtp.wait_for(1, seconds=40)
    assert letter["To"] == "gina@demo.example"
    assert User.objects.get(email="gina@demo.example").pk == row.recipient_id


@pytest.mark.django_db
def test_settled_13_admins_are_told_that_mail_waits(client, cast):
    from datetime import timedelta

    from django.utils import timezone

    outbox.announce("test.waits", lambda row, now: None)
    put_at = timezone.now() - timedelta(minutes=7)
    outbox.put(practice=cast.maple, notice="test.waits", subject=cast.leo, recipient=cast.gina, key="w", now=put_at)
    del outbox.NOTICES["test.waits"]
    pages = {}
    for who in ("ad", "nia"):
        client.post("/signin/", {"name": f"{who}@demo.example", "password": PASSWORD})
        pages[who] = client.get("/staff/maple/", follow=True).content.decode()
        client.post("/signout/")
    assert "Mail has waited 7\xa0minutes" in pages["ad"]
    assert "Mail has waited" not in pages["nia"]
