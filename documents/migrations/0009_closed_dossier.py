"""A closed dossier takes no document, whoever asks; its journal never changes."""

from django.db import migrations

# FOR SHARE: who closes a dossier waits for what is being put in, and the other way round.
FORWARD = """
CREATE FUNCTION documents_refuse_into_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM documents_dossier WHERE id = NEW.dossier_id AND closed_on IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a closed dossier takes no document' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER documents_dossieritem_refuse_into_closed
    BEFORE INSERT ON documents_dossieritem
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_into_closed();
CREATE TRIGGER documents_dossierevent_refuse_change
    BEFORE UPDATE OR DELETE ON documents_dossierevent
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();

UPDATE documents_searchentry AS found SET signer_id = (
    SELECT signer_id FROM documents_revision
    WHERE document_id = found.document_id ORDER BY n DESC LIMIT 1
);
"""
BACKWARD = """
DROP TRIGGER documents_dossierevent_refuse_change ON documents_dossierevent;
DROP TRIGGER documents_dossieritem_refuse_into_closed ON documents_dossieritem;
DROP FUNCTION documents_refuse_into_closed();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_dossier")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
