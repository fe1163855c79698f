"""Invitations and consents stay within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial"), ("practice", "0002_guards")]

    operations = [
        same_practice("registration_invitation", "patient_id", "practice_patient"),
        same_practice("registration_consent", "patient_id", "practice_patient"),
        same_practice("registration_invitation", "contact_id", "practice_contact"),
        same_practice("registration_consent", "text_id", "practice_termstext"),
    ]
