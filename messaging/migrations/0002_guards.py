"""Threads and what hangs on them stay within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("practice", "0002_guards")]

    operations = [
        same_practice("messaging_thread", "patient_id", "practice_patient"),
        same_practice("messaging_thread", "department_id", "messaging_department"),
        same_practice("messaging_thread", "completed_by_id", "practice_staffmember"),
        same_practice("messaging_message", "thread_id", "messaging_thread"),
        same_practice("messaging_delivery", "thread_id", "messaging_thread"),
        same_practice("messaging_delivery", "member_id", "practice_staffmember"),
        same_practice("messaging_delivery", "sent_by_id", "practice_staffmember"),
        same_practice("messaging_readmarker", "thread_id", "messaging_thread"),
        same_practice("messaging_insurancechange", "thread_id", "messaging_thread"),
    ]
