"""Room: a provider's end, on its own or together with a person's."""

from django.utils.translation import gettext as _

from practice import handover
from practice.access import Actor
from practice.models import Provider


def end(*, by: Actor, provider: Provider) -> list[str]:
    """Offer no more times with this provider; the name and the login are free again. Returns what happened, in words.

    What was booked or asked for with the provider stays as it is, under the name it had. Ending twice is ending once.
    """
    provider = Provider.objects.visible_to(by).select_for_update().get(pk=provider.pk)
    said = [_("%(name)s has ended.") % {"name": provider}]
    if provider.ended_at is not None:
        return said
    provider.ended_at, provider.member = by.now, None
    provider.save(update_fields=["ended_at", "member"])
    return said + handover.provider_ending(by=by, provider=provider)
