"""A closed dossier loses no document either, whoever asks."""

from django.db import migrations

# FOR SHARE, as when one is put in: who closes a dossier waits for what is being taken out.
FORWARD = """
CREATE FUNCTION documents_refuse_out_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM documents_dossier WHERE id = OLD.dossier_id AND closed_on IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a closed dossier loses no document' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER documents_dossieritem_refuse_out_of_closed
    BEFORE DELETE ON documents_dossieritem
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_out_of_closed();
"""
BACKWARD = """
DROP TRIGGER documents_dossieritem_refuse_out_of_closed ON documents_dossieritem;
DROP FUNCTION documents_refuse_out_of_closed();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0012_open_assignments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
