"""The database itself refuses to change what may never change."""

from django.db import migrations

NEVER_CHANGED = (
    "documents_event",
    "documents_revision",
    "documents_rendition",
    "documents_revisioncopy",
    "documents_review",
    "documents_initial",
    "documents_formcheck",
    "documents_voiding",
    "documents_receipt",
    "documents_storedobject",
)
FROZEN_AT_ISSUE = ("documents_recipientline", "documents_filingline")

FUNCTIONS = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION documents_refuse_after_issue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_TABLE_NAME = 'documents_recipienttarget' THEN
        touched := ARRAY(
            SELECT document_id FROM documents_recipientline WHERE id IN (NEW.line_id, OLD.line_id)
        );
    ELSE
        touched := ARRAY[NEW.document_id, OLD.document_id];
    END IF;
    IF EXISTS (
        SELECT 1 FROM documents_document WHERE id = ANY (touched)
            AND status IN ('ISSUED', 'RECALLED', 'REPLACED', 'CORRECTED')
    ) THEN
        RAISE EXCEPTION 'recipients of an issued document are never changed'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION documents_refuse_lost_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.number <> OLD.number OR NEW.book_id <> OLD.book_id
            OR NEW.document_id <> OLD.document_id OR NEW.issued_on <> OLD.issued_on
            OR NEW.notation <> OLD.notation THEN
        RAISE EXCEPTION 'a number given stays given' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def _trigger(table: str, function: str, on: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{function} BEFORE {on} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION documents_{function}();\n"
    )


TRIGGERS = (
    "".join(_trigger(table, "refuse_change", "UPDATE OR DELETE") for table in NEVER_CHANGED)
    + "".join(
        _trigger(table, "refuse_after_issue", "INSERT OR UPDATE OR DELETE")
        for table in (*FROZEN_AT_ISSUE, "documents_recipienttarget")
    )
    + _trigger("documents_registerentry", "refuse_lost_number", "UPDATE OR DELETE")
)
UNDO = """
DROP FUNCTION documents_refuse_change() CASCADE;
DROP FUNCTION documents_refuse_after_issue() CASCADE;
DROP FUNCTION documents_refuse_lost_number() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
