"""The bench measures what it says: its load, its arithmetic, its race, and that the race would see a double booking."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from bench import race, seeding
from bench.load import LoadError, Sample, drive, percentile, request
from bench.race import Outcome
from bench.report import Result
from bench.table import Figures, Must, Row, Table, median_ratio
from portal.demo.cast import maple
from scheduling.models import Appointment
from tests import build

# --- the load ---


class Echo(BaseHTTPRequestHandler):
    """Answers with what was sent; 500 to `/broken`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or self.path.encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Silent."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_every_request_is_sent_once_and_its_answer_told_apart(port):
    asked = [request("POST", "/", body=b"x" * n, kind="text/plain") for n in range(1, 60)]
    sample = drive(port, iter(asked), lines=8, keep_bodies=True).expect(200)
    assert {number: len(body) for number, body in zip(sample.numbers, sample.bodies, strict=True)} == {
        n: n + 1 for n in range(59)
    }


def test_a_long_answer_is_waited_for(port):
    sample = drive(
        port, iter([request("POST", "/", body=b"x" * 900_000, kind="text/plain")]), lines=1, keep_bodies=True
    )
    assert len(sample.bodies[0]) == 900_000


def test_the_load_ends_when_its_time_is_over(port):
    sample = drive(port, repeat(request("GET", "/")), lines=2, seconds=0.2)
    assert 0.2 <= sample.seconds < 5
    assert sample.rate == len(sample.times) / sample.seconds


def test_another_answer_than_expected_stops_the_run(port):
    sample = drive(port, iter([request("GET", "/"), request("GET", "/broken")]), lines=1)
    with pytest.raises(LoadError, match="500"):
        sample.expect(200)


def test_nothing_answered_is_no_success():
    with pytest.raises(LoadError, match="nothing"):
        Sample().expect(200)


# --- the arithmetic ---


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 50), (95, 95), (99.5, 100), (100, 100)])
def test_percentiles(percent, value):
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == value


def test_a_ratio_is_the_median_of_the_rounds_own_ratios():
    def taking(*seconds):
        return [Sample(times=[1000 * one] * 10, seconds=one) for one in seconds]

    # In the second round the machine was ten times slower, for both alike.
    assert median_ratio(taking(2, 20, 2), taking(1, 10, 1), "p50") == 2
    assert median_ratio(taking(2, 20, 2), taking(1, 10, 1), "rate") == 0.5


@pytest.mark.parametrize(
    ("must", "ratio", "holds"),
    [
        (Must(1 / 3, at_least=True), 0.34, True),
        (Must(1 / 3, at_least=True), 0.33, False),
        (Must(4), 4, True),
        (Must(4), 4.01, False),
    ],
)
def test_what_must_hold(must, ratio, holds):
    table = Table([Row("a question", ratio=ratio, must=must), Row("a floor")])
    assert (table.missed == []) is holds
    assert ("MISSED" in table.text()) is not holds


def test_the_table_says_what_must_hold_in_words():
    assert [str(Must(1 / 6, at_least=True)), str(Must(1.3))] == ["≥ 1/6", "≤ 1.3"]


# --- the verdict ---


def result(**facts) -> Result:
    return Result(began=timezone.now(), load=0, machine="2 cores.", repeat=5, **facts)


def clean() -> Outcome:
    return Outcome(winners=[1, 1], overlaps=0)


def double() -> Outcome:
    return Outcome(winners=[20], overlaps=190)


def test_a_run_is_good_when_the_race_is_clean_and_the_control_double_books():
    good = result(race=clean(), control=double())
    assert good.faults == []
    assert "Everything that must hold does." in good.page()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"winners": [1, 2]},
        {"winners": [1, 0]},
        {"overlaps": 1},
        {"without_alternatives": 1},
        {"statuses": race.Counter({201: 1, 500: 1})},
    ],
)
def test_a_race_with_one_fault_is_not_clean(spoilt):
    faulty = Outcome(**({"winners": [1, 1]} | spoilt))
    assert result(race=faulty, control=double()).faults == ["the race was not clean"]


def test_a_control_that_does_not_double_book_fails_the_run():
    assert len(result(race=clean(), control=clean()).faults) == 1


def test_a_missed_must_is_named_on_the_page():
    figures = Figures(p50=1, p95=2, rate=1000, cpu=0)
    table = Table([Row("slots", figures, figures, against="floor", ratio=0.2, must=Must(1 / 3, at_least=True))])
    assert "- slots: 0.20, must be ≥ 1/3" in result(table=table, race=clean(), control=double()).page()


# --- the race ---


def test_a_planted_double_booking_is_seen(db):
    race.unprotect()
    cast = maple(timezone.now())
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": cast.now}
    day = cast.now.date() + timedelta(days=30)
    build.visit(cast.leo, case=cast.leo_primary, day=day, hour=9, **facts)
    build.visit(cast.mia, case=cast.mia_primary, day=day, hour=9, minute=30, **facts)
    assert race.overlaps(cast.now) == 0
    build.visit(cast.paul, case=cast.paul_primary, day=day, hour=9, minute=15, **facts)
    assert race.overlaps(cast.now) == 2


@pytest.mark.race
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_race_itself_is_run_over_http_and_is_clean(webserver):
    world = seeding.practice(timezone.now())
    outcome = race.run(world, urlsplit(webserver.url).port, rounds=2)
    assert outcome.is_clean
    assert outcome.statuses == {201: 2, 409: 38}


# --- the practice that is measured ---


def test_the_calendar_holds_as_many_visits_as_asked_for_and_history_grows_backwards(db):
    world = seeding.practice(timezone.now())
    seeding.fill_calendar(world, 6_000)
    coming = Appointment.objects.filter(starts_at__gte=world.now).count()
    seeding.add_history(world, 1_000)
    assert Appointment.objects.count() == 7_000
    assert Appointment.objects.filter(starts_at__gte=world.now).count() == coming
