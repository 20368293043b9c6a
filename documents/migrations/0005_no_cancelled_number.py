"""A number is never cancelled: no act did so, and no state or reason of it is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_lock_once")]
    operations = [
        migrations.RemoveConstraint(
            model_name="registerentry", name="register_entry_cancelled_with_a_reason"
        ),
        migrations.RemoveField(model_name="registerentry", name="reason"),
        migrations.AlterField(
            model_name="registerentry",
            name="state",
            field=models.CharField(
                choices=[("TAKEN", "Đã cấp số, chưa đóng dấu"), ("ISSUED", "Đã đóng dấu")],
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
    ]
