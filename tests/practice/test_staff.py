"""Who works here: invited, joined, changed, gone (X24, X31, X37, X39, T-18, R121)."""

from datetime import timedelta

import pytest

from practice import invitations, outbox
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AuditEvent, OutboundMessage, StaffMember, User
from practice.services import staff

PASSWORD = "four words in a row"


@pytest.fixture
def kim(cast, acting) -> StaffMember:
    """Invited by Ad, not here yet."""
    return staff.invite_staff(by=acting(cast.ad), email="Kim@Maple.example ", duties=["messages"])


@pytest.fixture
def join(now):
    """`join(kim)`: accept the invitation as the page behind the link does."""

    def accept(member, at=now, **facts):
        facts = {"name": "Kim Park", "password": PASSWORD, **facts}
        by = invitations.actor(member, at)
        return staff.join(by=by, member=member, nonce=member.invite_nonce, **facts)

    return accept


def letter(member, now):
    row = OutboundMessage.objects.filter(notice="staff.invited", subject_ref=member.pk).latest("created_at")
    return outbox.NOTICES["staff.invited"].compose(row, now)


def test_an_invitation_makes_a_member_who_may_do_nothing_yet(cast, kim, now):
    assert kim.user.email == "kim@maple.example"
    assert not kim.is_active
    assert not kim.user.has_usable_password()
    sent = letter(kim, now)
    assert sent.address == "kim@maple.example"
    assert invitations.token(kim) in sent.text
    assert "Maple Pediatrics" in sent.subject


def test_an_address_differs_not_by_case_or_spaces(cast, acting, kim):
    with pytest.raises(Refused) as refused:
        staff.invite_staff(by=acting(cast.ad), email=" KIM@maple.EXAMPLE", duties=["messages"])
    assert refused.value.code == "already_staff"
    assert User.objects.filter(email__iexact="kim@maple.example").count() == 1


def test_somebody_with_a_login_keeps_it(cast, acting, join):
    member = staff.invite_staff(by=acting(cast.ad), email="gina@demo.example", duties=["messages"])
    assert member.user == cast.gina
    before = cast.gina.password
    assert join(member, name="Somebody Else", password="x").is_active
    cast.gina.refresh_from_db()
    assert (cast.gina.password, cast.gina.name) == (before, "Gina Garcia")


@pytest.mark.parametrize("who", ["sam", "fay", "nia", "ada"])
def test_only_administrators_touch_the_directory(cast, acting, kim, who):
    by = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        staff.invite_staff(by=by, email="mole@maple.example", duties=["admin"])
    with pytest.raises(NotAllowed):
        staff.edit_staff(by=by, member=by.member, duties=["admin"], patient_scope="all")
    with pytest.raises(NotAllowed):
        staff.deactivate_staff(by=by, member=cast.ad)
    with pytest.raises(NotAllowed):
        staff.resend_invitation(by=by, member=kim)


def test_nobody_joins_for_somebody_else(cast, acting, kim):
    with pytest.raises(NotAllowed):
        staff.join(by=acting(cast.ad), member=kim, nonce=kim.invite_nonce, name="Ad", password=PASSWORD)


def test_members_of_another_practice_are_not_there(cast, acting, kim):
    stranger = StaffMember.objects.create(
        practice=cast.riverside, user=cast.hugo, duties=["admin"], invited_at=cast.now, joined_at=cast.now
    )
    with pytest.raises(NotVisible):
        staff.deactivate_staff(by=acting(stranger), member=kim)


def test_joining_sets_name_and_password_and_uses_the_link_up(cast, kim, join, now):
    link = invitations.token(kim)
    joined = join(kim)
    assert joined.is_active
    assert joined.user.name == "Kim Park"
    assert joined.user.check_password(PASSWORD)
    assert invitations.member_of(link, now) is None
    assert AuditEvent.objects.filter(action="staff.joined", user_ref=kim.user_id).exists()
    with pytest.raises(Refused) as refused:
        join(kim)
    assert refused.value.code == "invitation_over"


@pytest.mark.parametrize("password", ["short", "password12", "kim@maple.example"])
def test_weak_passwords_are_refused_beside_the_field(kim, join, password):
    with pytest.raises(Refused) as refused:
        join(kim, password=password)
    assert refused.value.field == "password"
    kim.refresh_from_db()
    assert kim.joined_at is None


def test_a_link_ends_after_fourteen_days(kim, join, now):
    link = invitations.token(kim)
    assert invitations.member_of(link, now + timedelta(days=13, hours=23)) == kim
    assert invitations.member_of(link, now + timedelta(days=14)) is None
    with pytest.raises(Refused):
        join(kim, at=now + timedelta(days=14))


def test_sending_again_kills_the_old_link_and_its_mail(cast, acting, kim, now):
    old_link, old_row = invitations.token(kim), OutboundMessage.objects.get(subject_ref=kim.pk)
    again = staff.resend_invitation(by=acting(cast.ad), member=kim)
    assert invitations.member_of(old_link, now) is None
    assert invitations.member_of(invitations.token(again), now) == kim
    assert outbox.NOTICES["staff.invited"].compose(old_row, now) is None


def test_sending_again_to_somebody_who_joined_is_refused(cast, acting, kim, join):
    join(kim)
    with pytest.raises(Refused) as refused:
        staff.resend_invitation(by=acting(cast.ad), member=kim)
    assert refused.value.code == "already_joined"


def test_a_tampered_link_opens_nothing(cast, kim, now):
    link = invitations.token(kim)
    for forged in ("", "x", link[:-1], link.replace(":", ""), link + "x"):
        assert invitations.member_of(forged, now) is None


def test_the_last_administrator_stays(cast, acting):
    by = acting(cast.ad)
    with pytest.raises(Refused) as refused:
        staff.deactivate_staff(by=by, member=cast.ad, last_resort=cast.fay)
    assert refused.value.code == "last_admin"
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=by, member=cast.ad, duties=["messages"], patient_scope="all")
    assert (refused.value.code, refused.value.field) == ("last_admin", "duties")


def test_an_invited_administrator_does_not_count_yet(cast, acting):
    by = acting(cast.ad)
    staff.invite_staff(by=by, email="boss@maple.example", duties=["admin"])
    with pytest.raises(Refused) as refused:
        staff.deactivate_staff(by=by, member=cast.ad, last_resort=cast.fay)
    assert refused.value.code == "last_admin"


def test_x39_the_last_resort_leaves_only_when_another_is_named(cast, acting):
    by = acting(cast.ad)
    staff.edit_staff(by=by, member=cast.fay, duties=["admin", "messages"], patient_scope="all")
    fay = acting(StaffMember.objects.get(pk=cast.fay.pk))
    for heir in (None, cast.ad):
        with pytest.raises(Refused) as refused:
            staff.deactivate_staff(by=fay, member=cast.ad, last_resort=heir)
        assert refused.value.code == "last_resort_needed"
    staff.deactivate_staff(by=fay, member=cast.ad, last_resort=cast.nia)
    cast.settings.refresh_from_db()
    assert cast.settings.last_resort == cast.nia


def test_administrators_do_not_promote_themselves(cast, acting):
    by = acting(cast.ad)
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=by, member=cast.ad, duties=["admin", "messages", "prescribing"], patient_scope="all")
    assert refused.value.code == "own_duties"
    StaffMember.objects.filter(pk=cast.ad.pk).update(patient_scope="locations")
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=by, member=cast.ad, duties=["admin", "messages"], patient_scope="all")
    assert refused.value.code == "own_scope"


def test_a_scope_of_locations_names_one(cast, acting):
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=acting(cast.ad), member=cast.nia, duties=["messages"], patient_scope="locations")
    assert (refused.value.code, refused.value.field) == ("scope_empty", "locations")


def test_who_was_deactivated_is_gone_for_good(cast, acting, client):
    staff.deactivate_staff(by=acting(cast.ad), member=cast.nia)
    client.force_login(cast.nia.user)
    assert client.get("/staff/maple/messages/").status_code == 404
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=acting(cast.ad), member=cast.nia, duties=["messages"], patient_scope="all")
    assert refused.value.code == "staff_ended"


def test_somebody_who_left_can_be_invited_anew(cast, acting):
    by = acting(cast.ad)
    staff.deactivate_staff(by=by, member=cast.nia)
    again = staff.invite_staff(by=by, email=cast.nia.user.email, duties=["messages"])
    assert again.pk != cast.nia.pk
    assert again.user == cast.nia.user
