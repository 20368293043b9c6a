"""What administrators do is written down, and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The journal of an agency's arrangements is what can be believed about them.
FORWARD = """
CREATE FUNCTION agencies_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER agencies_agencyevent_refuse_change
    BEFORE UPDATE OR DELETE ON agencies_agencyevent
    FOR EACH ROW EXECUTE FUNCTION agencies_refuse_change();
"""
BACKWARD = """
DROP TRIGGER agencies_agencyevent_refuse_change ON agencies_agencyevent;
DROP FUNCTION agencies_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_api_answer_as_sent'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40, verbose_name='việc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('facts', models.JSONField(default=dict, verbose_name='chi tiết')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='agencies.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nhật ký quản trị',
                'indexes': [models.Index(fields=['agency', '-id'], name='agency_events_newest')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
