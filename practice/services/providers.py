"""Whom patients can see."""

from django.utils.translation import gettext_lazy as _

from practice import providers
from practice.access import Permission
from practice.errors import announce_constraint
from practice.models import Provider
from practice.service import door

announce_constraint("provider_name_unique", "name_taken", _("There is already a provider with this name."), "name")
announce_constraint(
    "practice_provider_member_id_key", "login_taken", _("This login already belongs to another provider."), "member"
)


@door(Permission.PLACE_MANAGE, "provider.added", keep=("takes_online",))
def add_provider(*, by, name, member=None, takes_online: bool = True) -> Provider:
    """Add a provider, with or without a login. Refuses a name or a login that is taken."""
    return Provider.objects.create(practice=by.practice, name=name, member=member, takes_online=takes_online)


@door(Permission.PLACE_MANAGE, "provider.changed", keep=("takes_online",))
def edit_provider(*, by, provider, name, member, takes_online: bool) -> Provider:
    """Rename a provider, change the login, open or close them to patients' requests; what is booked or asked for
    stands. Refuses as `add_provider` does."""
    provider = Provider.objects.visible_to(by).select_for_update(no_key=True).get(pk=provider.pk)
    provider.name, provider.member, provider.takes_online = name, member, takes_online
    provider.save(update_fields=["name", "member", "takes_online"])
    return provider


@door(Permission.PLACE_MANAGE, "provider.ended")
def end_provider(*, by, provider) -> list[str]:
    """Offer no more times with this provider; booked visits stand. Returns sentences about what is left to look at."""
    return providers.end(by=by, provider=provider)
