"""The Message Center by the keyboard alone, Undo with its text back, and two nurses on one thread (J5, T-70)."""

import re

import pytest
from playwright.sync_api import expect

from messaging.models import Delivery, Message, Thread
from messaging.services import answering, forwarding, patient

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
CENTER = "/staff/maple/messages/unread-portal/"


@pytest.fixture
def written(cast, acting):
    """`written(n)`: so many messages from Gina about Leo, for Fay."""

    def send(n: int) -> list[Thread]:
        gina = acting(cast.gina)
        facts = {"by": gina, "patient": cast.leo, "body": "At night."}
        return [patient.send_message(subject=f"Question {i}", **facts) for i in range(n)]

    return send


def test_the_keyboard_alone_triages_ten_messages(cast, enter, written):
    asked = written(10)
    fay = enter(cast.fay)
    fay.goto(CENTER)
    keys = fay.keyboard
    rows = fay.get_by_role("link", name=re.compile(r"Question \d, Leo Garcia"))
    expect(rows).to_have_count(10)
    for left in range(9, 3, -1):  # complete six
        keys.press("j")
        expect(fay.get_by_role("article")).to_be_visible()
        keys.press("e")
        expect(fay.locator("#flash")).to_contain_text("Completed.")
        expect(rows).to_have_count(left)
    for left in (3, 2):  # answer two, one of them for good
        keys.press("j")
        expect(fay.get_by_role("article")).to_be_visible()
        keys.press("r")
        expect(fay.get_by_label("Response")).to_be_focused()
        keys.type("Come in at nine.")
        if left == 2:
            keys.press("Tab")
            while not fay.get_by_label("Completed: remove from all inboxes").is_checked():
                keys.press("ArrowDown") if fay.evaluate("document.activeElement.type") == "radio" else keys.press("Tab")
            fay.get_by_label("Response").focus()
        keys.press("Control+Enter")
        expect(fay.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
        if left == 3:
            fay.goto(CENTER)
        expect(rows).to_have_count(left)
    keys.press("j")  # read one and mark it unread again
    expect(fay.get_by_role("article")).to_be_visible()
    keys.press("Enter")
    expect(fay.get_by_role("button", name="Mark unread")).to_be_visible()
    keys.press("u")
    expect(fay.locator("#flash")).to_contain_text("Marked as unread.")
    expect(rows).to_have_count(2)
    keys.press("j")  # forward one
    expect(fay.get_by_role("article")).to_be_visible()
    keys.press("f")
    expect(fay.get_by_label("Note")).to_be_focused()
    boxes = fay.get_by_role("checkbox", name=re.compile("Nia Okonkwo"))
    for _tab in range(30):
        keys.press("Shift+Tab")
        if boxes.evaluate("box => box === document.activeElement"):
            break
    keys.press("Space")
    fay.get_by_label("Note").focus()
    keys.press("Control+Enter")
    expect(fay.locator("#flash")).to_contain_text("Forwarded.")
    ids = [thread.pk for thread in asked]
    assert Thread.objects.filter(pk__in=ids, completed_at__isnull=False).count() == 7
    assert Message.objects.filter(thread__in=ids, side="staff", shown_to="portal").count() == 2
    assert Delivery.objects.filter(thread__in=ids, member=cast.nia, channel="phone").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_undo_brings_the_text_back_and_the_parent_never_sees_it(cast, enter, written, scripts):
    [thread] = written(1)
    fay = enter(cast.fay, java_script_enabled=scripts)
    fay.goto(CENTER)
    fay.get_by_role("link", name="Unread Question 0, Leo Garcia").click()
    fay.get_by_role("button", name="Reply").click()
    fay.get_by_label("Response").fill("Come in at nin")
    fay.get_by_label("Completed: remove from all inboxes").check()
    fay.get_by_role("button", name="Send").click()
    undo = fay.get_by_role("button", name="Undo")
    if scripts:
        expect(undo).to_have_text(re.compile(r"Undo \d+"))
    undo.click()
    expect(fay.get_by_text("Taken back. Nobody has seen it.")).to_be_visible()
    expect(fay.get_by_label("Response")).to_have_value("Come in at nin")
    gina = enter(cast.gina, "phone")
    gina.goto(f"/my/maple/{cast.leo.pk}/messages/{thread.pk}/")
    expect(gina.get_by_text("At night.")).to_be_visible()
    expect(gina.get_by_text("Come in")).to_have_count(0)
    thread.refresh_from_db()
    assert (thread.answered_at, thread.completed_at) == (None, None)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_j5_4_an_internal_answer_is_turned_to_the_parent_after_a_look_at_it(cast, acting, enter, written, scripts):
    [thread] = written(1)
    forwarding.forward(by=acting(cast.nia), thread=thread, to=[cast.ada], include_prior=True)
    facts = {"by": acting(cast.ada), "thread": thread, "to": cast.nia, "seen_number": 2}
    answering.answer_internally(response="Two puffs, then call.", **facts)
    nia = enter(cast.nia, java_script_enabled=scripts)
    nia.goto("/staff/maple/messages/unread-phone/")
    nia.get_by_role("link", name="Unread Question 0, Leo Garcia").click()
    nia.get_by_role("button", name="Reply").click()
    nia.get_by_label("To", exact=True).select_option("Web Portal User")
    nia.get_by_label("Response").fill("Please give two puffs and call us.")
    nia.get_by_role("button", name="Send").click()
    asked = nia.get_by_role("dialog", name="Gina Garcia, about Leo Garcia")
    expect(asked).to_contain_text("Please give two puffs and call us.")
    expect(asked).not_to_contain_text("then call.")
    asked.get_by_role("button", name="Back").click()
    expect(asked).to_have_count(0)
    nia.get_by_role("button", name="Send").click()
    asked.get_by_role("button", name="Send").click()
    expect(nia.locator("#flash")).to_contain_text("Sent to Gina Garcia.")


def test_t70_two_nurses_answer_at_once_and_the_second_reads_the_first(cast, enter, written, console):
    console.allow("422 (Unprocessable")
    [thread] = written(1)
    fay, nia = enter(cast.fay), enter(cast.nia)
    for page in (fay, nia):
        page.goto(f"/staff/maple/messages/all/?selected={thread.pk}&do=reply")
    fay.get_by_label("Response").fill("Come in at nine.")
    fay.get_by_role("button", name="Send").click()
    expect(fay.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
    nia.get_by_label("Response").fill("Come in at ten.")
    nia.get_by_role("button", name="Send").click()
    expect(nia.get_by_role("region", name="Since you began")).to_contain_text("Come in at nine.")
    expect(nia.get_by_label("Response")).to_have_value("Come in at ten.")
    nia.get_by_role("button", name="Send").click()
    expect(nia.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
