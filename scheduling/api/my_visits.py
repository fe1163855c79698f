"""The visits of the patient's side, and asking to change one."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from practice.access import Permission
from practice.api import PatientView, in_pages
from practice.errors import NotVisible
from scheduling import selectors
from scheduling.api.my_requests import StartsIn, replaced_by
from scheduling.api.shapes import RefusalOut, RequestOut, VisitOut, created, said_in
from scheduling.services import changes


class ChangeIn(StartsIn):
    """What is asked for. A visit to be moved names up to three times, or none for the next available."""

    kind = serializers.ChoiceField(choices=["cancel", "reschedule"])


class MyVisitsView(PatientView):
    """The visits of this person that stand and are not over, soonest first. `Link` leads on beyond 100."""

    permission = Permission.APPOINTMENT_SEE

    @extend_schema(responses=VisitOut(many=True))
    def get(self, request):
        return in_pages(self, selectors.upcoming(self.actor, self.patient), VisitOut, ordering="starts_at")


class ChangesView(PatientView):
    """Ask the practice to move or to cancel a visit. It stands as it is until they approve."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(request=ChangeIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, appointment_id):
        visit = selectors.visit_of(self.actor, self.patient, appointment_id)
        if visit is None:
            raise NotVisible("Appointment")
        said = said_in(ChangeIn, request.data)
        said["replaces"] = replaced_by(self, said["replaces"])
        return created(RequestOut, changes.request_change(by=self.actor, appointment=visit, **said))
