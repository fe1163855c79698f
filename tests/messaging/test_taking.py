"""`Take it`: one of several says to see to a thread, and the others know (X38, J5)."""

from datetime import timedelta

import pytest

from messaging import inbox, lists, selectors
from messaging.place import Place
from messaging.services import answering, completing, departments, forwarding, patient, reading, taking
from practice.errors import Refused

MINUTE = timedelta(minutes=1)


def unread(actor) -> int:
    return selectors.waiting(actor)["unread-portal"]


def head(actor, thread) -> dict:
    thread = selectors.thread(actor, thread.pk)
    return inbox.reader(actor, selectors.thread_page(actor, thread), "open")


def test_it_is_unread_for_nobody_else_and_stays_in_their_open(cast, acting, ask, has):
    thread = ask()
    taking.take(by=acting(cast.fay), thread=thread)
    assert (unread(acting(cast.sam)), unread(acting(cast.fay))) == (0, 0)
    assert set(has(thread)) == {("Fay", "portal"), ("Sam", "portal")}


def test_row_and_reader_say_who_has_it(cast, acting, ask):
    thread = ask()
    assert "take_url" in head(acting(cast.sam), thread)["actions"]
    taking.take(by=acting(cast.fay), thread=thread)
    reader = head(acting(cast.sam), thread)
    assert reader["message"]["taken"] == "Fay Lindgren has taken this"
    assert "take_url" not in reader["actions"]
    [row] = lists.shelf(acting(cast.sam), Place("open"))["rows"]
    assert row.taken_by == "Fay Lindgren"


def test_what_only_i_have_is_not_offered_to_be_taken(cast, acting, write):
    assert "take_url" not in head(acting(cast.fay), write())["actions"]


def test_what_somebody_has_taken_is_refused_by_name(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay), thread=thread)
    with pytest.raises(Refused) as refused:
        taking.take(by=acting(cast.sam), thread=thread)
    assert refused.value.code == "thread_taken"
    assert "Fay Lindgren" in refused.value.message


def test_given_back_it_is_unread_again_where_taking_it_had_quieted_it(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay, at=cast.now + MINUTE), thread=thread)
    taking.release(by=acting(cast.sam), thread=thread)
    assert unread(acting(cast.sam)) == 1
    assert unread(acting(cast.fay)) == 0


def test_what_i_had_read_before_it_was_taken_stays_read(cast, acting, ask):
    thread = ask()
    reading.open_thread(by=acting(cast.sam), thread=thread)
    taking.take(by=acting(cast.fay, at=cast.now + MINUTE), thread=thread)
    taking.release(by=acting(cast.fay, at=cast.now + MINUTE), thread=thread)
    assert unread(acting(cast.sam)) == 0


def test_a_new_word_of_the_patient_is_unread_for_who_took_it_alone(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay), thread=thread)
    patient.answer(by=acting(cast.gina), thread=thread, body="Mornings, please.")
    assert (unread(acting(cast.fay)), unread(acting(cast.sam))) == (1, 0)


def test_x40_after_completing_a_new_word_is_everybodys_again(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay), thread=thread)
    completing.complete(by=acting(cast.fay), thread=thread)
    patient.answer(by=acting(cast.gina), thread=thread, body="One more thing.")
    thread.refresh_from_db()
    assert thread.taken_by is None
    assert (unread(acting(cast.fay)), unread(acting(cast.sam))) == (1, 1)


def test_who_passes_it_on_and_leaves_it_has_it_no_more(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay), thread=thread)
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], include_prior=True, completed=True)
    thread.refresh_from_db()
    assert thread.taken_by is None


def test_x37_who_leaves_the_department_gives_back_what_they_took_through_it(cast, acting, ask):
    thread = ask()
    taking.take(by=acting(cast.fay, at=cast.now + MINUTE), thread=thread)
    departments.set_members(by=acting(cast.ad), department=cast.appointment_requests, members=[cast.sam])
    thread.refresh_from_db()
    assert thread.taken_by is None
    assert unread(acting(cast.sam)) == 1


def test_what_is_completed_cannot_be_taken(cast, acting, ask):
    thread = ask()
    completing.complete(by=acting(cast.fay), thread=thread)
    with pytest.raises(Refused) as refused:
        taking.take(by=acting(cast.sam), thread=thread)
    assert refused.value.code == "thread_completed"


def test_t70_an_answer_to_what_was_taken_meanwhile_is_held_back_once(cast, acting, ask):
    thread, sam = ask(), acting(cast.sam)
    taking.take(by=acting(cast.fay), thread=thread)
    with pytest.raises(Refused) as refused:
        answering.reply(by=sam, thread=thread, response="At nine.", seen_number=1)
    assert refused.value.code == "thread_taken"
    assert "Fay Lindgren took this thread meanwhile" in refused.value.message
    seen = {name: refused.value.extra[name] for name in ("seen_number", "seen_completed", "seen_taken_by")}
    assert answering.reply(by=sam, thread=thread, response="At nine.", **seen)
