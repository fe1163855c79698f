"""The report on messages: how much, when, how soon it is answered (R34); and files that spreadsheets open (T-42)."""

import csv
import io
from datetime import timedelta

import pytest

from messaging.models import Department, Thread
from messaging.selectors import figures
from messaging.services import answering, completing, patient as doors
from portal.reports import span
from practice import csvs
from tests.conftest import NOW


@pytest.fixture
def now():
    """As everywhere but on pages: what is counted here happened at hours that the test names."""
    return NOW


@pytest.fixture
def days(now):
    """The week that begins today, on the practice's calendar."""
    return now.date(), now.date() + timedelta(days=6)


@pytest.fixture
def write(cast, acting):
    """`write(after)`: Gina writes about Leo so long after ten on Monday."""

    def sent(after=timedelta(0)):
        by = acting(cast.gina, at=cast.now + after)
        return doors.send_message(by=by, patient=cast.leo, subject="A", body="B")

    return sent


@pytest.fixture
def answered(cast, acting, write):
    """`answered(minutes)`: a message that Fay answered after so many minutes."""

    def after(minutes):
        thread = write()
        at = cast.now + timedelta(minutes=minutes)
        answering.reply(by=acting(cast.fay, at=at), thread=thread, response="C", seen_number=1)
        return thread

    return after


def test_volume_is_counted_by_kind_and_by_the_practices_hour(cast, acting, days, write):
    write()
    write(timedelta(hours=2))
    write(timedelta(days=30))
    admin = acting(cast.ad)
    assert dict(figures.by_kind(admin, *days))["general"] == 2
    hours = figures.by_hour(admin, *days)
    assert (hours[10], hours[12], sum(hours)) == (1, 1, 2)


def test_the_time_to_the_first_answer_is_told_by_department(cast, acting, days, answered):
    for minutes in (10, 20, 60):
        answered(minutes)
    (line,) = figures.answering(acting(cast.ad), *days)
    assert (line.department, line.answered, line.waiting) == ("IC-General", 3, 0)
    assert line.median == timedelta(minutes=20)
    assert line.nine_in_ten == timedelta(minutes=52)


def test_only_the_first_answer_counts(cast, acting, days, answered):
    thread = answered(10)
    later = acting(cast.fay, at=cast.now + timedelta(hours=3))
    answering.reply(by=later, thread=thread, response="More", seen_number=2)
    (line,) = figures.answering(acting(cast.ad), *days)
    assert (line.answered, line.median) == (1, timedelta(minutes=10))


def test_r34_what_was_completed_without_an_answer_is_counted(cast, acting, days, write):
    completing.complete(by=acting(cast.fay), thread=write())
    write()
    (line,) = figures.answering(acting(cast.ad), *days)
    assert (line.unanswered, line.waiting, line.answered) == (1, 1, 0)
    assert line.median is None


def test_r66_new_insurance_completed_without_an_answer_is_none_of_them(cast, acting, days, write):
    thread = write()
    Thread.objects.update(kind="insurance")
    completing.complete(by=acting(cast.fay), thread=thread)
    (line,) = figures.answering(acting(cast.ad), *days)
    assert line.unanswered == 0


@pytest.mark.parametrize(
    ("took", "said"),
    [
        (None, "–"),
        (timedelta(minutes=35), "35 min"),
        (timedelta(hours=4, minutes=10), "4 h 10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=2, hours=3), "2 d 3 h"),
        (timedelta(days=1), "1 d"),
    ],
)
def test_a_stretch_of_time_is_said_as_people_say_it(took, said):
    assert span(took) == said


# --- the page and its file ---


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


PAGE = "/staff/maple/reports/messages/"


def test_the_report_stands_with_its_tables(admin, answered, days):
    answered(10)
    page = admin.get(PAGE, {"first_day": days[0].isoformat(), "last_day": days[1].isoformat()}).text
    assert "IC-General" in page
    assert "10 min" in page


def test_an_end_before_the_start_is_said_beside_its_field_and_both_are_kept(admin, cast):
    page = admin.get(PAGE, {"first_day": "2026-10-19", "last_day": "2026-10-01"})
    assert page.status_code == 422
    assert "It ends before it begins." in page.text
    assert page.context["form"]["last_day"].value() == "2026-10-01"


def test_who_is_no_administrator_has_no_reports(client, cast):
    client.force_login(cast.nia.user)
    assert client.get(PAGE).status_code == 403
    assert "reports/messages" not in client.get("/staff/maple/messages/").text


def test_t42_a_department_with_a_formula_for_a_name_is_text_in_the_file(admin, cast, answered, days):
    Department.objects.filter(receives="general").update(name='=HYPERLINK("http://x")')
    answered(10)
    asked = {"first_day": days[0].isoformat(), "last_day": days[1].isoformat()}
    answer = admin.get("/staff/maple/reports/messages.csv", asked)
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[1] == ['\'=HYPERLINK("http://x")', "1", "10", "10", "0", "0"]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\ufeff=1", "x\n=1", "x\r\n@y", "|calc", "%0a"],
)
def test_t42_no_line_of_a_cell_begins_like_a_formula(cell):
    for line in csvs.safe(cell).split("\n"):
        assert not line.lstrip(" \u00a0\ufeff\t\r").startswith(("=", "+", "-", "@", "|", "%"))


def test_t42_what_is_harmless_comes_out_as_it_went_in():
    assert [csvs.safe(cell) for cell in ("Zoë, O'Sullivan", 3, -2.5, None, "a=b")] == [
        "Zoë, O'Sullivan",
        "3",
        "-2.5",
        "",
        "a=b",
    ]
