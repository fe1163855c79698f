"""Filters of the lists stand in the address, and stay there while somebody pages, selects and acts (R33, R34)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from messaging import insurance, selectors
from messaging.place import Filters
from messaging.services import answering, completing, forwarding, patient
from tests import build

CHOSEN = {"q": "cough", "kind": "general", "unanswered": "1"}


@pytest.fixture
def fay(client, cast):
    client.force_login(cast.fay.user)
    return client


@pytest.fixture
def listed(acting):
    """`listed(cast.fay, kind="refill")`: the subjects in All that these filters leave."""

    def subjects(who, tab="all", **chosen) -> set[str]:
        return {thread.subject for thread in selectors.tab(acting(who), tab, Filters(**chosen)).rows}

    return subjects


def center(tab="all", **query) -> str:
    return reverse("staff:messaging:tab", args=["maple", tab], query=query)


def kept(url: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_by_kind(cast, write, ask, listed):
    write()
    ask()
    assert listed(cast.fay, kind="appointment") == {"Appointment Request"}


def test_by_department(cast, write, ask, departments, listed):
    write()
    ask()
    assert listed(cast.fay, department=departments.general.pk) == {"Cough"}


def test_r33_by_location_of_the_patient(cast, write, listed):
    build.grant(cast.gina, cast.teen, "other", cast.now)
    write()
    write(about=cast.teen, subject="Zoe")
    assert listed(cast.fay, location=cast.south.pk) == {"Zoe"}
    assert listed(cast.fay, location=cast.north.pk) == {"Cough"}


def test_mine_is_what_came_to_me_and_not_to_my_department(cast, acting, write, listed):
    write(subject="Theirs")
    forwarded = write(subject="Mine")
    forwarding.forward(by=acting(cast.nia), thread=forwarded, to=[cast.fay])
    assert listed(cast.fay, mine=True) == {"Mine"}
    assert listed(cast.nia, mine=True) == set()


def test_r34_handled_without_an_answer_is_a_filter(cast, acting, write, listed):
    answered, handled, waiting = (write(subject=one) for one in ("Answered", "Handled", "Waiting"))
    answering.reply(by=acting(cast.fay), thread=answered, response="Yes.", seen_number=1, after_sending="completed")
    completing.complete(by=acting(cast.fay), thread=handled)
    assert listed(cast.fay, unanswered=True) == {"Handled", "Waiting"}
    assert listed(cast.fay, "completed", unanswered=True) == {"Handled"}
    assert waiting.answered_at is None


def test_r66_new_insurance_needs_no_answer(cast, acting, listed):
    facts = {"company": "Acme", "member_number": "1", "group_number": ""}
    thread = insurance.report(by=acting(cast.gina), patient=cast.leo, **facts)
    assert listed(cast.fay, unanswered=True) == {"Insurance Change Notification"}
    completing.complete(by=acting(cast.fay), thread=thread)
    assert listed(cast.fay, unanswered=True) == set()


def test_the_choices_stand_in_every_address_of_the_page(cast, fay, write):
    thread = write()
    page = fay.get(center(**CHOSEN, selected=thread.pk)).context
    addresses = [row.url for row in page["rows"]] + [tab.url for tab in page["tabs"]]
    addresses += [url for name, url in page["actions"].items() if name.endswith("_url")] + [page["news_url"]]
    addresses.append(page["message"]["close_url"])
    assert len(addresses) > 10
    assert all(kept(url).items() >= CHOSEN.items() for url in addresses)


def test_an_act_comes_back_to_the_same_list(cast, fay, write):
    thread = write()
    query = {"tab": "all", **CHOSEN, "after": "2026-10-20T00:00:00+00:00~" + str(thread.pk)}
    for name in ("opening", "unreading", "completion", "reopening"):
        url = reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query=query)
        back = fay.post(url)["Location"]
        assert urlsplit(back).path == center()
        assert kept(back).items() >= (CHOSEN | {"after": query["after"]}).items()


def test_older_and_newer_keep_them_and_meet(cast, acting, fay):
    for n in range(60):
        gina = acting(cast.gina, at=cast.now + timedelta(minutes=n))
        patient.send_message(by=gina, patient=cast.leo, subject=f"Cough {n}", body="At night.")
    first = fay.get(center(**CHOSEN)).context
    second = fay.get(first["pager"]["older_url"]).context
    third = fay.get(second["pager"]["older_url"]).context
    assert kept(second["pager"]["newer_url"]).items() >= CHOSEN.items()
    assert [len(page["rows"]) for page in (first, second, third)] == [25, 25, 10]
    back = fay.get(third["pager"]["newer_url"]).context
    assert [row.subject for row in back["rows"]] == [row.subject for row in second["rows"]]
    top = fay.get(back["pager"]["newer_url"]).context
    assert [row.subject for row in top["rows"]] == [row.subject for row in first["rows"]]
    assert top["pager"]["newer_url"] == third["pager"]["older_url"] == ""


def test_filters_that_hide_everything_say_so_and_how_to_see_it(cast, fay, write):
    write()
    page = fay.get(center(kind="refill")).content.decode()
    assert "Nothing in All fits the filters" in page
    assert f'href="{center()}">Clear the filters' in page
    page = fay.get(center(q="sneezes")).content.decode()
    assert "Nothing found for “sneezes” in All" in page


@pytest.mark.parametrize(
    "query", [{"department": "x"}, {"location": "1"}, {"kind": "spam"}, {"q": "  "}, {"q": "\0"}, {"before": "x"}]
)
def test_what_nobody_can_have_chosen_counts_as_not_chosen(cast, fay, write, query):
    write()
    assert len(fay.get(center(**query)).context["rows"]) == 1


def test_what_is_chosen_is_shown_as_chosen(cast, fay, departments):
    page = fay.get(center(department=departments.general.pk, mine="1", q="leo")).content.decode()
    assert f'<option value="{departments.general.pk}" selected>' in page
    assert 'name="mine" value="1" aria-describedby="filter-mine" checked' in page
    assert 'name="q" value="leo"' in page
