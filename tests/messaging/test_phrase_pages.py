"""Phrase Construction by its pages (R48)."""

import pytest

from messaging.models import Message, Phrase, PhraseNotebook
from messaging.services.reading import open_thread

HOME = "/staff/maple/phrases/"


@pytest.fixture
def nia(client, cast):
    client.force_login(cast.nia.user)
    return client


def test_a_notebook_and_a_phrase_are_made_changed_and_removed(nia, cast):
    assert "No notebook yet" in nia.get(HOME).text
    assert nia.post(HOME + "notebooks/new/", {"name": "Mine", "owner": "mine"}).status_code == 302
    book = PhraseNotebook.objects.get()
    assert book.member == cast.nia
    nia.post(HOME + "new/", {"title": "Hours", "text": "9 to 5", "notebook": str(book.pk)})
    phrase = Phrase.objects.get()
    assert "9 to 5" in nia.get(HOME).text
    page = f"{HOME}{phrase.pk}/"
    nia.post(page, {"title": "Hours", "text": "8 to 4", "notebook": str(book.pk), "version": "1"})
    assert "8 to 4" in nia.get(page).text
    assert "Remove Hours?" in nia.get(page + "removal/").text
    nia.post(page + "removal/")
    assert not Phrase.objects.exists()
    nia.post(f"{HOME}notebooks/{book.pk}/", {"name": "My own"})
    assert "My own" in nia.get(HOME).text
    nia.post(f"{HOME}notebooks/{book.pk}/removal/")
    assert not PhraseNotebook.objects.exists()


def test_who_is_no_administrator_is_offered_their_own_and_their_departments_notebooks(nia, cast):
    page = nia.get(HOME + "notebooks/new/").text
    assert "Everybody in IC-Rx Refill" in page
    assert "Everybody in IC-General" not in page
    assert "Everybody at the practice" not in page


def test_an_unknown_placeholder_is_said_beside_the_text_and_the_text_is_kept(nia, cast):
    book = PhraseNotebook.objects.create(practice=cast.maple, name="Mine", member=cast.nia)
    page = nia.post(HOME + "new/", {"title": "A", "text": "Dear {{mother}}", "notebook": str(book.pk)})
    assert page.status_code == 422
    assert "{{mother}} is not known" in page.text
    assert page.context["form"]["text"].value() == "Dear {{mother}}"


def test_t73_the_second_editor_keeps_their_text_and_may_save_it_after_reading(nia, cast):
    book = PhraseNotebook.objects.create(practice=cast.maple, name="Mine", member=cast.nia)
    phrase = Phrase.objects.create(practice=cast.maple, notebook=book, title="A", text="new", version=2)
    asked = {"title": "A", "text": "mine", "notebook": str(book.pk), "version": "1"}
    page = nia.post(f"{HOME}{phrase.pk}/", asked)
    assert page.status_code == 422
    assert "It now says: new" in page.text
    assert page.context["form"]["text"].value() == "mine"
    nia.post(f"{HOME}{phrase.pk}/", asked | {"version": page.context["form"]["version"].value()})
    phrase.refresh_from_db()
    assert phrase.text == "mine"


def test_the_practices_notebook_is_read_and_not_written_by_who_is_no_administrator(nia, cast):
    book = PhraseNotebook.objects.create(practice=cast.maple, name="House")
    phrase = Phrase.objects.create(practice=cast.maple, notebook=book, title="A", text="B")
    assert "House" in nia.get(HOME).text
    assert f"{HOME}{phrase.pk}/" not in nia.get(HOME).text
    assert nia.get(f"{HOME}{phrase.pk}/").status_code == 403
    assert nia.get(f"{HOME}notebooks/{book.pk}/").status_code == 403


def test_a_colleagues_own_notebook_is_not_there(nia, cast):
    book = PhraseNotebook.objects.create(practice=cast.maple, name="Ad's", member=cast.ad)
    assert nia.get(f"{HOME}notebooks/{book.pk}/").status_code == 404


# --- inside the reply window ---


@pytest.fixture
def house(cast):
    """The practice's notebook with one phrase in it."""
    book = PhraseNotebook.objects.create(practice=cast.maple, name="House")
    text = "Dear {{recipient}}, we have sent it to [[which pharmacy?]]."
    return Phrase.objects.create(practice=cast.maple, notebook=book, title="Sent", text=text)


@pytest.fixture
def window(client, cast, acting, write):
    """`window()`: Fay's reply window on a message of Gina's, as the fields it sends."""
    thread = write()
    client.force_login(cast.fay.user)
    open_thread(by=acting(cast.fay), thread=thread)
    page = client.get(f"/staff/maple/messages/open/?selected={thread.pk}&do=reply")
    form = page.context["reply"]["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return thread, fields, page.text


def test_r41_the_reply_window_offers_phrases_filled_in(house, window):
    _thread, _fields, text = window
    assert "Phrase Construction" in text
    assert "Dear Gina Garcia, we have sent it to [[which pharmacy?]]." in text


def test_r41_a_phrase_comes_behind_what_is_typed_and_nothing_is_sent(client, house, window):
    thread, fields, _text = window
    typed = fields | {"response": "Hello.", "after": "completed", "insert": str(house.pk)}
    page = client.post(f"/staff/maple/messages/{thread.pk}/phrase/?tab=open", typed)
    assert page.status_code == 200
    form = page.context["reply"]["form"]
    assert form["response"].value() == "Hello.\n\nDear Gina Garcia, we have sent it to [[which pharmacy?]]."
    assert form["after"].value() == "completed"
    assert str(form["request_key"].value()) == str(fields["request_key"])
    assert Message.objects.filter(thread=thread).count() == 1


def test_an_open_place_blocks_send_and_is_named(client, house, window):
    thread, fields, _text = window
    typed = fields | {"to": "portal", "response": "We have sent it to [[which pharmacy?]].", "after": "keep"}
    page = client.post(f"/staff/maple/messages/{thread.pk}/reply/?tab=open", typed)
    assert page.status_code == 422
    assert "Fill these in, or take them out: [[which pharmacy?]]" in page.text
    assert page.context["reply"]["form"]["response"].value() == typed["response"]
    done = client.post(f"/staff/maple/messages/{thread.pk}/reply/?tab=open", typed | {"response": "Sent to Elm."})
    assert done.status_code == 302


def test_a_phrase_that_makes_the_response_too_long_is_left_out_and_the_text_kept(client, house, window):
    thread, fields, _text = window
    typed = fields | {"response": "x" * 1990, "insert": str(house.pk)}
    page = client.post(f"/staff/maple/messages/{thread.pk}/phrase/?tab=open", typed)
    assert page.context["reply"]["form"]["response"].value() == typed["response"]
    assert "too long" in page.text


def test_a_response_is_kept_as_a_phrase_in_place(client, cast, house, window):
    mine = PhraseNotebook.objects.create(practice=cast.maple, name="Mine", member=cast.fay)
    thread, fields, _text = window
    typed = fields | {"response": "9 to 5.", "phrase_title": "Hours", "phrase_notebook": str(mine.pk)}
    page = client.post(f"/staff/maple/messages/{thread.pk}/phrase/keeping/?tab=open", typed)
    assert page.context["reply"]["form"]["response"].value() == "9 to 5."
    assert Phrase.objects.get(notebook=mine).text == "9 to 5."
    again = client.post(f"/staff/maple/messages/{thread.pk}/phrase/keeping/?tab=open", typed)
    assert "Not kept as a phrase: There is a phrase of this title" in again.text
