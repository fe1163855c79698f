"""How a refill request was answered, and why a refill reached whom it did."""

import django.db.models.deletion
from django.db import migrations, models

from practice.guards import same_practice


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0008_attachments'),
        ('practice', '0009_refill_rules'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_reason_known',
        ),
        migrations.AddField(
            model_name='refillrequest',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='refillrequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.staffmember'),
        ),
        migrations.AddField(
            model_name='refillrequest',
            name='status',
            field=models.CharField(choices=[('asked', 'Waiting'), ('refilled', 'Refilled'), ('denied', 'Denied')], default='asked', max_length=8),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='reason',
            field=models.CharField(choices=[('department', 'Department'), ('named', 'Named provider'), ('prescriber', 'Last prescriber'), ('primary', 'Primary provider'), ('fallback', 'Last resort'), ('forwarded', 'Forwarded'), ('answer', 'Internal answer'), ('handler', 'Handled it before')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['answer', 'department', 'fallback', 'forwarded', 'handler', 'named', 'prescriber', 'primary'])), name='delivery_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='refillrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'denied', 'refilled'])), name='refill_request_status_known'),
        ),
        migrations.AddConstraint(
            model_name='refillrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='refill_decided_pair'),
        ),
        migrations.AddConstraint(
            model_name='refillrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'asked'), ('decided_at__isnull', False), _connector='OR'), name='refill_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='refillrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'refilled'), _negated=True), ('record__isnull', False), _connector='OR'), name='refilled_on_record'),
        ),
        same_practice("messaging_refillrequest", "decided_by_id", "practice_staffmember"),
    ]
