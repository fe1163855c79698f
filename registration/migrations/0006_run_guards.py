"""Runs and their lines stay within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("registration", "0005_invite_runs")]

    operations = [
        same_practice("registration_inviteline", "run_id", "registration_inviterun"),
        same_practice("registration_inviteline", "patient_id", "practice_patient"),
        same_practice("registration_inviteline", "invitation_id", "registration_invitation"),
    ]
