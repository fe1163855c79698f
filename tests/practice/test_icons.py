"""`{% lucide %}`: the package's own drawings, each made once."""

from django.template import Context, Template
from lucide.templatetags.lucide import lucide as packaged

from practice.templatetags import lucide


def draw(text: str, **facts) -> str:
    return Template("{% load lucide %}" + text).render(Context(facts))


def test_an_icon_is_the_packages_own_with_its_attributes():
    drawn = draw('{% lucide name size=14 aria_hidden="true" class="go" %}', name="clock")
    assert drawn == packaged("clock", size=14, aria_hidden="true", **{"class": "go"})


def test_the_same_drawing_is_made_once():
    lucide._drawn.cache_clear()
    text = '{% lucide "clock" %}{% lucide "clock" %}{% lucide "clock" size=14 %}'
    assert draw(text).count("<svg") == 3
    assert lucide._drawn.cache_info().misses == 2


def test_what_stands_in_an_attribute_is_escaped_however_often_it_is_drawn():
    for _time in range(2):
        assert '"><b>' not in draw('{% lucide "clock" aria_label=said %}', said='"><b>')
