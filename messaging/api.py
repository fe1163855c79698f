"""Threads through the API: the patient side's own, built from what that side may see and nothing else."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from messaging import selectors
from messaging.services import patient as doors
from practice.access import Permission
from practice.api import PatientView, in_pages
from practice.errors import NotVisible

THREAD_STATES = ["sent", "seen", "answered"]


class ThreadOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    last_at = serializers.DateTimeField(source="shown_at")  # what staff say among themselves moves nothing
    answered_at = serializers.DateTimeField(source="answer_shown_at", allow_null=True)
    completed_at = serializers.DateTimeField(source="completion_shown_at", allow_null=True)
    state = serializers.ChoiceField(choices=THREAD_STATES, allow_null=True, help_text="How far my side's last word is.")


class MessageOut(serializers.Serializer):
    id = serializers.UUIDField()
    side = serializers.ChoiceField(choices=["patient", "staff", "system"])
    body = serializers.CharField()
    sent_at = serializers.DateTimeField()


class ThreadDetailOut(ThreadOut):
    messages = MessageOut(many=True)


class ThreadsView(PatientView):
    """My threads about this person, newest first. A header `Link` leads on where there are more than 100."""

    permission = Permission.THREAD_READ

    @extend_schema(responses=ThreadOut(many=True))
    def get(self, request):
        return in_pages(self, selectors.threads_of(self.actor, self.patient), ThreadOut, ordering="-shown_at")


class ThreadView(PatientView):
    """One thread with its messages. Reading it here marks nothing read."""

    permission = Permission.THREAD_READ

    @extend_schema(responses=ThreadDetailOut)
    def get(self, request, thread):
        found = selectors.threads_of(self.actor, self.patient).filter(pk=thread).first()
        if found is None:
            raise NotVisible("Thread")
        doors.show_thread(by=self.actor, thread=found)
        messages = selectors.messages_of(self.actor, found)
        return Response({**ThreadOut(found).data, "messages": MessageOut(messages, many=True).data})
