"""The counts of the tabs are what is in them, after whatever anybody did (T-74, settled 19)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from messaging import selectors
from messaging.models import Delivery, Message, Thread
from messaging.services import answering, completing, forwarding, patient, reading
from practice.errors import NotAllowed, Refused
from practice.prepared import ask_all

STAFF = ("fay", "nia", "ada", "sam")
ACTS = {
    "write": lambda by, cast, gina, thread: patient.send_message(
        by=gina, patient=cast.leo, subject="Another", body="More."
    ),
    "answer back": lambda by, cast, gina, thread: patient.answer(by=gina, thread=thread, body="And?"),
    "open": lambda by, cast, gina, thread: reading.open_thread(by=by, thread=thread),
    "unread": lambda by, cast, gina, thread: reading.mark_unread(by=by, thread=thread),
    "reply": lambda by, cast, gina, thread: answering.reply(
        by=by, thread=thread, response="Yes.", seen_number=1000, seen_completed=True
    ),
    "reply and complete": lambda by, cast, gina, thread: answering.reply(
        by=by, thread=thread, response="Yes.", seen_number=1000, seen_completed=True, after_sending="completed"
    ),
    "forward": lambda by, cast, gina, thread: forwarding.forward(by=by, thread=thread, to=[cast.ada, cast.nia]),
    "hand over": lambda by, cast, gina, thread: forwarding.forward(by=by, thread=thread, to=[cast.fay], completed=True),
    "complete": lambda by, cast, gina, thread: completing.complete(by=by, thread=thread),
    "reopen": lambda by, cast, gina, thread: completing.reopen(by=by, thread=thread),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(STAFF), st.integers(0, 9)), max_size=14)


def recounted(member) -> dict[str, int]:
    """What the counts ought to be, counted one by one."""
    live = [one for one in Delivery.objects.filter(member=member) if one.closed_at is None and not _over(one)]
    unread = [one for one in live if one.read_at is None]
    by_tab = {f"unread-{channel}": [one for one in unread if one.channel == channel] for channel in ("portal", "phone")}
    return {
        tab: len({one.thread_id for one in some}) for tab, some in (by_tab | {"open": live, "unread": unread}).items()
    }


def _over(delivery) -> bool:
    return Thread.objects.get(pk=delivery.thread_id).completed_at is not None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_t74_after_whatever_anybody_did_the_counts_are_what_is_there(cast, acting, write, steps):
    with transaction.atomic():
        write()
        for n, (act, who, which) in enumerate(steps, start=1):
            at = cast.now + timedelta(seconds=n)
            threads = list(Thread.objects.order_by("pk"))
            try:
                ACTS[act](acting(getattr(cast, who), at), cast, acting(cast.gina, at), threads[which % len(threads)])
            except (Refused, NotAllowed):
                continue
        for who in STAFF:
            member = getattr(cast, who)
            shown = selectors.waiting(acting(member))
            assert shown == recounted(member)
            assert ask_all(unread=selectors.unread(acting(member)))["unread"] == shown["unread"]
            for tab in ("unread-portal", "unread-phone", "open"):
                assert len(selectors.tab(acting(member), tab).rows) == shown[tab]
        transaction.set_rollback(True)


@pytest.fixture
def piled(cast):
    """`piled(n)`: so many unread messages more for Fay."""

    def pile(n: int) -> None:
        facts = {"practice": cast.maple, "patient": cast.leo, "account": cast.gina, "kind": "general", "subject": "x"}
        threads = Thread.objects.bulk_create(Thread(**facts, last_at=cast.now, started_at=cast.now) for _ in range(n))
        facts = {"practice": cast.maple, "member": cast.fay, "reason": "department", "delivered_at": cast.now}
        Delivery.objects.bulk_create(Delivery(**facts, thread=one) for one in threads)

    return pile


def test_counts_are_exact_to_99_and_stop_there(cast, acting, piled):
    piled(99)
    assert selectors.shown(selectors.waiting(acting(cast.fay))["unread-portal"]) == 99
    piled(1)
    assert selectors.shown(selectors.waiting(acting(cast.fay))["unread-portal"]) == "99+"
    piled(900)
    counts = selectors.waiting(acting(cast.fay))
    assert {tab: selectors.shown(n) for tab, n in counts.items() if n} == dict.fromkeys(
        ("unread-portal", "open", "unread"), "99+"
    )
    assert max(counts.values()) <= 200  # nobody counted all of them


def test_a_thread_in_both_channels_counts_once_in_open(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.nia), thread=thread, to=[cast.fay])
    assert selectors.waiting(acting(cast.fay)) == {"unread-portal": 1, "unread-phone": 1, "open": 1, "unread": 1}


def test_the_counts_the_departments_and_the_locations_are_one_query(cast, acting, write):
    write()
    fay = acting(cast.fay)
    with CaptureQueriesContext(connection) as asked:
        desk = selectors.desk(fay)
    assert len(asked) == 1
    assert "North" in [name for _pk, name in desk.locations]
    assert "IC-General" in [name for _pk, name in desk.departments]
    assert desk.counts["open"] == Message.objects.count() == 1
