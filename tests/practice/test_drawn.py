"""A piece that is drawn once says what it was given, escaped, in the reader's language."""

import pytest
from django.template import Context, Template
from django.utils import translation

from practice.templatetags import drawn

TAG = "components/tag.html"


def draw(word: str) -> str:
    return Template(f'{{% load drawn %}}{{% drawn "{TAG}" word=word %}}').render(Context({"word": word}))


@pytest.fixture(autouse=True)
def _nothing_kept():
    drawn._draw.cache_clear()


def test_the_same_is_drawn_once():
    assert draw("Pending") == draw("Pending")
    assert drawn._draw.cache_info().misses == 1


def test_what_differs_is_drawn_anew():
    assert "Pending" in draw("Pending")
    assert "Approved" in draw("Approved")


def test_what_people_wrote_is_escaped_and_not_taken_for_markup():
    assert "&lt;b&gt;" in draw("<b>")
    assert draw("<b>") == draw("<b>")


def test_each_language_has_its_own():
    for language in ("en", "es"):
        with translation.override(language):
            draw("Pending")
    assert drawn._draw.cache_info().misses == 2


def test_who_works_on_a_template_sees_it_change(settings):
    settings.DEBUG = True
    draw("Pending")
    assert drawn._draw.cache_info().currsize == 0
