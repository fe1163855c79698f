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


@door(Permission.PLACE_MANAGE, "provider.added")
def add_provider(*, by, name, member=None) -> Provider:
    """Add a provider, with or without a login. Refuses a name or a login that is taken."""
    return Provider.objects.create(practice=by.practice, name=name, member=member)


@door(Permission.PLACE_MANAGE, "provider.changed")
def edit_provider(*, by, provider, name, member=None) -> Provider:
    """Rename a provider or change the login. Refuses as `add_provider` does."""
    provider = Provider.objects.visible_to(by).select_for_update(no_key=True).get(pk=provider.pk)
    provider.name, provider.member = name, member
    provider.save(update_fields=["name", "member"])
    return provider


@door(Permission.PLACE_MANAGE, "provider.ended")
def end_provider(*, by, provider) -> list[str]:
    """Offer no more times with this provider; booked visits stand. Returns sentences about what is left to look at."""
    return providers.end(by=by, provider=provider)
