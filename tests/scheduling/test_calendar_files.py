"""One entry in people's calendars: it is put in, moves, moves again and disappears, as calendars read it (RFC 5546)."""

import pytest
from icalendar import Calendar

from practice import outbox
from practice.models import OutboundMessage
from scheduling import ics, services

pytestmark = pytest.mark.django_db


class OwnCalendar:
    """What a calendar program makes of the files: by UID, and nothing older than what it has."""

    def __init__(self):
        self.entries = {}

    def take(self, file: bytes) -> None:
        read = Calendar.from_ical(file)
        (event,) = read.walk("VEVENT")
        uid, sequence = str(event["uid"]), int(event["sequence"])
        if uid in self.entries and sequence < self.entries[uid][0]:
            return
        gone = str(read["method"]) == "CANCEL"
        assert gone == (str(event["status"]) == "CANCELLED")
        self.entries[uid] = (sequence, None if gone else event.decoded("dtstart"))

    @property
    def visits(self) -> list:
        return [starts for _sequence, starts in self.entries.values() if starts]


@pytest.fixture
def move(cast, acting, at):
    def to(visit, text):
        return services.move(by=acting(cast.sam), appointment=visit, starts_at=at(text), provider=cast.dr_ada)

    return to


@pytest.fixture
def letters(cast):
    """The files of the letters Gina is sent, oldest first, each written when it goes out."""

    def files() -> list[bytes]:
        rows = OutboundMessage.objects.filter(recipient=cast.gina, status="queued").order_by("created_at", "pk")
        found = [outbox.NOTICES[row.notice].compose(row, cast.now).calendar for row in rows]
        rows.update(status="sent")
        return found

    return files


def test_one_entry_moves_twice_and_disappears(cast, acting, at, move):
    calendar, visit = OwnCalendar(), cast.leo_visit
    calendar.take(ics.visit_file(visit, cast.now))
    assert calendar.visits == [at("2026-10-20 09:00")]
    for text in ("2026-10-21 10:00", "2026-10-22 14:00"):
        visit = move(visit, text)
        calendar.take(ics.visit_file(visit, cast.now))
        assert calendar.visits == [at(text)]
    visit = services.cancel(by=acting(cast.sam), appointment=visit, reason="Dr Ada is ill")
    calendar.take(ics.visit_file(visit, cast.now))
    assert calendar.visits == []
    assert list(calendar.entries.values()) == [(3, None)]


def test_the_letters_carry_the_same_entry(cast, acting, at, move, letters):
    calendar = OwnCalendar()
    calendar.take(ics.visit_file(cast.leo_visit, cast.now))
    for text in ("2026-10-21 10:00", "2026-10-22 14:00"):
        move(cast.leo_visit, text)
        (file,) = letters()
        calendar.take(file)
        assert calendar.visits == [at(text)]
    services.cancel(by=acting(cast.sam), appointment=cast.leo_visit, reason="Dr Ada is ill")
    for file in letters():
        calendar.take(file)
    assert calendar.visits == []
    assert len(calendar.entries) == 1


def test_an_older_letter_that_comes_late_moves_nothing_back(cast, at, move):
    first = ics.visit_file(cast.leo_visit, cast.now)
    calendar = OwnCalendar()
    calendar.take(ics.visit_file(move(cast.leo_visit, "2026-10-21 10:00"), cast.now))
    calendar.take(first)
    assert calendar.visits == [at("2026-10-21 10:00")]


def test_what_changes_nothing_keeps_the_sequence(cast, acting, move):
    move(cast.leo_visit, "2026-10-20 09:00")
    services.confirm(by=acting(cast.sam), appointment=cast.leo_visit)
    cast.leo_visit.refresh_from_db()
    assert cast.leo_visit.sequence == 0


def test_a_visit_moved_to_a_location_in_another_zone_is_on_its_clock(cast, acting, at):
    facts = {"provider": cast.dr_ben, "location": cast.south, "starts_at": at("2026-10-22 11:00")}
    visit = services.move(by=acting(cast.sam), appointment=cast.leo_visit, **facts)
    (event,) = Calendar.from_ical(ics.visit_file(visit, cast.now)).walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "America/Chicago"
    assert event.decoded("dtstart") == at("2026-10-22 11:00")


@pytest.mark.parametrize("name", ["Maple\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Not ours", "a;b,c:d\\n", "ä€😀" * 60])
def test_t43_no_name_breaks_out_of_its_entry(cast, name):
    """Line ends, separators and long names come out of the file as they went in, in one entry."""
    visit = cast.leo_visit
    visit.practice.name = visit.location.name = visit.location.address = name
    (event,) = Calendar.from_ical(ics.visit_file(visit, cast.now)).walk("VEVENT")
    said = name.replace("\r\n", "\n")
    assert str(event["summary"]).replace("\r\n", "\n") == f"Visit at {said}"
    assert str(event["location"]).replace("\r\n", "\n") == f"{said}, {said}"
    assert all(len(line) <= 75 for line in ics.visit_file(visit, cast.now).split(b"\r\n"))
