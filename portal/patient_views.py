"""Pages of patients and guardians that gather several apps."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import home as gathered


@require_safe
def home(request):
    """The next visit, what waits, and what can be asked."""
    return render(request, "portal/patient/home.html", gathered.context(request.actor, request.patient))
