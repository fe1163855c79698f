"""What a demo installation shows beside the ordinary pages."""

from django import template

from portal.demo.people import demo_people as find_people

register = template.Library()


@register.simple_tag
def demo_people() -> list:
    """The people one can become with one press; nobody outside a demo."""
    return find_people()
