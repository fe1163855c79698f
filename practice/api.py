"""What every API view stands on: the actor comes from the URL, as on the pages."""

from django.utils import timezone
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from practice import standing
from practice.access import Permission


class StaffView(APIView):
    """An endpoint under `/api/v1/<practice>/staff/`. `self.actor` is an active staff member there, or it is a 404.

    `permission` is what reading takes; what writes asks its door.
    """

    permission: Permission | None = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.actor = standing.staff_actor(request, self.kwargs.pop("practice"), timezone.now())
        if self.permission and not self.actor.may(self.permission):
            raise PermissionDenied


class PatientView(APIView):
    """An endpoint under `/api/v1/<practice>/my/<patient>/`. `self.patient` is somebody `self.actor` acts for."""

    permission: Permission | None = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.actor = standing.patient_actor(request, self.kwargs.pop("practice"), timezone.now())
        self.patient = standing.person(self.actor, self.kwargs.pop("patient"))
        if self.permission and not self.actor.may(self.permission, self.patient.pk):
            raise PermissionDenied
