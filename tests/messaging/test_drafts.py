"""What is typed is kept as it is typed, for its author alone, whatever happens to the thread (R44, X41)."""

import uuid
from datetime import timedelta

import pytest

from messaging import selectors
from messaging.models import Draft, Message, Writer
from messaging.services import answering, completing, drafts, forwarding, patient, taking, withdrawing
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import StaffMember


@pytest.fixture
def begin(acting):
    """`begin(cast.fay, thread, "Come in")`: that person types this into a window of the thread."""

    def save(who, thread, text, window="reply", request_key=None, gone=False, **fields):
        name = {"reply": "response", "forward": "note", "answer": "body"}[window]
        typed = {name: [text]} | {field: [value] for field, value in fields.items()}
        return drafts.save_draft(
            by=acting(who), thread=thread, window=window, typed=typed, gone=gone, request_key=request_key
        )

    return save


@pytest.fixture
def rita(cast):
    """Rita, who answers no messages any more."""
    cast.rita.duties = ["registration"]
    cast.rita.save()
    return cast.rita


@pytest.fixture
def left(acting):
    """`left(cast.fay, thread)`: what that person finds in their windows of the thread."""
    return lambda who, thread: {d.window: d.body for d in selectors.drafts(acting(who), thread).values()}


def test_what_is_typed_is_kept_and_typing_on_replaces_it(cast, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come")
    begin(cast.fay, thread, "Come in at nine.\r\n")
    begin(cast.fay, thread, "Can you see him?", window="forward")
    assert left(cast.fay, thread) == {"reply": "Come in at nine.\n", "forward": "Can you see him?"}


def test_nobody_else_sees_it(cast, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    begin(cast.gina, thread, "Since Monday", window="answer")
    assert left(cast.nia, thread) == {}
    assert left(cast.hugo, thread) == {}
    assert left(cast.gina, thread) == {"answer": "Since Monday"}


def test_who_is_staff_and_guardian_finds_on_each_side_what_was_typed_there(cast, acting, write, begin, left):
    thread = write()
    Draft.objects.create(
        practice=cast.maple, thread=thread, author=cast.gina, window="forward", body="x", updated_at=cast.now
    )
    assert left(cast.gina, thread) == {}


def test_without_text_nothing_is_kept(cast, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    assert begin(cast.fay, thread, " \n") is None
    assert not Draft.objects.exists()


def test_what_no_window_may_hold_is_left_out(cast, write, begin):
    thread = write()
    long = "a" * 30_000
    draft = begin(cast.fay, thread, f"nul\0{long}", to="portal\0", csrfmiddlewaretoken="secret", after=long)
    assert draft.body.startswith("nula")
    assert len(draft.body) == 20_000
    assert draft.fields.keys() == {"to", "after"}
    assert draft.fields["to"] == ["portal"]
    assert len(draft.fields["after"][0]) == 500


def test_only_who_may_answer_may_draft(cast, acting, rita, write, begin):
    thread = write()
    with pytest.raises(NotAllowed):
        begin(rita, thread, "Come in")
    with pytest.raises(NotVisible):
        begin(cast.olga, thread, "Come in")
    StaffMember.objects.filter(pk=cast.nia.pk).update(patient_scope="listed")
    cast.nia.refresh_from_db()
    with pytest.raises(NotVisible):
        begin(cast.nia, thread, "Come in")
    with pytest.raises(NotVisible):
        begin(cast.paul_user, thread, "Mine?", window="answer")


@pytest.mark.parametrize(("who", "window"), [("fay", "answer"), ("gina", "reply"), ("gina", "forward")])
def test_windows_of_the_other_side_are_refused(cast, write, begin, who, window):
    with pytest.raises(NotVisible):
        begin(getattr(cast, who), write(), "x", window=window)


def test_discarded_it_is_gone_and_only_ones_own(cast, acting, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    begin(cast.nia, thread, "Drink tea")
    drafts.discard_draft(by=acting(cast.fay), thread=thread, window="reply")
    assert left(cast.fay, thread) == {}
    assert left(cast.nia, thread) == {"reply": "Drink tea"}


def test_sent_it_is_no_draft_any_more(cast, acting, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=1)
    begin(cast.fay, thread, "For Nia", window="forward")
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], note="For Nia", include_prior=True)
    begin(cast.nia, thread, "Fine")
    facts = {"seen_number": 3, "to": cast.fay}
    answering.answer_internally(by=acting(cast.nia), thread=thread, response="Fine", **facts)
    begin(cast.fay, thread, "Call them")
    answering.note_other_way(by=acting(cast.fay), thread=thread, way="call", response="Call them")
    begin(cast.gina, thread, "Thanks", window="answer")
    patient.answer(by=acting(cast.gina), thread=thread, body="Thanks")
    assert not Draft.objects.exists()
    assert not Writer.objects.exists()


def test_refused_it_stays_a_draft(cast, acting, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    patient.answer(by=acting(cast.gina), thread=thread, body="He has a fever, too.")
    with pytest.raises(Refused):
        answering.reply(by=acting(cast.fay), thread=thread, response="Come in", seen_number=1)
    assert left(cast.fay, thread) == {"reply": "Come in"}


def test_what_arrives_after_its_form_was_sent_is_not_kept(cast, acting, write, begin, left):
    thread, key = write(), uuid.uuid4()
    said = answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=1, request_key=key)
    begin(cast.fay, thread, "Come in", request_key=key)
    assert left(cast.fay, thread) == {}
    withdrawing.withdraw(by=acting(cast.fay), message=said)
    begin(cast.fay, thread, "Come in at nine", request_key=key)
    assert left(cast.fay, thread) == {"reply": "Come in at nine"}


def test_what_was_taken_back_is_a_draft_again(cast, acting, write, left):
    thread = write()
    said = answering.reply(by=acting(cast.fay), thread=thread, response="Come in at nin", seen_number=1)
    withdrawing.withdraw(by=acting(cast.fay), message=said)
    assert left(cast.fay, thread) == {"reply": "Come in at nin"}
    assert left(cast.nia, thread) == {}


def test_x41_completed_by_a_colleague_taken_over_or_handed_on_the_draft_is_kept(cast, acting, write, begin, left):
    thread = write()
    begin(cast.fay, thread, "Come in")
    taking.take(by=acting(cast.nia), thread=thread)
    begin(cast.nia, thread, "Drink tea")
    completing.complete(by=acting(cast.nia), thread=thread)
    patient.answer(by=acting(cast.gina), thread=thread, body="Since Monday.")
    forwarding.forward(by=acting(cast.nia), thread=thread, to=[cast.ada], completed=True)
    assert left(cast.fay, thread) == {"reply": "Come in"}
    assert left(cast.nia, thread) == {"reply": "Drink tea"}
    assert left(cast.ada, thread) == {}


def test_who_sees_the_thread_no_more_sees_no_draft_of_it(cast, acting, write, begin, left):
    thread = write()
    begin(cast.nia, thread, "Drink tea")
    StaffMember.objects.filter(pk=cast.nia.pk).update(patient_scope="listed")
    cast.nia.refresh_from_db()
    assert left(cast.nia, thread) == {}
    begin(cast.gina, thread, "Since Monday", window="answer")
    cast.gina.grants.filter(patient=cast.leo).update(ends_at=cast.now)
    assert left(cast.gina, thread) == {}


def test_the_list_says_where_i_have_a_draft(cast, acting, write, begin):
    mine, other = write(subject="Mine"), write(subject="Other")
    begin(cast.fay, mine, "Come in")
    begin(cast.nia, other, "Drink tea")
    rows = {row.subject: row.drafted for row in selectors.tab(acting(cast.fay), "all").rows}
    assert rows == {"Mine": True, "Other": False}


def test_keeping_leaves_no_trace_in_the_audit_but_a_refusal_does(cast, rita, write, begin):
    from practice.models import AuditEvent

    thread = write()
    before = AuditEvent.objects.count()
    begin(cast.fay, thread, "SECRET")
    assert AuditEvent.objects.count() == before
    with pytest.raises(NotAllowed):
        begin(rita, thread, "SECRET")
    row = AuditEvent.objects.latest("at", "pk")
    assert (row.action, row.outcome) == ("draft.saved", "refused")
    assert "SECRET" not in str(row.detail)


# --- who is writing ---


@pytest.fixture
def seen(acting, cast):
    """`seen(cast.nia, thread, after=4)`: who is writing, as that colleague sees it so many seconds later."""

    def names(who, thread, after=0) -> list:
        rows = selectors.writing(acting(who, at=cast.now + timedelta(seconds=after)), thread.pk)
        return [(row.member.user.name, row.window) for row in rows]

    return names


def test_colleagues_see_who_is_writing_for_fifteen_seconds(cast, acting, write, seen):
    thread = write()
    drafts.show_writing(by=acting(cast.fay), thread=thread, window="reply")
    assert seen(cast.nia, thread) == [("Fay Lindgren", "reply")]
    assert seen(cast.nia, thread, after=14) == [("Fay Lindgren", "reply")]
    assert seen(cast.nia, thread, after=15) == []
    assert seen(cast.fay, thread) == []


def test_typing_says_so_too_and_closing_and_discarding_end_it(cast, acting, write, begin, seen):
    thread = write()
    begin(cast.fay, thread, "Can you", window="forward")
    assert seen(cast.nia, thread) == [("Fay Lindgren", "forward")]
    drafts.show_writing(by=acting(cast.fay), thread=thread, window="forward", gone=True)
    assert seen(cast.nia, thread) == []
    begin(cast.fay, thread, "Come in")
    begin(cast.fay, thread, "Come in at nine", gone=True)
    assert seen(cast.nia, thread) == []
    begin(cast.fay, thread, "Come in")
    drafts.discard_draft(by=acting(cast.fay), thread=thread, window="reply")
    assert seen(cast.nia, thread) == []


def test_only_who_reads_the_thread_sees_it_and_only_staff(cast, acting, rita, write, begin, seen):
    thread = write()
    begin(cast.fay, thread, "Come in")
    assert seen(rita, thread) == []
    assert seen(cast.olga, thread) == []
    assert not Writer.objects.visible_to(acting(cast.gina)).exists()
    for who in (rita, cast.gina):
        with pytest.raises(NotAllowed):
            drafts.show_writing(by=acting(who), thread=thread, window="reply")
    with pytest.raises(NotVisible):
        drafts.show_writing(by=acting(cast.olga), thread=thread, window="reply")


def test_patients_typing_is_shown_to_nobody(cast, write, begin, seen):
    thread = write()
    begin(cast.gina, thread, "Since", window="answer")
    assert seen(cast.fay, thread) == []


def test_what_somebody_left_long_ago_is_forgotten(cast, acting, write):
    first, second = write(subject="First"), write(subject="Second")
    drafts.show_writing(by=acting(cast.fay), thread=first, window="reply")
    later = acting(cast.fay, at=cast.now + timedelta(minutes=1))
    drafts.show_writing(by=later, thread=second, window="reply")
    assert [row.thread for row in Writer.objects.all()] == [second]


def test_a_draft_is_no_message(cast, write, begin):
    thread = write()
    begin(cast.fay, thread, "Come in")
    thread.refresh_from_db()
    assert (thread.last_number, Message.objects.filter(thread=thread).count()) == (1, 1)
