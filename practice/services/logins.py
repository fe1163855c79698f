"""What people change about their own login."""

from practice.access import Actor
from practice.models import User
from practice.service import door


def _signed_in(by: Actor, **_arguments) -> bool:
    """Everybody may change what they are called."""
    return by.user is not None


@door(None, "account.renamed", allow=_signed_in)
def rename(*, by: Actor, name: str) -> User:
    """Change the name by which the practice knows this login."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.user.pk)
    user.name = name
    user.save(update_fields=["name"])
    return user
