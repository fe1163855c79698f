import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from practice.guards import same_practice

class Migration(migrations.Migration):

    dependencies = [
        ('practice', '0007_chart_guards'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='insurancepolicy',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='insurancepolicy',
            name='update_update',
        ),
        migrations.AddField(
            model_name='insurancepolicy',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.insurancepolicy'),
        ),
        migrations.AddField(
            model_name='insurancepolicyevent',
            name='replaces',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.insurancepolicy'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='insurancepolicy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_insurancepolicyevent" ("company", "ended_on", "group_number", "id", "member_number", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "recorded_by_id", "replaces_id", "request_key", "starts_on") VALUES (NEW."company", NEW."ended_on", NEW."group_number", NEW."id", NEW."member_number", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."recorded_by_id", NEW."replaces_id", NEW."request_key", NEW."starts_on"); RETURN NULL;', hash='4cf5c75dd397314f22c541d145786ad7bab9044e', operation='INSERT', pgid='pgtrigger_insert_insert_7bc8c', table='practice_insurancepolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='insurancepolicy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_insurancepolicyevent" ("company", "ended_on", "group_number", "id", "member_number", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "recorded_by_id", "replaces_id", "request_key", "starts_on") VALUES (NEW."company", NEW."ended_on", NEW."group_number", NEW."id", NEW."member_number", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."recorded_by_id", NEW."replaces_id", NEW."request_key", NEW."starts_on"); RETURN NULL;', hash='17bc126f1f069a9c21ea386b3f8996129a4ca729', operation='UPDATE', pgid='pgtrigger_update_update_53954', table='practice_insurancepolicy', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='patientflag',
            constraint=models.UniqueConstraint(models.F('patient'), models.F('kind'), django.db.models.functions.text.Lower('text'), condition=models.Q(('ended_at__isnull', True)), name='live_flag_unique'),
        ),
        same_practice('practice_insurancepolicy', 'replaces_id', 'practice_insurancepolicy'),
    ]
