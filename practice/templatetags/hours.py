"""`{% span row.starts_at row.ends_at zone %}`: a closure or an absence in words."""

from django import template

from practice import hours

register = template.Library()

register.simple_tag(hours.spell_span, name="span")
