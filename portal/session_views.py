"""How much longer a session lasts when nothing is done, for the page that warns before its end."""

import time

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.sessions import seconds_left


@require_safe
@never_cache
def left(request):
    """Whole seconds until the page at `at` would end. Asked as a poll it keeps nothing alive, else it does."""
    return JsonResponse({"seconds": int(seconds_left(request.session, request.GET.get("at", ""), time.time()))})
