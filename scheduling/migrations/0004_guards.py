"""Proposals and histories of requests stay within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0003_changes_and_proposals")]

    operations = [
        same_practice("scheduling_proposedslot", "request_id", "scheduling_appointmentrequest"),
        same_practice("scheduling_proposedslot", "appointment_id", "scheduling_appointment"),
        same_practice("scheduling_requestevent", "request_id", "scheduling_appointmentrequest"),
    ]
