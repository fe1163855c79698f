"""Dashboard: who comes in some days, and who of them is not registered (R73-R79, J4.1-2 and its bad input)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.models import AccessGrant, Provider, StaffMember
from registration.models import Invitation
from scheduling.models import Appointment
from tests import build

PAGE = "/staff/maple/dashboard/"


@pytest.fixture
def today(cast):
    return cast.now.astimezone(cast.north.zone).date()


@pytest.fixture
def fay(client, cast):
    client.force_login(cast.fay.user)
    return client


@pytest.fixture
def book(cast, today):
    """`book(patient, hour)`: a visit of today at North with Dr Ada, or what is said otherwise."""

    def made(patient, hour=9, day=None, **facts):
        usual = {"case": None, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.sick}
        return build.visit(patient, day=day or today, hour=hour, now=cast.now, **{**usual, **facts})

    return made


def rows(page) -> list:
    return [row for _day, those in page.context["groups"] for row in those]


def names(page) -> list[str]:
    return [row.visit.patient.given_name for row in rows(page)]


# --- the list ---


def test_start_and_end_are_today_on_the_practices_clock(fay, book, cast, today):
    book(cast.leo)
    book(cast.mia, day=today + timedelta(days=1), hour=15)
    page = fay.get(PAGE)
    assert page.context["form"]["first_day"].value() == page.context["form"]["last_day"].value() == today.isoformat()
    assert names(page) == ["Leo"]
    assert "1 appointment" in page.text


def test_a_row_says_when_who_with_whom_where_and_how_far_both_are(fay, book, cast):
    visit = book(cast.leo, 9)
    page = fay.get(PAGE)
    for said in ("9:00 am", "Leo Garcia", "8 y", "Sick visit", "Dr Ada", "North", "Booked", "Registered"):
        assert said in page.text
    assert reverse("staff:portal:file", args=["maple", cast.leo.pk]) in page.text
    assert reverse("staff:scheduling:appointment", args=["maple", visit.pk]) in page.text


def test_a_range_into_the_future_goes_day_by_day_soonest_first(fay, book, cast, today):
    book(cast.amira, 11, day=today + timedelta(days=30))
    book(cast.teen, 9, day=today + timedelta(days=30))
    book(cast.paul, 16, day=today + timedelta(days=29))
    page = fay.get(PAGE, {"first_day": today + timedelta(days=29), "last_day": today + timedelta(days=30)})
    assert [len(those) for _day, those in page.context["groups"]] == [1, 2]
    assert names(page) == ["Paul", "Zoë", "Amira"]


def test_a_day_is_the_day_of_its_location(fay, book, cast, today):
    """Half past eleven in the evening in Madison is tomorrow in Albany."""
    late = book(cast.teen, 23, minute=30, location=cast.south, provider=cast.dr_ben)
    page, tomorrow = fay.get(PAGE), today + timedelta(days=1)
    assert [row.visit for row in rows(page)] == [late]
    assert "11:30 pm" in page.text
    assert "Chicago time" in page.text
    assert "Zoë" not in names(fay.get(PAGE, {"first_day": tomorrow, "last_day": tomorrow}))


def test_it_is_narrowed_by_location_and_by_providers(fay, book, cast):
    book(cast.leo, 9)
    book(cast.mia, 9, provider=cast.dr_ben)
    book(cast.teen, 10, location=cast.south, provider=cast.dr_ben)
    assert names(fay.get(PAGE, {"location": cast.south.pk})) == ["Zoë"]
    assert names(fay.get(PAGE, {"provider": cast.dr_ada.pk})) == ["Leo"]
    assert names(fay.get(PAGE, {"provider": [cast.dr_ada.pk, cast.dr_ben.pk], "location": cast.north.pk})) in (
        ["Leo", "Mia"],
        ["Mia", "Leo"],
    )


def test_cancelled_visits_and_kept_times_are_no_appointments(fay, book, cast):
    gone, kept = book(cast.leo, 9), book(cast.mia, 10)
    Appointment.objects.filter(pk=gone.pk).update(status="cancelled", cancelled_at=cast.now)
    Appointment.objects.filter(pk=kept.pk).update(status="held", held_until=cast.now + timedelta(days=1))
    page = fay.get(PAGE)
    assert rows(page) == []
    assert "No appointment" in page.text


def test_whose_patients_one_does_not_see_are_not_there(client, book, cast):
    book(cast.leo, 9)
    book(cast.teen, 10)  # at home at South
    client.force_login(cast.sam.user)
    assert names(client.get(PAGE)) == ["Leo"]


def test_who_sees_no_appointments_has_no_dashboard(client, cast):
    client.force_login(cast.nia.user)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}providers/").status_code == 403


def test_pages_follow_each_other_and_keep_the_filters(fay, cast, today):
    visits = build.many_visits(cast, 60)
    asked = {"first_day": today, "last_day": today + timedelta(days=10), "location": cast.north.pk, "no_account": ""}
    first = fay.get(PAGE, asked)
    assert len(rows(first)) == 50
    assert f"50 of {len(visits) + 2} shown" in first.text  # and Leo's and Mia's
    following = fay.get(first.context["pager"]["older_url"])
    seen = [row.visit.pk for row in (*rows(first), *rows(following))]
    assert len(seen) == len(set(seen)) == len(visits) + 2
    assert str(cast.north.pk) in first.context["pager"]["older_url"]


# --- registering ---


def test_register_stands_where_there_is_no_active_account(fay, book, cast):
    for hour, patient in enumerate((cast.leo, cast.amira, cast.teen, cast.paul), 9):
        book(patient, hour)
    AccessGrant.objects.filter(patient=cast.paul).update(ends_at=timezone.now())
    shown = {
        row.visit.patient.given_name: (str(row.portal["word"]), bool(row.register_url)) for row in rows(fay.get(PAGE))
    }
    assert shown == {
        "Leo": ("Registered", False),
        "Amira": ("Unregistered", True),
        "Zoë": ("Unregistered", True),
        "Paul": ("Access removed", True),
    }


def test_register_leads_to_registering_and_back_to_the_same_list(fay, book, cast):
    book(cast.amira)
    (row,) = rows(fay.get(PAGE, {"location": cast.north.pk}))
    assert row.register_url == reverse(
        "staff:registration:register",
        args=["maple", cast.amira.pk],
        query={"next": f"{PAGE}?location={cast.north.pk}"},
    )
    assert fay.get(row.register_url).status_code == 200


def test_who_is_invited_is_pending_and_can_still_be_registered(fay, book, cast):
    book(cast.amira)
    Invitation.objects.create(
        practice=cast.maple,
        patient=cast.amira,
        name="Salma",
        email="salma@mail.example",
        relationship="mother",
        nonce="5f2d3f10-0000-4000-8000-000000000001",
        issued_at=cast.now,
        issued_by=cast.fay.user,
        expires_at=cast.now + timedelta(days=7),
    )
    (row,) = rows(fay.get(PAGE))
    assert (row.portal["word"], row.portal["icon"], bool(row.register_url)) == ("Pending", "mail", True)


def test_only_who_may_register_sees_register(client, book, cast):
    book(cast.amira)
    client.force_login(cast.sam.user)
    page = client.get(PAGE)
    assert "Unregistered" in page.text
    assert "Register</a>" not in page.text


def test_the_list_can_be_of_those_without_an_account(fay, book, cast):
    book(cast.leo, 9)
    book(cast.amira, 10)
    assert names(fay.get(PAGE, {"no_account": "1"})) == ["Amira"]


# --- today's figures ---


def figures(page) -> dict:
    return {str(figure["label"]): (figure["n"], figure["url"]) for figure in page.context["figures"]}


def test_the_figures_are_todays_and_lead_to_what_they_count(fay, book, cast, today):
    book(cast.leo, 9)
    book(cast.amira, 10)
    book(cast.teen, 10, day=today + timedelta(days=3))
    found = figures(fay.get(PAGE, {"first_day": today + timedelta(days=3), "last_day": today + timedelta(days=3)}))
    assert found["Appointments"] == (2, PAGE)
    assert found["Not registered"][0] == len(rows(fay.get(found["Not registered"][1]))) == 1
    assert found["Unanswered messages"][0] == "0"


def test_what_waits_elsewhere_is_counted_for_who_may_see_it(client, cast):
    from tests.walks import growth

    growth.grow(cast, 2)
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=["registration"])
    client.force_login(cast.sam.user)
    found = figures(client.get(PAGE))
    assert found["Pending requests"] == (2, reverse("staff:scheduling:requests", args=["maple"]))
    n, url = found["Unanswered messages"]
    assert n == len(client.get(url).context["rows"]) == 4
    client.force_login(cast.fay.user)
    assert set(figures(client.get(PAGE))) == {"Appointments", "Not registered"}


# --- bad input ---


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        ("2026-11-25", "2026-11-24", "last_day", "It ends before it begins."),
        ("2026-01-01", "2036-01-01", "last_day", "At most a year at once, please."),
        ("2026-01-01", "2027-01-02", "last_day", "At most a year at once, please."),
        ("next Friday", "2026-11-24", "first_day", "Please write it like 11/24/2026."),
        ("2026-11-24", "24.13.2026", "last_day", "Please write it like 11/24/2026."),
        ("", "2026-11-24", "first_day", "Please choose a date."),
        ("0026-11-24", "2026-11-24", "first_day", "Please check the year."),
    ],
)
def test_j4_wrong_days_are_said_beside_their_field_and_nothing_is_lost(fay, cast, first, last, field, said):
    asked = {"first_day": first, "last_day": last, "location": cast.south.pk, "provider": cast.dr_ben.pk}
    page = fay.get(PAGE, asked)
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [said]
    assert f'value="{first}"' in page.text or not first
    assert f'value="{last}"' in page.text
    assert f'<option value="{cast.south.pk}" selected>' in page.text
    assert f'name="provider" value="{cast.dr_ben.pk}"' in page.text


def test_a_leap_year_is_not_too_long(fay):
    assert fay.get(PAGE, {"first_day": "2028-01-01", "last_day": "2028-12-31"}).status_code == 200


@pytest.mark.parametrize("typed", ["11/24/2026", "Nov 24, 2026", "2026-11-24"])
def test_days_are_typed_in_the_usual_spellings(fay, typed):
    page = fay.get(PAGE, {"first_day": typed, "last_day": typed})
    assert page.status_code == 200
    assert 'type="date" name="first_day" value="2026-11-24"' in page.text


def test_a_place_or_provider_of_another_practice_is_none(fay, cast):
    other = Provider.objects.create(practice=cast.riverside, name="Dr River")
    assert "location" in fay.get(PAGE, {"location": cast.river_location.pk}).context["form"].errors
    assert "provider" in fay.get(PAGE, {"provider": other.pk}).context["form"].errors


# --- Select Provider(s) ---


@pytest.fixture
def window(fay):
    """`window(step="add", …)`: the two panels after a step, as sets of names."""

    def asked(**sent):
        shown = fay.get(f"{PAGE}providers/", sent).context["window"]
        return [row.name for row in shown.left], [row.name for row in shown.right]

    return asked


def test_a_name_goes_to_the_right_and_back(window, cast):
    assert window() == (["Dr Ada", "Dr Ben"], [])
    assert window(step="add", add=cast.dr_ada.pk) == (["Dr Ben"], ["Dr Ada"])
    assert window(step="add", provider=cast.dr_ada.pk, add=cast.dr_ben.pk) == ([], ["Dr Ada", "Dr Ben"])
    assert window(step="remove", provider=[cast.dr_ada.pk, cast.dr_ben.pk], remove=cast.dr_ada.pk) == (
        ["Dr Ada"],
        ["Dr Ben"],
    )


def test_select_all_providers_ticks_the_left(fay):
    assert fay.get(f"{PAGE}providers/", {"step": "all"}).text.count(" checked") == 2


def test_apply_goes_back_with_the_providers_and_every_other_filter(fay, cast):
    kept = {"first_day": "2026-11-24", "last_day": "not a day", "location": str(cast.north.pk)}
    sent = fay.get(f"{PAGE}providers/", {**kept, "step": "apply", "provider": cast.dr_ada.pk})
    assert sent["Location"] == (
        f"{PAGE}?first_day=2026-11-24&last_day=not+a+day&location={cast.north.pk}&provider={cast.dr_ada.pk}"
    )


def test_who_was_ticked_and_not_added_is_applied_too(fay, cast):
    sent = fay.get(f"{PAGE}providers/", {"step": "apply", "add": cast.dr_ben.pk})
    assert sent["Location"] == f"{PAGE}?provider={cast.dr_ben.pk}"


def test_everybody_is_no_choice(fay, cast):
    sent = fay.get(f"{PAGE}providers/", {"step": "apply", "add": [cast.dr_ada.pk, cast.dr_ben.pk]})
    assert sent["Location"] == PAGE


def test_cancel_goes_back_to_what_was(fay, cast):
    opened = {"provider": cast.dr_ada.pk, "location": cast.north.pk}
    back = f"{PAGE}?location={cast.north.pk}&provider={cast.dr_ada.pk}"
    assert fay.get(f"{PAGE}providers/", opened).context["back_url"] == back
    after = {"step": "remove", "remove": cast.dr_ada.pk, "before": cast.dr_ada.pk, **opened}
    assert fay.get(f"{PAGE}providers/", after).context["back_url"] == back


def test_who_has_ended_is_offered_last(fay, window, cast):
    Provider.objects.filter(pk=cast.dr_ada.pk).update(ended_at=cast.now)
    assert window() == (["Dr Ben", "Dr Ada"], [])
    assert "(has ended)" in fay.get(f"{PAGE}providers/").text


def test_htmx_gets_the_window_alone(fay):
    body = fay.get(f"{PAGE}providers/", headers={"HX-Request": "true"}).text
    assert "Select Provider(s)" in body
    assert "<html" not in body


# --- practices ---


def test_r72_one_practice_is_no_choice(client, cast):
    client.force_login(cast.sam.user)
    page = client.get(PAGE)
    assert 'class="menu practice"' not in page.text
    assert "Maple Pediatrics" in page.text
    client.force_login(cast.fay.user)
    assert 'class="menu practice"' in client.get(PAGE).text
