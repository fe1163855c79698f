"""Search finds what was said, about whom and with whom, and nothing its reader may not read (R4, R56)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from messaging import selectors
from messaging.models import Message, Thread
from messaging.place import Filters
from messaging.selectors.tabs import LOOKED_THROUGH
from messaging.services import answering, forwarding
from tests import build


@pytest.fixture
def found(acting):
    """`found(cast.fay, "cough")`: the subjects of the threads that this search in a tab finds."""

    def subjects(who, words, tab="all") -> list[str]:
        return [thread.subject for thread in selectors.tab(acting(who), tab, Filters(words=words)).rows]

    return subjects


@pytest.mark.parametrize(
    "words",
    [
        "coughs",  # the text
        "cou",  # its beginning
        "COUGH night",  # several words, in any order and case
        "fever",  # the subject
        "garcia",  # the patient
        "leo fever",  # both
        "gina",  # the account
        "gina coughs",
    ],
)
def test_a_thread_is_found_by_its_text_subject_patient_and_guardian(cast, write, found, words):
    write(subject="Fever", body="Leo coughs at night.")
    write(who=cast.paul_user, about=cast.paul, subject="Bill", body="What do I owe?")
    assert found(cast.fay, words) == ["Fever"]


@pytest.mark.parametrize("words", ["paul coughs", "sneezes", "...", "oughs"])
def test_what_nobody_said_in_one_message_is_not_found(cast, write, found, words):
    write(subject="Fever", body="Leo coughs at night.")
    write(who=cast.paul_user, about=cast.paul, subject="Bill", body="What do I owe?")
    assert found(cast.fay, words) == []


@pytest.mark.parametrize("words", ["zoe", "ZOË", "haddad-lindqvist", "lindqvist", "nunez", "Núñez", "555-0100", "0100"])
def test_accents_case_and_punctuation_do_not_matter(cast, write, found, words):
    for child in (cast.teen, cast.amira):
        build.grant(cast.gina, child, "other", cast.now)
    write(about=cast.teen, subject="Zoe")
    write(about=cast.amira, subject="Amira", body="Dr Núñez said to call 555-0100.")
    assert found(cast.fay, words) == ["Zoe" if words.lower() in ("zoe", "zoë") else "Amira"]


@pytest.mark.parametrize("words", ["½", "a & b | !c", "':*", "\\", "<->", "%", "x" * 5000, "ﷺ", "😀", "a:*b"])
def test_no_search_breaks_the_page(cast, client, write, words):
    write()
    client.force_login(cast.fay.user)
    assert client.get("/staff/maple/messages/all/", {"q": words}).status_code == 200


def test_answers_and_internal_notes_are_found_by_staff(cast, acting, write, found):
    thread = write()
    answering.reply(by=acting(cast.fay), thread=thread, response="Try honey.", seen_number=1)
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.nia], note="Allergic to walnuts?")
    assert found(cast.fay, "honey") == found(cast.fay, "walnuts") == ["Cough"]


def test_r4_a_scheduler_of_one_location_finds_nobody_of_another(cast, write, found):
    build.grant(cast.gina, cast.teen, "other", cast.now)
    write(about=cast.teen, subject="Zoe's cough")
    assert found(cast.sam, "cough") == found(cast.sam, "zoe") == []
    assert found(cast.fay, "zoe cough") == ["Zoe's cough"]


def test_nobody_finds_anything_of_another_practice(cast, write, found):
    write()
    assert found(cast.olga, "cough") == found(cast.olga, "garcia") == []


def test_r56_who_got_it_without_prior_text_finds_only_what_they_may_read(cast, acting, write, found):
    thread = write(body="A secret rash.")
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="Please look at the elbow.")
    assert found(cast.ada, "rash") == []
    assert found(cast.ada, "elbow") == ["Cough"]
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    assert found(cast.ada, "rash") == ["Cough"]


def test_search_stays_within_its_tab(cast, write, found):
    write()
    assert found(cast.fay, "cough", tab="unread-portal") == ["Cough"]
    assert found(cast.fay, "cough", tab="completed") == []


def test_whoever_is_renamed_is_found_by_the_new_name(cast, write, found):
    write()
    cast.leo.family_name = "Ågren"
    cast.leo.save()
    cast.gina.name = "Gina Ruiz"
    cast.gina.save()
    assert found(cast.fay, "agren") == found(cast.fay, "ruiz") == ["Cough"]
    assert found(cast.fay, "garcia") == []


def test_a_thread_moved_to_another_patient_is_found_by_that_one(cast, write, found):
    thread = write()
    thread.patient = cast.mia
    thread.save()
    assert found(cast.fay, "mia") == ["Cough"]
    assert found(cast.fay, "leo garcia") == ["Cough"]  # its text still says Leo


def test_the_words_are_no_part_of_a_message_that_is_read(cast, write):
    write()
    assert "words" in Message.objects.get().get_deferred_fields()


@pytest.mark.parametrize(
    "words",
    [
        "garcai",  # two letters that changed places, at the end
        "gacria",  # in the middle
        "agrcia",  # at the beginning
        "garxia",  # another letter
        "garca",  # one too few
        "garrcia",  # one too many
        "GARÇAI",
        "lio garcai coughs",  # with words as they are
        "fevre",  # the subject
    ],
)
def test_a_mistyped_name_or_subject_is_found(cast, write, found, words):
    write(subject="Fever", body="Leo, or Lio, coughs at night.")
    write(who=cast.paul_user, about=cast.paul, subject="Bill", body="What do I owe?")
    assert found(cast.fay, words) == ["Fever"]


def test_a_mistyped_guardian_is_found(cast, write, found):
    cast.gina.name = "Georgina Garcia"
    cast.gina.save()
    write()
    assert found(cast.fay, "goergina") == ["Cough"]


@pytest.mark.parametrize("words", ["gracai", "lel", "nihgt", "garcai owe"])
def test_two_errors_short_words_and_what_was_written_are_not_guessed_at(cast, write, found, words):
    write(body="Leo coughs at night.")
    assert found(cast.fay, words) == []


def test_what_is_found_as_it_was_typed_is_not_mixed_with_what_is_spelt_alike(cast, write, found):
    write(subject="Fever")
    write(who=cast.paul_user, about=cast.paul, subject="Fevers")
    write(who=cast.paul_user, about=cast.paul, subject="Fewer")
    assert sorted(found(cast.fay, "fever")) == ["Fever", "Fevers"]


def test_the_mistyped_finds_only_what_its_reader_may_read(cast, acting, write, found):
    thread = write(subject="Rash", body="A secret.")
    assert found(cast.olga, "garcai") == []
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="Please look.")
    assert found(cast.ada, "garcai secret") == []
    assert found(cast.ada, "garcai look") == ["Rash"]


def test_the_subject_of_a_kind_may_be_mistyped(ask, cast, found):
    ask()
    assert found(cast.fay, "appiontment") == ["Appointment Request"]


def test_the_list_says_that_it_is_spelt_nearly_so(cast, client, write):
    write()
    client.force_login(cast.fay.user)
    for words, said in (("garcia", False), ("garcai", True)):
        page = client.get(reverse("staff:messaging:tab", args=["maple", "all"]), {"q": words}).content.decode()
        assert "Cough" in page
        assert ("spelt nearly so" in page) == said


def test_what_is_said_often_fills_page_after_page_however_much_there_is(cast, acting):
    """Beyond the newest threads it is found by the index; both must give one list."""
    many = 2 * LOOKED_THROUGH
    threads = [
        Thread(
            practice=cast.maple,
            patient=cast.leo,
            account=cast.gina,
            kind="general",
            subject=f"Thread {n}",
            last_number=1,
            last_at=cast.now - timedelta(minutes=n),
            started_at=cast.now - timedelta(minutes=n),
        )
        for n in range(many)
    ]
    Thread.objects.bulk_create(threads)
    Message.objects.bulk_create(
        Message(
            practice=cast.maple,
            thread=thread,
            number=1,
            side="patient",
            author=cast.gina,
            body="A cough." if n % 5 == 0 else "A rash.",
            sent_at=thread.last_at,
            visible_from=thread.last_at,
        )
        for n, thread in enumerate(threads)
    )
    after, seen = "", []
    while after or not seen:
        page = selectors.tab(acting(cast.fay), "all", Filters(words="cough"), after=after)
        seen += [row.subject for row in page.rows]
        after = page.after
    assert seen == [f"Thread {n}" for n in range(0, many, 5)]
