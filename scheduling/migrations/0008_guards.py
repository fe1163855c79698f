"""A request replaces one of the same practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0007_one_request_a_thread")]

    operations = [
        same_practice("scheduling_appointmentrequest", "replaces_id", "scheduling_appointmentrequest"),
    ]
