"""What staff say among themselves (R53-R59, R119, X42, X43, settled 20 and 21)."""

import pytest

from messaging import inbox, insurance, selectors
from messaging.models import Message, Thread
from messaging.services import answering, completing, forwarding, patient, reading, taking
from practice.errors import NotAllowed, Refused
from practice.models import StaffMember


def said_to(actor, thread) -> list[int]:
    return [message.number for message in selectors.thread_page(actor, thread).said]


def test_a_forwarded_message_is_in_unread_phone_from_the_colleague(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True, note="Please look.")
    assert selectors.waiting(acting(cast.ada)) == {"unread-portal": 0, "unread-phone": 1, "open": 1, "unread": 1}
    [row] = selectors.tab(acting(cast.ada), "unread-phone").rows
    assert row.forwarder == "Fay Lindgren"
    [row] = selectors.tab(acting(cast.fay), "open").rows
    assert row.forwarder is None


def test_prior_text_is_there_only_when_it_was_included(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=False, note="Call me.")
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], include_prior=True)
    assert said_to(acting(cast.ada), thread) == [2, 3]
    assert said_to(acting(cast.nia), thread) == [1, 2, 3]


def test_r56_without_prior_text_its_panel_stays_behind_too(cast, acting):
    facts = {"company": "Bluewater Health", "member_number": "BW 12", "group_number": ""}
    thread = insurance.report(by=acting(cast.gina), patient=cast.leo, **facts)
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=False, note="Call me.")

    def panel(who):
        page = selectors.thread_page(acting(who), thread)
        return inbox.reader(acting(who), page, "open")["panel"]

    assert panel(cast.ada) is None
    assert panel(cast.fay) is not None


def test_who_had_the_thread_already_keeps_seeing_all_of_it(cast, acting, ask):
    thread = ask()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.sam], include_prior=False)
    assert said_to(acting(cast.sam), thread) == [1, 2]


def test_nobody_passes_on_more_than_they_can_read(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=False)
    forwarding.forward(by=acting(cast.ada), thread=thread, to=[cast.ben], include_prior=True)
    assert said_to(acting(cast.ben), thread) == [2, 3]


def test_forwarded_and_completed_leaves_all_other_inboxes_and_stays_open(cast, acting, ask, has):
    thread = ask()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], include_prior=True, completed=True)
    assert has(thread) == {("Nia", "phone"): "forwarded"}
    thread.refresh_from_db()
    assert thread.completed_at is None


def test_forwarding_to_somebody_without_access_to_the_patient_is_refused_by_name(cast, acting, write):
    cast.leo.home_location = cast.south
    cast.leo.save()
    thread = write()
    with pytest.raises(Refused) as refused:
        forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia, cast.sam])
    assert (refused.value.code, refused.value.field) == ("no_access", "to")
    assert "Sam Whitlock" in refused.value.message
    assert "Nia" not in refused.value.message
    assert Message.objects.filter(thread=thread).count() == 1


def test_a_department_gets_it_for_those_of_its_members_who_may_see_the_patient(cast, acting, write, has, departments):
    cast.leo.home_location = cast.south
    cast.leo.save()
    departments.appointment.members.set([cast.sam, cast.nia])
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[departments.appointment], completed=True)
    assert has(thread) == {("Nia", "phone"): "forwarded"}
    departments.appointment.members.set([cast.sam])
    with pytest.raises(Refused) as refused:
        forwarding.forward(by=acting(cast.nia), thread=thread, to=[departments.appointment])
    assert refused.value.code == "nobody_there"


def test_x37_whoever_a_thread_was_taken_from_reads_it_and_no_more(cast, acting, write):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["prescribing"])
    cast.ada.refresh_from_db()
    thread, ada = write(), acting(cast.ada)
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    assert selectors.may_answer(ada, thread)
    forwarding.forward(by=ada, thread=thread, to=[cast.nia], include_prior=True, completed=True)
    assert reading.preview(by=ada, thread=thread)
    for act in (completing.complete, completing.reopen):
        with pytest.raises(NotAllowed):
            act(by=ada, thread=thread)


def test_whoever_had_a_thread_when_it_was_completed_may_take_that_back(cast, acting, write, has):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["prescribing"])
    cast.ada.refresh_from_db()
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    completing.complete(by=acting(cast.ada), thread=thread)
    completing.reopen(by=acting(cast.ada), thread=thread)
    assert ("Ada", "phone") in has(thread)


@pytest.mark.parametrize("receivers", [[], ["fay"], ["gone"]])
def test_a_forward_needs_somebody_else_who_works_here(cast, acting, write, receivers):
    cast.rita.ended_at = cast.now
    cast.rita.save()
    to = [cast.rita if who == "gone" else cast.fay for who in receivers]
    with pytest.raises(Refused) as refused:
        forwarding.forward(by=acting(cast.fay), thread=write(), to=to)
    assert refused.value.code == "nobody"


def test_forwarding_a_completed_thread_opens_it_for_the_receiver(cast, acting, ask, has):
    thread = ask()
    completing.complete(by=acting(cast.fay), thread=thread)
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], include_prior=True)
    assert has(thread) == {("Nia", "phone"): "forwarded"}


def test_a_prescribers_answer_goes_to_the_colleague_and_not_to_the_patient(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    answering.answer_internally(
        by=acting(cast.ada), thread=thread, to=cast.fay, response="Two puffs at night.", seen_number=2
    )
    assert selectors.waiting(acting(cast.fay))["unread-phone"] == 1
    [row] = selectors.tab(acting(cast.fay), "unread-phone").rows
    assert row.forwarder == "Ada Moreau"
    assert said_to(acting(cast.fay), thread) == [1, 2, 3]
    assert said_to(acting(cast.gina), thread) == [1]
    assert selectors.unread_answers(acting(cast.gina), cast.leo) == 0


def test_an_internal_answer_goes_only_to_somebody_who_has_the_thread(cast, acting, write):
    with pytest.raises(Refused) as refused:
        answering.answer_internally(by=acting(cast.fay), thread=write(), to=cast.rita, response="Hm.", seen_number=1)
    assert refused.value.code == "not_a_holder"


def test_no_way_of_reading_on_the_patient_side_returns_an_internal_word(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="SECRET")
    gina = acting(cast.gina)
    assert not Message.objects.visible_to(gina).exclude(shown_to="portal").exists()
    [row] = selectors.threads_of(gina, cast.leo)
    assert (row.snippet, row.shown_at) == ("Leo coughs at night.", cast.now)
    assert row.unread is False


def test_internal_words_move_nothing_on_the_patient_side(cast, acting, write):
    from datetime import timedelta

    thread = write()
    later = acting(cast.fay, at=cast.now + timedelta(hours=2))
    forwarding.forward(by=later, thread=thread, to=[cast.ada], note="SECRET")
    assert selectors.threads_of(acting(cast.gina), cast.leo).get().shown_at == cast.now
    assert Thread.objects.get(pk=thread.pk).last_at == later.now


def test_a_shared_thread_is_read_by_each_guardian_for_themselves(cast, acting, write, later):
    thread = write()
    Thread.objects.filter(pk=thread.pk).update(shared_with_guardians=True)
    said = answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=1)
    patient.read_thread(by=acting(cast.gina, at=later), thread=thread, up_to=said)
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == 0
    assert selectors.unread_answers(acting(cast.hugo, at=later), cast.leo) == 1


def test_an_answer_takes_nothing_from_who_forwarded_without_having_had_it(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.nia), thread=thread, to=[cast.ada], include_prior=True)
    answering.answer_internally(by=acting(cast.ada), thread=thread, to=cast.nia, response="Two refills.", seen_number=2)
    assert said_to(acting(cast.nia), thread) == [1, 2, 3]


def test_r56_taking_a_thread_shows_no_more_of_it(cast, acting, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=False)
    forwarding.forward(by=acting(cast.ada), thread=thread, to=[cast.nia], completed=True)
    taking.take(by=acting(cast.ada), thread=thread)
    assert said_to(acting(cast.ada), thread) == [2, 3]
