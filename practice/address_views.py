"""The page behind the link that proves an e-mail address. Opening it changes nothing: mail scanners open links too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from practice import accounts, addresses
from practice.http import back_to, page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """One button. Who has the link need not be signed in: it proves the address and nothing else."""
    user = addresses.user_of(token)
    if user is None:
        return page(request, "account/address_stale.html", {}, status=410)
    if request.method == "POST":
        addresses.prove(user)
        accounts.note(request, "account.address-confirmed", user)
        messages.success(request, _("Your e-mail address is confirmed."))
        return redirect("home")
    return page(request, "account/address.html", {"address": user.email})


@require_POST
def ask_again(request):
    """Send the link once more to the address of whoever is signed in."""
    if not addresses.is_proven(request.user):
        addresses.ask(request.user, timezone.now())
    messages.success(request, _("An e-mail is on its way to %(address)s.") % {"address": request.user.email})
    return redirect(back_to(request, "/"))
