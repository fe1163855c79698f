"""The portal's settings and texts by hand (J7, R2, R15, R91-R106 as far as they work now)."""

import pytest

from practice.errors import NotAllowed, Refused
from practice.models import AuditEvent, Location, PortalSettings, TermsText
from practice.services import settings as doors
from scheduling.models import Case


@pytest.fixture
def save(cast, acting):
    """`save(horizon_days=30)`: the settings as they are, but for what is named."""

    def send(who=None, **changes):
        row = type(cast.settings).objects.get(pk=cast.settings.pk)
        facts = {name: getattr(row, name) for name in (*doors.EDITABLE, "version")} | changes
        return doors.edit_settings(by=acting(who or cast.ad), settings=row, **facts)

    return send


def refusal(call, **changes) -> tuple:
    with pytest.raises(Refused) as refused:
        call(**changes)
    return refused.value.code, refused.value.field


def test_a_saved_setting_counts_as_a_new_version(cast, save):
    assert save(horizon_days=30).version == cast.settings.version + 1


def test_the_second_of_two_administrators_is_told(cast, save):
    version = cast.settings.version
    save(version=version, horizon_days=30)
    assert refusal(save, version=version, horizon_days=90)[0] == "settings_changed"


def test_requests_go_live_only_when_everything_is_there(cast, save):
    save(requests_on=False)
    Location.objects.update(allows_requests=False)
    assert refusal(save, requests_on=True) == ("not_ready", "requests_on")
    save(requests_on=False, horizon_days=45)
    Location.objects.filter(pk=cast.north.pk).update(allows_requests=True)
    assert save(requests_on=True).requests_on


def nothing_open() -> None:
    Location.objects.update(allows_requests=False)


def test_j7_3_what_cannot_be_turned_on_yet_is_saved_as_not_live(save):
    save(requests_on=False)
    nothing_open()
    planned = save(requests_on=True, planned=True)
    assert (planned.requests_on, planned.requests_planned) == (False, True)
    kept = AuditEvent.objects.filter(action="settings.changed").latest("at", "pk").detail
    assert (kept["requests_on"], kept["planned"]) == (True, True)


def test_j7_3_where_nothing_is_missing_not_live_is_live(save):
    save(requests_on=False)
    live = save(requests_on=True, planned=True)
    assert (live.requests_on, live.requests_planned) == (True, False)


def test_j7_3_not_live_stays_so_until_somebody_turns_it_on(cast, acting, save):
    save(requests_on=False)
    nothing_open()
    save(requests_on=True, planned=True)
    by = acting(cast.ad)
    with pytest.raises(Refused) as refused:
        doors.turn_requests_on(by=by, settings=cast.settings)
    assert refused.value.code == "not_ready"
    Location.objects.filter(pk=cast.north.pk).update(allows_requests=True)
    assert not save(requests_on=True, horizon_days=45).requests_on
    live = doors.turn_requests_on(by=by, settings=cast.settings)
    assert (live.requests_on, live.requests_planned) == (True, False)
    assert doors.turn_requests_on(by=by, settings=cast.settings).version == live.version


def test_a_practice_without_cases_needs_none_to_go_live(cast, save):
    save(requests_on=False)
    Case.objects.update(is_active=False)
    assert refusal(save, requests_on=True)[0] == "not_ready"
    assert save(requests_on=True, use_cases=False).requests_on


def test_what_somebody_has_turned_off_meanwhile_stays_off(cast, acting, save):
    save(requests_on=False)
    with pytest.raises(Refused) as refused:
        doors.turn_requests_on(by=acting(cast.ad), settings=cast.settings)
    assert refused.value.code == "not_planned"


def test_nobody_waits_longer_than_they_may_look_ahead(save):
    assert refusal(save, horizon_days=1, notice_hours=25) == ("notice_exceeds_horizon", "notice_hours")


def test_the_last_resort_works_here(cast, acting, save):
    from practice.services import staff

    staff.deactivate_staff(by=acting(cast.ad), member=cast.nia)
    cast.nia.refresh_from_db()
    assert refusal(save, last_resort=cast.nia) == ("last_resort_needed", "last_resort")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rounding": 20}, "rounding"),
        ({"horizon_days": 731}, "horizon_days"),
        ({"hold_hours": 0}, "hold_hours"),
        ({"hold_hours": 337}, "hold_hours"),
        ({"refill_repeat_days": 91}, "refill_repeat_days"),
        ({"pending_holds": "me"}, "pending_holds"),
        ({"request_ways": []}, "request_ways"),
        ({"open_requests_limit": 21}, "open_requests_limit"),
    ],
)
def test_the_database_knows_the_ranges_too(save, changes, field):
    assert refusal(save, **changes)[1] == field


def test_x42_forwarding_gives_no_access_until_the_practice_says_so(client, cast):
    assert not cast.settings.forward_gives_access
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk)}
    assert client.post("/staff/maple/portal/", typed | {"forward_gives_access": "on"}).status_code == 302
    cast.settings.refresh_from_db()
    assert cast.settings.forward_gives_access
    assert AuditEvent.objects.get(action="settings.changed").detail["forward_gives_access"] is True
    history = PortalSettings.pgh_event_model.objects.filter(pgh_obj=cast.settings).order_by("pgh_id")
    assert list(history.values_list("forward_gives_access", flat=True))[-2:] == [False, True]


def test_only_administrators_change_settings(cast, acting, save):
    for who in (cast.fay, cast.sam, cast.ada):
        with pytest.raises(NotAllowed):
            save(who, requests_on=False)
        with pytest.raises(NotAllowed):
            doors.turn_requests_on(by=acting(who), settings=cast.settings)
        with pytest.raises(NotAllowed):
            doors.publish_terms(by=acting(who), kind="terms", body="Mine.")


def test_a_new_version_of_a_text_keeps_the_old_one(cast, acting, now):
    by = acting(cast.ad)
    before = TermsText.objects.of(cast.maple).filter(kind="terms").count()
    doors.publish_terms(by=by, kind="terms", body="Be kind.")
    assert TermsText.objects.of(cast.maple).filter(kind="terms").count() == before + 1


def form(client) -> dict:
    """What the settings page would send."""
    page = client.get("/staff/maple/portal/")
    return {
        name: value if isinstance(value, list) else str(value)
        for name, value in page.context["form"].initial.items()
        if value is not None and value is not False
    }


def test_the_second_administrator_sees_the_difference_and_may_save_again(client, cast, save):
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk), "horizon_days": "90"}
    save(horizon_days=30)
    page = client.post("/staff/maple/portal/", typed)
    assert page.status_code == 422
    assert "Saved by the other: 30" in page.text
    assert 'value="90"' in page.text
    again = typed | {"version": str(page.context["form"].data["version"])}
    assert client.post("/staff/maple/portal/", again).status_code == 302
    cast.settings.refresh_from_db()
    assert cast.settings.horizon_days == 90


WRONG = [
    *[("horizon_days", wrong) for wrong in ("-1", "0", "many", "1000000000", "")],
    *[("notice_hours", wrong) for wrong in ("-1", "soon", "1000000000", "1.5")],
    *[("hold_hours", wrong) for wrong in ("-1", "0", "long", "1000000000")],
    *[("refill_repeat_days", wrong) for wrong in ("-1", "0", "91", "week")],
    *[("rounding", wrong) for wrong in ("-15", "20", "quarter", "1000000000")],
    ("pending_holds", "me"),
]


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_j7_bad_numbers_are_field_errors(client, cast, field, wrong):
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk), field: wrong}
    page = client.post("/staff/maple/portal/", typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    cast.settings.refresh_from_db()
    assert cast.settings.version == 1


def test_j7_a_notice_longer_than_the_horizon_is_refused_beside_its_field_with_all_that_was_typed(client, cast):
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk), "horizon_days": "1", "notice_hours": "25"}
    page = client.post("/staff/maple/portal/", typed | {"answer_promise": "Soon."})
    assert page.context["form"].errors["notice_hours"]
    assert 'value="25"' in page.text
    assert 'value="Soon."' in page.text


def test_j7_3_the_page_offers_to_save_as_not_live_and_later_to_turn_it_on(client, cast, save):
    save(requests_on=False)
    nothing_open()
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk), "requests_on": "on"}
    refused = client.post("/staff/maple/portal/", typed)
    assert refused.status_code == 422
    assert "Save as not live" in refused.text
    saved = client.post("/staff/maple/portal/", typed | {"planned": "on"}, follow=True).text
    assert "Not live" in saved
    assert "/staff/maple/places/" in saved
    assert "Turn it on" not in saved
    Location.objects.filter(pk=cast.north.pk).update(allows_requests=True)
    assert "Turn it on" in client.get("/staff/maple/portal/").text
    on = client.post("/staff/maple/portal/requests/", follow=True)
    assert "patients see them now" in on.text
    cast.settings.refresh_from_db()
    assert cast.settings.requests_on


def test_r17_patients_see_nothing_while_not_live_and_the_new_entry_after_a_refresh(client, cast, acting, save):
    home = f"/my/maple/{cast.leo.pk}/"
    save(requests_on=False)
    nothing_open()
    save(requests_on=True, planned=True)
    Location.objects.filter(pk=cast.north.pk).update(allows_requests=True)
    client.force_login(cast.gina)
    assert "Request an Appointment" not in client.get(home).text
    doors.turn_requests_on(by=acting(cast.ad), settings=cast.settings)
    assert "Request an Appointment" in client.get(home).text


def test_j7_turning_off_with_visits_to_come_leaves_them_and_patients_see_them(client, cast, save):
    save(requests_on=False)
    client.force_login(cast.gina)
    page = client.get(f"/my/maple/{cast.leo.pk}/appointments/").text
    assert "Well visit" in page
    assert "Request an Appointment" not in page
    cast.leo_visit.refresh_from_db()
    assert cast.leo_visit.status == "booked"


@pytest.mark.parametrize("who", ["fay", "sam", "ada"])
def test_r2_only_administrators_reach_the_switch(client, cast, who):
    client.force_login(getattr(cast, who).user)
    assert client.get("/staff/maple/portal/").status_code == 403
    assert client.post("/staff/maple/portal/", {"requests_on": ""}).status_code == 403
    assert client.post("/staff/maple/portal/requests/").status_code == 403
    cast.settings.refresh_from_db()
    assert cast.settings.requests_on


def test_a_preview_publishes_nothing(client, cast):
    client.force_login(cast.ad.user)
    before = TermsText.objects.count()
    page = client.post("/staff/maple/portal/texts/terms/", {"body": "Be <b>kind</b>.", "preview": "1"})
    assert "Be &lt;b&gt;kind&lt;/b&gt;." in page.text
    assert TermsText.objects.count() == before
    assert client.post("/staff/maple/portal/texts/terms/", {"body": "Be kind."}).status_code == 302
    assert TermsText.objects.count() == before + 1
