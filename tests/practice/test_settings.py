"""The portal's settings and texts by hand (J7, R2, R15, R91-R106 as far as they work now)."""

import pytest

from practice.errors import NotAllowed, Refused
from practice.models import Location, TermsText
from practice.services import settings as doors


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


def test_nobody_waits_longer_than_they_may_look_ahead(save):
    assert refusal(save, horizon_days=1, notice_hours=25) == ("notice_exceeds_horizon", "notice_hours")


def test_the_last_resort_works_here(cast, acting, save):
    from practice.services import staff

    staff.deactivate_staff(by=acting(cast.ad), member=cast.nia)
    cast.nia.refresh_from_db()
    assert refusal(save, last_resort=cast.nia) == ("last_resort_needed", "last_resort")


@pytest.mark.parametrize(
    ("changes", "field"), [({"rounding": 20}, "rounding"), ({"horizon_days": 731}, "horizon_days")]
)
def test_the_database_knows_the_ranges_too(save, changes, field):
    assert refusal(save, **changes)[1] == field


def test_only_administrators_change_settings(cast, acting, save):
    for who in (cast.fay, cast.sam, cast.ada):
        with pytest.raises(NotAllowed):
            save(who, requests_on=False)
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
        name: str(value)
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


@pytest.mark.parametrize("wrong", ["-1", "0", "many", "1000000000"])
def test_a_number_out_of_range_is_a_field_error(client, cast, wrong):
    client.force_login(cast.ad.user)
    typed = form(client) | {"last_resort": str(cast.ad.pk), "horizon_days": wrong}
    page = client.post("/staff/maple/portal/", typed)
    assert page.status_code == 422
    assert page.context["form"].errors["horizon_days"]
    assert f'value="{wrong}"' in page.text


def test_a_preview_publishes_nothing(client, cast):
    client.force_login(cast.ad.user)
    before = TermsText.objects.count()
    page = client.post("/staff/maple/portal/texts/terms/", {"body": "Be <b>kind</b>.", "preview": "1"})
    assert "Be &lt;b&gt;kind&lt;/b&gt;." in page.text
    assert TermsText.objects.count() == before
    assert client.post("/staff/maple/portal/texts/terms/", {"body": "Be kind."}).status_code == 302
    assert TermsText.objects.count() == before + 1
