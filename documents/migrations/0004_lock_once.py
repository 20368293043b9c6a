"""A stored object may be locked once; nothing else of it ever changes."""

from django.db import migrations

LOCK_ONCE = """
DROP TRIGGER documents_storedobject_refuse_change ON documents_storedobject;

CREATE FUNCTION documents_lock_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.locked_until IS NULL AND NEW.locked_until IS NOT NULL
            AND (NEW.id, NEW.key, NEW.version_id, NEW.sha256, NEW.size)
              = (OLD.id, OLD.key, OLD.version_id, OLD.sha256, OLD.size) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER documents_storedobject_lock_once BEFORE UPDATE OR DELETE ON documents_storedobject
    FOR EACH ROW EXECUTE FUNCTION documents_lock_once();
"""
UNDO = """
DROP FUNCTION documents_lock_once() CASCADE;
CREATE TRIGGER documents_storedobject_refuse_change BEFORE UPDATE OR DELETE
    ON documents_storedobject FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_obstacle")]
    operations = [migrations.RunSQL(LOCK_ONCE, UNDO)]
