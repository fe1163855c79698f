import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('practice', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('portal', 'Portal messages'), ('internal', 'Internal')], default='portal', max_length=8)),
                ('receives', models.CharField(blank=True, max_length=12)),
                ('members', models.ManyToManyField(blank=True, related_name='departments', to='practice.staffmember')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('practice'), django.db.models.functions.text.Lower('name'), name='department_name_unique'), models.UniqueConstraint(condition=models.Q(('receives', ''), _negated=True), fields=('practice', 'receives'), name='one_department_a_kind'), models.UniqueConstraint(fields=('practice', 'id'), name='department_in_practice'), models.CheckConstraint(condition=models.Q(('receives__in', ['', 'appointment', 'general', 'insurance', 'referral', 'refill'])), name='department_receives_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['internal', 'portal'])), name='department_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='practice.patient')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=12)),
                ('subject', models.CharField(max_length=120)),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.department')),
                ('shared_with_guardians', models.BooleanField(default=False)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('completed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.staffmember')),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('started_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['practice', '-last_at', '-id'], name='threads_newest'), models.Index(fields=['account', '-last_at'], name='threads_of_account'), models.Index(fields=['patient', '-last_at'], name='threads_of_patient')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='thread_in_practice'), models.UniqueConstraint(fields=('practice', 'account', 'request_key'), name='thread_sent_once'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completed_by__isnull', True)), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False)), _connector='OR'), name='thread_completed_pair'), models.CheckConstraint(condition=models.Q(('kind__in', ['appointment', 'general', 'insurance', 'referral', 'refill'])), name='thread_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='messaging.thread')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='practice.staffmember')),
                ('channel', models.CharField(choices=[('portal', 'Unread Portal'), ('phone', 'Unread Phone')], default='portal', max_length=8)),
                ('reason', models.CharField(choices=[('department', 'Department'), ('named', 'Named provider'), ('fallback', 'Last resort'), ('forwarded', 'Forwarded'), ('answer', 'Internal answer'), ('handler', 'Handled it before')], max_length=12)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.staffmember')),
                ('first_visible_number', models.PositiveIntegerField(default=1)),
                ('delivered_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True), ('read_at__isnull', True)), fields=['member', 'channel'], name='unread_deliveries'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['member', '-delivered_at'], name='open_deliveries')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'member', 'channel'), name='delivered_once_a_channel'), models.CheckConstraint(condition=models.Q(('channel__in', ['phone', 'portal'])), name='delivery_channel_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['answer', 'department', 'fallback', 'forwarded', 'handler', 'named'])), name='delivery_reason_known')],
            },
        ),
        migrations.CreateModel(
            name='InsuranceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='insurance_change', to='messaging.thread')),
                ('company', models.CharField(max_length=120)),
                ('member_number', models.CharField(max_length=60)),
                ('group_number', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='messaging.thread')),
                ('number', models.PositiveIntegerField()),
                ('side', models.CharField(max_length=8)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.TextField(blank=True)),
                ('shown_to', models.CharField(db_column='visibility', default='portal', max_length=8)),
                ('sent_at', models.DateTimeField()),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'number'), name='message_number_once'), models.UniqueConstraint(fields=('practice', 'author', 'request_key'), name='message_sent_once'), models.CheckConstraint(condition=models.Q(('side__in', ['patient', 'staff', 'system'])), name='message_side_known'), models.CheckConstraint(condition=models.Q(('shown_to__in', ['internal', 'portal'])), name='message_visibility_known'), models.CheckConstraint(condition=models.Q(('side', 'staff'), ('shown_to', 'portal'), _connector='OR'), name='only_staff_write_internally')],
            },
        ),
        migrations.CreateModel(
            name='ReadMarker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='markers', to='messaging.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('up_to_number', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='one_marker_a_reader')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7781d555342f9c41970b7d08e50d7a894291aa3c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3d7cb', table='messaging_message', when='BEFORE')),
        ),
    ]
