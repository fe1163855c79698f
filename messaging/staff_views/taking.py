"""Saying that I see to a thread, and giving it back."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging.services import taking
from messaging.staff_views import center


@require_POST
def take(request, thread):
    """Mine to see to; the colleagues who have it see that."""
    return center.act(request, thread, taking.take, _("Yours now. The others see that you have it."))


@require_POST
def release(request, thread):
    """Nobody's in particular again."""
    return center.act(request, thread, taking.release, _("Given back."))
