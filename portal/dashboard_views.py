"""`Dashboard`: who comes in some days, and who of them is not registered; and the window that selects providers."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal import dashboard as board, provider_window
from portal.dashboard_forms import FilterForm
from practice.access import Permission
from practice.http import invalid_status, page, see
from practice.selectors import directory
from scheduling.selectors.dashboard import everybody


@require_safe
def dashboard(request):
    """Today's figures, and the appointments of today or of what was asked for."""
    see(request, Permission.APPOINTMENT_SEE)
    actor, places = request.actor, list(directory.locations(request.actor))
    form = FilterForm(request.GET, today=board.today(actor), places=places, providers=everybody(actor))
    listed = board.listing(actor, form.wanted, places, request.GET.get("after", "")) if form.is_valid() else {}
    figures, counted = board.figures(actor, places)
    if "pending" in counted:
        request.pending_total = counted["pending"]  # the rail need not count again
    context = {
        "form": form,
        "figures": figures,
        "providers": board.provider_names(form.wanted) if form.is_valid() else "",
        "window_url": reverse("staff:portal:dashboard_providers", args=[actor.practice.slug]),
        **listed,
    }
    return page(request, "portal/staff/dashboard.html", context, status=invalid_status(form))


@require_safe
def providers(request):
    """`Select Provider(s)`: names on the left, the selected ones on the right. Each step is a question of its own."""
    see(request, Permission.APPOINTMENT_SEE)
    window = provider_window.read(request.GET, everybody(request.actor))
    if window.applied:
        return redirect(_address(request, window.query))
    context = {"window": window, "back_url": _address(request, window.query_before)}
    return page(request, "portal/staff/providers.html", context, fragment="portal/staff/_providers.html")


def _address(request, query) -> str:
    return reverse("staff:portal:dashboard", args=[request.actor.practice.slug], query=query)
