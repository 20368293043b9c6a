"""The files that go with a document."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Comes and goes while its document is a draft, and is never changed.
FORWARD = """
CREATE FUNCTION documents_refuse_after_drafting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM documents_document
        WHERE id = COALESCE(NEW.document_id, OLD.document_id) AND status <> 'DRAFTING'
    ) THEN
        RAISE EXCEPTION 'files of a document under way are never changed'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER documents_attachment_refuse_after_drafting
    BEFORE INSERT OR DELETE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_after_drafting();
CREATE TRIGGER documents_attachment_refuse_change BEFORE UPDATE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""
BACKWARD = "DROP FUNCTION documents_refuse_after_drafting() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("media_type", models.CharField(max_length=100, verbose_name="loại nội dung")),
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
                        related_name="attachments",
                        to="documents.document",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="documents.storedobject",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp kèm theo",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "name"), name="attachment_name_used_once_in_a_document"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
