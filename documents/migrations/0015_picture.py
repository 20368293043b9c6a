"""The pictures in the text of a document; once there they stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER documents_picture_refuse_change BEFORE UPDATE OR DELETE ON documents_picture
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""
BACKWARD = "DROP TRIGGER documents_picture_refuse_change ON documents_picture;"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0014_safekeeping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("media_type", models.CharField(max_length=20, verbose_name="loại nội dung")),
                ("width", models.PositiveIntegerField(verbose_name="rộng, điểm ảnh")),
                ("height", models.PositiveIntegerField(verbose_name="cao, điểm ảnh")),
                ("added_at", models.DateTimeField(verbose_name="thêm lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="documents.document",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="documents.storedobject",
                    ),
                ),
            ],
            options={
                "verbose_name": "hình trong văn bản",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "sha256"), name="picture_once_in_a_document"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
