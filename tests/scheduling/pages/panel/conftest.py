"""The requests whose panel is looked at, and the times it is sent."""

import pytest

from scheduling import panel, services
from scheduling.models import AvailabilityRule


@pytest.fixture
def asked(cast, ask, starts):
    return ask(starts=starts(1), reason="Cough.")


@pytest.fixture
def values(cast, starts):
    """`values(3)`: free times of Dr Ada an hour apart, later than what is asked for, as the panel sends them."""
    known = [panel.time_value(start, cast.dr_ada) for start in starts(40)[4::4]]
    return lambda n: known[:n]


@pytest.fixture
def own_page(sign_in, staff, words):
    """`own_page(cast.sam, request)`: the request's page as that person sees it."""
    return lambda who, made, **query: words(sign_in(who).get(staff("request", made.pk, **query)))


@pytest.fixture
def shut(cast):
    """Dr Ada's hours at North are taken away."""
    return lambda: AvailabilityRule.objects.filter(provider=cast.dr_ada).delete()


@pytest.fixture
def change(cast, acting):
    """`change("cancel")`: Gina asks about Mia's visit of Friday."""

    def send(kind, starts=()):
        return services.request_change(by=acting(cast.gina), appointment=cast.mia_visit, kind=kind, starts=list(starts))

    return send
