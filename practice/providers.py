"""Room: a provider's end, on its own or together with a person's."""

from practice import handover
from practice.access import Actor
from practice.models import Provider


def end(*, by: Actor, provider: Provider) -> list[str]:
    """Offer no more times with this provider; the name and the login are free again. Returns what else there is to say.

    What was booked or asked for with the provider stays as it is, under the name it had.
    """
    provider = Provider.objects.visible_to(by).select_for_update(no_key=True).get(pk=provider.pk)
    if provider.ended_at is not None:
        return []
    provider.ended_at, provider.member = by.now, None
    provider.save(update_fields=["ended_at", "member"])
    return handover.provider_ending(by=by, provider=provider)
