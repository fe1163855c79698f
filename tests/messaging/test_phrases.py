"""Notebooks and phrases: who has them, who writes them, and what stands in them (R41, R48, T-40, T-73)."""

import pytest

from messaging import phrases
from messaging.models import Phrase, PhraseNotebook
from messaging.selectors import phrases as selectors
from messaging.services import phrases as doors
from practice.errors import NotAllowed, NotVisible, Refused


@pytest.fixture
def books(cast, acting, departments):
    """A notebook of Nia's own, one of the refill department where Nia is, and one of the whole practice."""
    return {
        "mine": doors.add_notebook(by=acting(cast.nia), name="Mine", owner=doors.MINE),
        "refill": doors.add_notebook(by=acting(cast.nia), name="Refills", owner=departments.refill),
        "practice": doors.add_notebook(by=acting(cast.ad), name="House", owner=doors.PRACTICE),
    }


def names(rows) -> list[str]:
    return [row.name for row in rows]


def test_everybody_has_their_own_their_departments_and_the_practices(cast, acting, books):
    assert names(selectors.notebooks(acting(cast.nia))) == ["Mine", "Refills", "House"]
    assert names(selectors.notebooks(acting(cast.rita))) == ["House"]
    assert names(selectors.notebooks(acting(cast.ad))) == ["Refills", "House"]


def test_nobody_sees_the_notebook_of_a_colleague(cast, acting, books):
    with pytest.raises(NotVisible):
        selectors.notebook(acting(cast.ad), books["mine"].pk)


def test_members_write_in_their_departments_notebook_and_only_administrators_in_the_practices(cast, acting, books):
    nia = acting(cast.nia)
    doors.add_phrase(by=nia, notebook=books["refill"], title="Sent", text="Your refill is on its way.")
    with pytest.raises(NotAllowed):
        doors.add_phrase(by=nia, notebook=books["practice"], title="Sent", text="On its way.")
    doors.add_phrase(by=acting(cast.ad), notebook=books["practice"], title="Sent", text="On its way.")
    assert names(selectors.writable(nia)) == ["Mine", "Refills"]


@pytest.mark.parametrize("owner", ["practice", "referral"])
def test_nobody_begins_a_notebook_for_others(cast, acting, departments, owner):
    with pytest.raises(NotAllowed):
        doors.add_notebook(by=acting(cast.nia), name="X", owner=getattr(departments, owner, owner))


def test_a_phrase_is_not_moved_into_a_notebook_that_is_not_ones_own(cast, acting, books):
    phrase = doors.add_phrase(by=acting(cast.nia), notebook=books["mine"], title="A", text="B")
    with pytest.raises(NotAllowed):
        doors.edit_phrase(
            by=acting(cast.nia), phrase=phrase, version=1, notebook=books["practice"], title="A", text="B"
        )


def test_a_title_is_taken_once_in_a_notebook(cast, acting, books):
    nia = acting(cast.nia)
    doors.add_phrase(by=nia, notebook=books["mine"], title="Hours", text="9 to 5")
    with pytest.raises(Refused) as refused:
        doors.add_phrase(by=nia, notebook=books["mine"], title="HOURS", text="9 to 5")
    assert (refused.value.code, refused.value.field) == ("title_taken", "title")


def test_t73_the_second_of_two_editors_sees_what_the_first_wrote(cast, acting, books):
    nia = acting(cast.nia)
    phrase = doors.add_phrase(by=nia, notebook=books["refill"], title="Hours", text="9 to 5")
    facts = {"phrase": phrase, "notebook": books["refill"], "title": "Hours"}
    doors.edit_phrase(by=acting(cast.ad), version=1, text="8 to 4", **facts)
    with pytest.raises(Refused) as refused:
        doors.edit_phrase(by=nia, version=1, text="10 to 6", **facts)
    assert "8 to 4" in refused.value.message
    assert Phrase.objects.get().text == "8 to 4"


def test_a_notebook_goes_with_its_phrases(cast, acting, books):
    nia = acting(cast.nia)
    doors.add_phrase(by=nia, notebook=books["mine"], title="Hours", text="9 to 5")
    doors.remove_notebook(by=nia, notebook=books["mine"])
    assert not Phrase.objects.exists()
    assert not PhraseNotebook.objects.filter(name="Mine").exists()


# --- what stands in a phrase ---

KNOWN = {"patient": "Leo", "recipient": "Gina", "phone": ""}


def test_placeholders_of_the_list_fill_themselves_in():
    assert phrases.filled("{{recipient}}, {{ patient }} is fine.", KNOWN) == "Gina, Leo is fine."


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{0.__class__}", "%s %(x)s", "{patient.first_name}", "{% now %}", "${x}", "{{patient.name}}"]
)
def test_t40_everything_else_comes_out_as_it_went_in(text):
    assert phrases.filled(text, KNOWN) == text
    assert phrases.open_places(text) == []


def test_t40_what_a_name_holds_is_not_filled_in_again():
    assert phrases.filled("{{recipient}}", {"recipient": "{{me}} [[x]]", "me": "Nia"}) == "{{me}} [[x]]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call {{phone}}", ["{{phone}}"]),
        ("Sent to [[which pharmacy?]] for {{patient}}", ["[[which pharmacy?]]", "{{patient}}"]),
        ("All done.", []),
    ],
)
def test_what_must_still_be_filled_in_is_named_in_order(text, left):
    assert phrases.open_places(text) == left


def test_a_placeholder_on_no_list_is_refused_when_it_is_written(cast, acting, books):
    with pytest.raises(Refused) as refused:
        doors.add_phrase(by=acting(cast.nia), notebook=books["mine"], title="A", text="Dear {{mother}}")
    assert "{{mother}} is not known" in refused.value.message
    assert refused.value.field == "text"
