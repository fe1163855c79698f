"""X43: nothing internal ever reaches the patient's side, whatever staff and patient do one after the other.

Hypothesis makes up the acts. After each, all that the patient's side is shown is compared with what was said to it:
the list, its snippets and unread marks, the thread, the API, the counts of the home page and the notices.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from messaging import api, conversation, notices, selectors
from messaging.models import Message, Thread
from messaging.services import answering, completing, drafts, forwarding, patient, reading, taking, withdrawing
from practice.errors import NotVisible, Refused
from practice.models import OutboundMessage

INSIDE = "INSIDE"
STEP = timedelta(seconds=6)  # so that an act falls now before, now after the moment a message is seen
ACTS = ["reply", "reply_completed", "inside", "forward", "forward_bare", "complete", "undo", "reopen", "patient"]
ACTS += ["withdraw", "take", "release", "unread", "letter", "patient_reads", "draft"]


class Conversation:
    """One thread, the moment it has come to, and what was said to the patient's side with when it may be seen."""

    def __init__(self, cast, acting):
        self.cast, self.acting, self.now, self.n = cast, acting, cast.now, 0
        self.thread = patient.send_message(by=self.gina, patient=cast.leo, subject="Cough", body="said 0")
        self.said = {"said 0": (cast.now, "patient")}  # text: when it is seen, whose it is
        self.last = None

    @property
    def gina(self):
        return self.acting(self.cast.gina, at=self.now)

    def do(self, act: str, who) -> None:
        self.now, self.n = self.now + STEP, self.n + 1
        try:
            with transaction.atomic():
                getattr(self, act)(self.acting(who, at=self.now))
        except (Refused, NotVisible):
            pass

    def _seen(self) -> dict:
        thread = Thread.objects.get(pk=self.thread.pk)
        facts = {"seen_completed": bool(thread.completed_at), "seen_taken_by": thread.taken_by_id}
        return {"thread": thread, "seen_number": thread.last_number, **facts}

    def reply(self, by, after="keep"):
        text = f"said {self.n}"
        self.last = answering.reply(by=by, response=text, after_sending=after, **self._seen())
        self.said[text] = (self.last.visible_from, "staff")

    def reply_completed(self, by):
        self.reply(by, "completed")

    def inside(self, by):
        others = [m for m in (self.cast.fay, self.cast.nia, self.cast.ada) if m != by.member]
        answering.answer_internally(by=by, to=others[0], response=f"{INSIDE} {self.n}", **self._seen())

    def forward(self, by, prior=True):
        to = [m for m in (self.cast.nia, self.cast.ada) if m != by.member]
        note = f"{INSIDE} {self.n}"
        forwarding.forward(by=by, thread=self.thread, to=to, note=note, include_prior=prior)

    def forward_bare(self, by):
        self.forward(by, prior=False)

    def complete(self, by):
        completing.complete(by=by, thread=self.thread)

    def reopen(self, by):
        completing.reopen(by=by, thread=self.thread)

    undo = reopen

    def patient(self, _by):
        text = f"said {self.n}"
        patient.answer(by=self.gina, thread=self.thread, body=text)
        self.said[text] = (self.now, "patient")

    def patient_reads(self, _by):
        last = selectors.messages_of(self.gina, self.thread).last()
        patient.read_thread(by=self.gina, thread=self.thread, up_to=last)

    def withdraw(self, _by):
        if self.last is None:
            return
        sender = next(m for m in (self.cast.fay, self.cast.nia, self.cast.ada) if m.user_id == self.last.author_id)
        withdrawing.withdraw(by=self.acting(sender, at=self.now), message=self.last)
        del self.said[self.last.body]
        self.last = None

    def take(self, by):
        taking.take(by=by, thread=self.thread)

    def release(self, by):
        taking.release(by=by, thread=self.thread)

    def unread(self, by):
        reading.mark_unread(by=by, thread=self.thread)

    def letter(self, by):
        answering.note_other_way(by=by, thread=self.thread, way="letter", response=f"{INSIDE} {self.n}")

    def draft(self, by):
        typed = {"response": [f"{INSIDE} {self.n}"]}
        drafts.save_draft(by=by, thread=self.thread, window="reply", typed=typed)

    def check(self) -> None:
        """All that the patient's side gets is what was said to it and is out by now."""
        gina, leo = self.gina, self.cast.leo
        out = {text: when for text, (when, _side) in self.said.items() if when <= self.now}
        own = selectors.own_thread(gina, leo, self.thread.pk)
        page, row = conversation.thread(gina, own), conversation.threads(gina, leo)["threads"]
        assert {part["body"] for part in page["parts"]} == set(out)
        assert len(page["parts"]) == len(out)
        [row] = row
        assert out[row["snippet"]] == max(out.values())
        assert row["unread"] == bool(page["thread"]["read_url"]) == (selectors.unread_answers(gina, leo) == 1)
        found = selectors.threads_of(gina, leo).get()
        bodies = [m["body"] for m in api.MessageOut(selectors.messages_of(gina, found), many=True).data]
        assert bodies == sorted(out, key=lambda text: (out[text], int(text.split()[1])))
        assert found.answer_shown_at is None or found.answer_shown_at <= self.now
        assert INSIDE not in repr((page, row, api.ThreadOut(found).data))
        for notice in OutboundMessage.objects.filter(notice="message.new", due_at__lte=self.now):
            if letter := notices.new_message(notice, self.now):
                assert Message.objects.get(pk=notice.subject_ref).body in out
                assert INSIDE not in letter.subject + letter.text + letter.html


@pytest.fixture
def begin(cast, acting):
    return lambda: Conversation(cast, acting)


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["fay", "nia", "ada"])), max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_x43_no_sequence_of_acts_shows_the_patient_anything_but_what_was_said_to_them(cast, begin, acts):
    with transaction.atomic():
        talk = begin()
        for act, who in acts:
            talk.do(act, getattr(cast, who))
            talk.check()
        talk.now += timedelta(minutes=1)
        talk.check()
        transaction.set_rollback(True)  # each example begins with the cast as it was
