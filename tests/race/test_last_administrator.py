"""T-18, X39: administrators who deactivate each other at the same moment never leave a practice without one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from practice.errors import Refused
from practice.models import StaffMember
from practice.services import staff

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_administrators_who_deactivate_each_other_leave_one(cast, acting):
    StaffMember.objects.filter(pk__in=[cast.fay.pk, cast.nia.pk]).update(duties=["admin", "messages"])
    fay, nia = (StaffMember.objects.select_related("user").get(pk=pk) for pk in (cast.fay.pk, cast.nia.pk))
    staff.deactivate_staff(by=acting(fay), member=cast.ad, last_resort=cast.sam)
    together = threading.Barrier(2)

    def leave(by, member) -> str:
        try:
            together.wait(timeout=10)
            staff.deactivate_staff(by=by, member=member)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as pool:
        said = pool.map(leave, [acting(fay), acting(nia)], [nia, fay])
    assert sorted(said) == ["last_admin", "left"]
