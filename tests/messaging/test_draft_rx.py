"""Drafts with a refill in them: restored as they were left, and never half a refill (J6)."""

import pytest
from django.utils import timezone

from messaging.models import RefillRequest
from practice.models import Medication, RefillRecord, StaffMember
from tests.messaging.drafting import act, center, idle, save, sign_in, typed

LINE = "refilled Albuterol, 1 inhaler, 2 refills, pharmacy Elm Street Pharmacy"


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def asked(cast, ask_refill, departments):
    departments.refill.members.add(cast.ada)
    return ask_refill(note="Nearly empty.")


def rx(albuterol, pharmacy, **changes) -> dict:
    fields = {"medication": albuterol.pk, "quantity": "1 inhaler", "refills": 2, "pharmacy": pharmacy.pk} | changes
    return {f"rx-{name}": value for name, value in fields.items()}


def test_j6_the_session_expires_while_rx_is_open_the_draft_is_restored_and_there_is_no_half_refill(
    asked, albuterol, pharmacy
):
    ada = sign_in("ada")
    ada.post(act("rx", asked), typed(asked, "Dear Gina,", rx="open"))
    save(ada, asked, "Dear Gina, here you are", **rx(albuterol, pharmacy))
    idle(ada, 16)
    assert ada.post(act("rx", asked), typed(asked, "x", rx="add") | rx(albuterol, pharmacy)).status_code == 302
    page = sign_in("ada", ada).get(center(asked, do="reply"))
    window = page.context["reply"]
    assert window["form"]["response"].value() == "Dear Gina, here you are"
    assert (window["rx"]["open"], window["rx"]["line"]) == (True, "")
    assert window["rx"]["form"]["quantity"].value() == "1 inhaler"
    assert "refilled" not in window["form"]["response"].value()
    assert not RefillRecord.objects.exists()
    assert RefillRequest.objects.get(thread=asked).status == "asked"


def test_j6_what_was_added_to_the_response_comes_back_with_it_and_is_refilled_on_sending(asked, albuterol, pharmacy):
    ada = sign_in("ada")
    ada.post(act("rx", asked), typed(asked, "Dear Gina,", rx="add") | rx(albuterol, pharmacy))
    window = sign_in("ada").get(center(asked, do="reply")).context["reply"]
    assert window["form"]["response"].value() == f"Dear Gina,\n\n{LINE}"
    assert (window["rx"]["open"], window["rx"]["line"]) == (False, LINE)
    chosen = {f.html_name: f.value() for f in window["rx"]["form"]}
    ada.post(act("reply", asked), typed(asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE) | chosen | {"rx-request_key": ""})
    assert RefillRecord.objects.get().refills == 2


def test_j6_what_was_changed_after_adding_it_must_be_added_again(asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy, refills=5))
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert (window["rx"]["open"], window["rx"]["line"]) == (True, LINE)
    assert window["rx"]["form"]["refills"].value() == "5"


def test_j6_discontinued_meanwhile_it_must_be_chosen_again(cast, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy))
    Medication.objects.filter(pk=albuterol.pk).update(ended_on=cast.now.date())
    sent = typed(asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE) | rx(albuterol, pharmacy)
    assert ada.post(act("reply", asked), sent).status_code == 422
    assert not RefillRecord.objects.exists()


def test_j6_without_the_privilege_the_text_claims_no_refill(cast, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy))
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert window["rx"] is None
    assert window["form"]["response"].value() == "Dear Gina,"


def test_j6_back_without_rx_nothing_of_it_is_kept(asked, albuterol, pharmacy):
    ada = sign_in("ada")
    ada.post(
        act("rx", asked), typed(asked, f"Dear Gina,\n\n{LINE}", rx="close", rx_line=LINE) | rx(albuterol, pharmacy)
    )
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert (window["rx"]["open"], window["rx"]["line"]) == (False, "")
    assert window["form"]["response"].value() == "Dear Gina,"
