"""`Request a Refill` through the browser's eyes, and what the patient's side sees of it afterwards (J5.1, J5.2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import guardrails
from messaging.models import RefillRequest, Thread
from practice.models import AccessGrant
from tests import build


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def as_gina(client, cast):
    client.force_login(cast.gina)
    return client


@pytest.fixture
def url(cast):
    return reverse("my:messaging:ask", args=["maple", cast.leo.pk, "refill"])


@pytest.fixture
def sends(as_gina, url):
    """`sends({"medications": …})`: the form, sent."""
    return lambda fields, **facts: as_gina.post(url, {"about": "refill", **fields}, **facts)


def home(cast) -> str:
    return reverse("my:portal:home", args=["maple", cast.leo.pk])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_home_leads_to_the_form_which_lists_the_active_medication(cast, as_gina, url, albuterol):
    build.medication(cast.leo, "Amoxicillin", "250 mg", ended_on=cast.now.date())
    assert "Request a Refill" in words(as_gina.get(home(cast)))
    page = words(as_gina.get(url))
    assert "Albuterol 90 mcg inhaler" in page
    assert "Amoxicillin" not in page
    assert "call 911" in page


def test_the_pharmacy_used_before_comes_first_and_is_chosen(cast, as_gina, url, albuterol, pharmacy):
    build.pharmacy(cast.maple, "Acorn Pharmacy")
    form = as_gina.get(url).context["form"]
    assert form.initial["pharmacy"] == pharmacy.pk
    (_used, first), (_others, rest), _typed = form.fields["pharmacy"].choices
    assert [label for _pk, label in first] == [str(pharmacy)]
    assert [label for _pk, label in rest] == ["Acorn Pharmacy"]


def test_sending_leads_to_the_thread_which_says_sent(cast, as_gina, url, albuterol, pharmacy):
    response = as_gina.post(
        url, {"about": "refill", "medications": albuterol.pk, "pharmacy": pharmacy.pk, "body": "Nearly empty."}
    )
    thread = Thread.objects.get(kind="refill")
    assert response["Location"] == reverse("my:messaging:thread", args=["maple", cast.leo.pk, thread.pk])
    page = words(as_gina.get(response["Location"]))
    assert "Patient Portal Rx Refill" in page
    assert "Sent" in page
    assert "Elm Street Pharmacy" in page


def test_several_lead_to_the_list_of_messages(cast, as_gina, url, albuterol, pharmacy):
    response = as_gina.post(
        url, {"about": "refill", "medications": albuterol.pk, "other": "Montelukast", "pharmacy": pharmacy.pk}
    )
    assert response["Location"] == reverse("my:messaging:threads", args=["maple", cast.leo.pk])
    assert words(as_gina.get(response["Location"])).count("Patient Portal Rx Refill") == 2


def test_a_typed_pharmacy_counts_whatever_is_chosen_above(sends, albuterol, pharmacy):
    typed = {
        "about": "refill",
        "medications": albuterol.pk,
        "pharmacy": pharmacy.pk,
        "other_pharmacy": "Birch Pharmacy, Troy",
    }
    sends(typed)
    asked = RefillRequest.objects.get()
    assert (asked.pharmacy, asked.typed_pharmacy) == (None, "Birch Pharmacy, Troy")


def test_j5_the_form_warns_before_sending_and_the_thread_after(cast, sends, as_gina, url, albuterol, pharmacy):
    albuterol.last_filled_on, albuterol.controlled = cast.now.date() - timedelta(days=3), True
    albuterol.save()
    sentences = [str(guardrails.SENTENCES[flag]) for flag in ("early", "controlled")]
    before = words(as_gina.get(url))
    after = words(sends({"medications": albuterol.pk, "pharmacy": pharmacy.pk}, follow=True))
    for sentence in sentences:
        assert sentence in before
        assert sentence in after


def test_j5_closed_controlled_medication_stands_there_with_the_phone(cast, as_gina, url, albuterol, pharmacy):
    cast.settings.controlled_refills = False
    cast.settings.save()
    albuterol.controlled = True
    albuterol.save()
    page = as_gina.get(url)
    assert "Please call (555) 010-4400" in words(page)
    assert [line["closed"] != "" for line in page.context["form"].lines] == [True]
    refused = as_gina.post(
        url, {"about": "refill", "medications": albuterol.pk, "pharmacy": pharmacy.pk, "body": "Please."}
    )
    assert refused.status_code == 422
    assert "Please." in words(refused)
    assert not RefillRequest.objects.exists()


def test_what_was_typed_stays_when_something_is_missing(sends, albuterol, pharmacy):
    refused = sends({"other_pharmacy": "Birch Pharmacy", "body": "Nearly empty."})
    assert refused.status_code == 422
    page = words(refused)
    assert "Choose a medication, or type its name." in page
    assert "Birch Pharmacy" in page
    assert "Nearly empty." in page


def test_a_tick_stays_when_something_else_is_missing(sends, albuterol):
    refused = sends({"medications": albuterol.pk})
    assert refused.status_code == 422
    assert [line["checked"] for line in refused.context["form"].lines] == [True]


@pytest.mark.parametrize("level", ["limited", "booking"])
def test_j5_limited_guardians_have_no_entry_and_are_refused(cast, sends, as_gina, url, albuterol, pharmacy, level):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(level=level)
    assert "Request a Refill" not in words(as_gina.get(home(cast)))
    assert as_gina.get(url).status_code == 403
    assert sends({"medications": albuterol.pk, "pharmacy": pharmacy.pk}).status_code == 403
    assert not RefillRequest.objects.exists()


def test_another_childs_medication_is_not_on_the_list(cast, sends, pharmacy):
    other = build.medication(cast.mia, "Cetirizine", "5 mg")
    refused = sends({"medications": other.pk, "pharmacy": pharmacy.pk})
    assert refused.status_code == 422
    assert not RefillRequest.objects.exists()


def test_the_list_of_messages_says_sent_then_answered(cast, sends, as_gina, albuterol, pharmacy):
    sends({"medications": albuterol.pk, "pharmacy": pharmacy.pk})
    threads = reverse("my:messaging:threads", args=["maple", cast.leo.pk])
    assert "Sent" in words(as_gina.get(threads))
    Thread.objects.update(answered_at=cast.now)
    assert "Answered" in words(as_gina.get(threads))


def test_where_the_practice_keeps_no_list_and_no_pharmacy_both_are_typed(cast, as_gina, sends, url):
    page = as_gina.get(url)
    assert "No medication is on the practice's list yet" in page.text.replace("&#x27;", "'")
    assert [name for name, field in page.context["form"].fields.items() if field.required] == [
        "about",
        "other",
        "other_pharmacy",
    ]
    assert sends({"other": "Albuterol"}).status_code == 422
    assert sends({"other": "Albuterol", "other_pharmacy": "Birch Pharmacy, Troy"}).status_code == 302
    assert RefillRequest.objects.get().typed_name == "Albuterol"
