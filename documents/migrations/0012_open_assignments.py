"""What is done stands in nobody's way: only open assignments are one a person, unit and lead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0011_attachment'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_one_leads_an_arrival',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_one_live_to_an_official',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_one_live_to_a_unit',
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None), ('leads', True), ('withdrawn_at', None)), fields=('entry',), name='assignment_one_leads_an_arrival'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None), ('official__isnull', False), ('withdrawn_at', None)), fields=('entry', 'official'), name='assignment_one_live_to_an_official'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None), ('official', None), ('withdrawn_at', None)), fields=('entry', 'department'), name='assignment_one_live_to_a_unit'),
        ),
    ]
