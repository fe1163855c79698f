"""J3: a scheduler works the queue, from the first request of the morning to a message left for somebody else."""

import re
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from messaging.models import Delivery, Message
from messaging.services import departments
from portal.demo import build
from practice import clock
from practice.models import OutboundMessage, StaffMember
from scheduling import services
from scheduling.models import Appointment, AppointmentRequest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
QUEUE = "/staff/maple/schedule/requests/"
ROW = re.compile("^Appointment Request, ")
WITH_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def ask(cast, acting, free):
    """`ask(cast.gina, cast.leo, free(1))`: a request for a well visit with Dr Ada, each later than the last."""
    ticks = count(1)

    def send(who, patient, starts, **changes) -> AppointmentRequest:
        by = acting(who, at=cast.now + timedelta(milliseconds=next(ticks)))
        facts = {"visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada, **changes}
        case = patient.cases.get(name="Primary care")
        return services.request(by=by, patient=patient, case=case, starts=starts, **facts)

    return send


@pytest.fixture
def waiting(cast, ask, free):
    """Paul and Leo want the same time, Mia a later one; Zoë is a patient of South and not Sam's."""
    first, later = free(9)[0], free(9)[8]
    build.grant(cast.gina, cast.teen, "other", cast.now)
    return {
        "paul": ask(cast.paul_user, cast.paul, [first], reason="Yearly check-up."),
        "leo": ask(cast.gina, cast.leo, [first], visit_type=cast.sick),
        "zoe": ask(cast.gina, cast.teen, [later]),
        "mia": ask(cast.gina, cast.mia, [later]),
    }


def patients(page: Page) -> list[str]:
    return [link.inner_text().split(", ")[1].split("\n")[0] for link in page.get_by_role("link", name=ROW).all()]


def open_row(page: Page, patient: str):
    """Select a row; returns the request beside the list."""
    page.get_by_role("link", name=f"Appointment Request, {patient}", exact=True).click()
    card = page.get_by_role("region", name="Selected request").get_by_role("article", name=patient)
    expect(card).to_be_visible()
    return card


def show_status(page: Page, label: str, *, scripts: bool) -> None:
    page.get_by_label("Status", exact=True).select_option(label)
    if not scripts:
        page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(f"status={label.lower()}"))


def done(page: Page, said: str) -> None:
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


@WITH_SCRIPTS
def test_j3_1_to_5_sam_works_the_queue(cast, enter, waiting, free, scripts):
    sam = enter(cast.sam, java_script_enabled=scripts)

    # 1: Pending first, oldest first, only patients in scope, as many as the badge says.
    sam.goto("/staff/maple/schedule/")
    sam.get_by_role("navigation", name="Main").get_by_role("link", name="Appointment Requests").click()
    expect(sam.get_by_role("heading", name="Appointment Requests", level=1)).to_be_visible()
    assert patients(sam) == ["Paul Novak", "Leo Garcia", "Mia Garcia"]
    entry = sam.get_by_role("navigation", name="Main").get_by_role("link", name="Appointment Requests")
    expect(entry).to_contain_text("(3 pending)")
    expect(sam.get_by_text("3 requests")).to_be_visible()

    # 2: Leo's request becomes a well visit: twice as long, in the way of Paul's, and nobody is told.
    said, mails = Message.objects.count(), OutboundMessage.objects.count()
    open_row(sam, "Leo Garcia").get_by_role("link", name="Edit").click()
    sam.get_by_label("Visit type").select_option("Well visit, 30 minutes")
    sam.get_by_role("button", name="Save").click()
    done(sam, "The patient has not been told.")
    card = sam.get_by_role("region", name="Selected request")
    expect(card.get_by_text("Somebody else asks for this time too.", exact=True)).to_be_visible()
    card.get_by_text("History").click()
    expect(card.get_by_text("Visit type: Sick visit → Well visit")).to_be_visible()
    assert (Message.objects.count(), OutboundMessage.objects.count()) == (said, mails)

    # 3: Paul's is approved; what Leo's asked for is taken now.
    card = open_row(sam, "Paul Novak")
    expect(card.get_by_text("Yearly check-up.")).to_be_visible()
    expect(card.get_by_text("This request")).to_be_visible()
    card.get_by_role("button", name="Approve").click()
    done(sam, "the visit is booked")
    assert patients(sam) == ["Leo Garcia", "Mia Garcia"]
    expect(sam.get_by_role("listitem").filter(has=sam.get_by_role("link", name=ROW)).first).to_contain_text(
        "slot now taken"
    )
    card = open_row(sam, "Leo Garcia")
    expect(card.get_by_role("button", name="Approve")).to_be_disabled()
    boxes = card.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [True, True, True]

    # 4: Another time is proposed and kept; Gina takes it in one press.
    card.get_by_role("link", name="Other times").last.click()
    other = free(40)[30]
    when = clock.moment(other, cast.north.zone)
    card = sam.get_by_role("region", name="Selected request")
    card.get_by_role("checkbox", name=re.compile("^" + re.escape(when))).check()
    card.get_by_label("Note to the patient").fill("Dr Ada is full that morning.")
    card.get_by_role("button", name="Propose").click()
    done(sam, "the times are kept")
    assert patients(sam) == ["Mia Garcia"]
    assert Appointment.objects.get(patient=cast.leo, status="held").starts_at == other
    gina = enter(cast.gina, "phone", java_script_enabled=scripts)
    gina.goto(f"/my/maple/{cast.leo.pk}/appointments/")
    expect(gina.get_by_text("Kept for you until").first).to_be_visible()
    gina.get_by_role("button", name=f"Accept {when}").click()
    expect(gina.get_by_role("heading", name="Booked")).to_be_visible()
    waiting["leo"].refresh_from_db()
    waiting["leo"].thread.refresh_from_db()
    assert waiting["leo"].status == "approved"
    assert waiting["leo"].thread.completed_at is not None
    sam.goto(QUEUE)
    show_status(sam, "Approved", scripts=scripts)
    assert sorted(patients(sam)) == ["Leo Garcia", "Paul Novak"]

    # 5: Mia's is declined: its stripes vanish. Re-opened from Declined it waits again.
    there = clock.local(waiting["mia"].slots.get().starts_at, cast.north.zone)
    day = f"/staff/maple/schedule/day/{there.date().isoformat()}/?location={cast.north.pk}"
    striped = sam.get_by_role("link", name=f"{clock.time(there, cast.north.zone)} Mia Garcia, Well visit, Requested")
    sam.goto(day)
    expect(striped).to_be_visible()
    sam.goto(QUEUE)
    card = open_row(sam, "Mia Garcia")
    card.get_by_label("Reason").fill("Dr Ada is away that week.")
    card.get_by_role("button", name="Decline").click()
    done(sam, "the patient has your answer")
    expect(sam.get_by_text("No request is waiting")).to_be_visible()
    sam.goto(day)
    expect(striped).to_have_count(0)
    assert Message.objects.filter(thread=waiting["mia"].thread, body="Dr Ada is away that week.").exists()
    sam.goto(QUEUE)
    show_status(sam, "Declined", scripts=scripts)
    open_row(sam, "Mia Garcia").get_by_role("button", name="Re-open").click()
    done(sam, "Open again")
    sam.goto(QUEUE)
    assert patients(sam) == ["Mia Garcia"]


def test_j3_6_a_message_left_alone_stays_unread_and_one_forwarded_is_gone_for_all(cast, enter, waiting, acting):
    made = departments.create_department(by=acting(cast.ad), name="South scheduling")
    departments.set_members(by=acting(cast.ad), department=made, members=[cast.nia])
    sam = enter(cast.sam)
    sam.goto("/staff/maple/messages/unread-portal/")
    before = list(Delivery.objects.order_by("pk").values())
    sam.get_by_role("link", name="Unread Appointment Request, Zoë Laurent").click()
    expect(sam.get_by_role("article", name="Appointment Request")).to_be_visible()
    sam.goto("/staff/maple/messages/unread-portal/")
    expect(sam.get_by_role("link", name="Unread Appointment Request, Zoë Laurent")).to_be_visible()
    assert list(Delivery.objects.order_by("pk").values()) == before

    sam.get_by_role("link", name="Unread Appointment Request, Mia Garcia").click()
    sam.get_by_role("link", name="Forward").click()
    sam.get_by_role("checkbox", name=re.compile(made.name)).check()
    sam.get_by_label("Include prior text").check()
    sam.get_by_label("Completed: remove from all inboxes").check()
    sam.get_by_role("button", name="Send").click()
    expect(sam.get_by_role("link", name=re.compile("Appointment Request, Mia Garcia"))).to_have_count(0)
    fay = enter(cast.fay)
    fay.goto("/staff/maple/messages/unread-portal/")
    expect(fay.get_by_role("link", name="Unread Appointment Request, Zoë Laurent")).to_be_visible()
    expect(fay.get_by_role("link", name=re.compile("Appointment Request, Mia Garcia"))).to_have_count(0)
    nia = enter(cast.nia)
    nia.goto("/staff/maple/messages/unread-phone/")
    nia.get_by_role("link", name="Unread Appointment Request, Mia Garcia").click()
    expect(nia.get_by_role("article", name="Appointment Request")).to_contain_text("Requested Appointment Slots")


@WITH_SCRIPTS
def test_j3_of_two_schedulers_on_one_request_one_wins_and_the_other_is_told_by_whom(
    cast, enter, waiting, console, scripts
):
    StaffMember.objects.filter(pk=cast.rita.pk).update(duties=["scheduling", "messages"])
    console.allow("409 (Conflict)")
    sam, rita = (enter(who, java_script_enabled=scripts) for who in (cast.sam, cast.rita))
    cards = []
    for page in (sam, rita):
        page.goto(QUEUE)
        cards.append(open_row(page, "Paul Novak"))
    cards[0].get_by_role("button", name="Approve").click()
    done(sam, "the visit is booked")
    cards[1].get_by_label("Reason").fill("We are full that day.")
    cards[1].get_by_role("button", name="Decline").click()
    expect(rita.get_by_role("alert")).to_contain_text(
        re.compile(r"This request was already approved by Sam Whitlock on \w+, \w+ \d+, \d+:\d\d [ap]m\.")
    )
    expect(rita.get_by_text("We are full that day.")).to_be_visible()  # what was typed is not lost
    rita.get_by_role("link", name="Back to the requests").click()
    expect(rita.get_by_role("heading", name="Appointment Requests", level=1)).to_be_visible()
    assert "Paul Novak" not in patients(rita)


def test_r39_from_the_message_to_the_schedule_and_back_to_the_same_message(cast, enter, waiting):
    sam = enter(cast.sam)
    sam.goto("/staff/maple/messages/open/")
    sam.get_by_role("link", name="Appointment Request, Paul Novak").click()
    reader = sam.get_by_role("article", name="Appointment Request")
    reader.get_by_role("link", name="Open in Schedule").click()
    expect(sam.get_by_role("heading", name="Schedule", level=1)).to_be_visible()
    sam.get_by_role("link", name="Back to the message").click()
    expect(reader.get_by_text("Yearly check-up.")).to_be_visible()
    expect(sam.get_by_role("link", name="Appointment Request, Paul Novak")).to_have_attribute("aria-current", "true")


def test_on_a_phone_the_request_takes_the_page_and_gives_it_back(cast, enter, waiting):
    sam = enter(cast.sam, "phone")
    sam.goto("/staff/maple/schedule/")
    sam.get_by_role("link", name="Appointment Requests 3").click()
    card = open_row(sam, "Mia Garcia")
    expect(sam.get_by_role("link", name=ROW).first).to_be_hidden()
    expect(card.get_by_role("heading", name="Mia Garcia")).to_be_focused()
    card.get_by_role("link", name="Close").click()
    expect(sam.get_by_role("link", name=ROW).first).to_be_visible()
