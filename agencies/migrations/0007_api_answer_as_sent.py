"""Answers are kept as they were sent, letter by letter; those kept before are a day old at most."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_second_factors")]

    operations = [
        migrations.RemoveField(model_name="apicall", name="answer"),
        migrations.AddField(
            model_name="apicall",
            name="answer",
            field=models.TextField(blank=True, default="", verbose_name="câu trả lời"),
        ),
    ]
