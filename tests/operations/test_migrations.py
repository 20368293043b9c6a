"""Old code and new code work on one schema while an installation is upgraded."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AlterField,
    AlterModelTable,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
)

OURS = {"agencies", "documents", "exchange", "workflow", "jobs"}
FORBIDDEN = (AlterModelTable, DeleteModel, RemoveField, RenameField, RenameModel)
# What was there before anybody installed it: nobody has older code on these.
BEFORE_THE_FIRST_RELEASE = 1
# Each with the reason why no release before uses what goes; none yet.
ALLOWED: dict[tuple[str, str], str] = {}


def operations():
    loader = MigrationLoader(connection, ignore_no_initial=True)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and int(name[:4]) > BEFORE_THE_FIRST_RELEASE:
            yield from ((app, name, operation) for operation in migration.operations)


def test_no_migration_takes_away_what_older_code_still_uses(db):
    assert [
        (app, name, operation.describe())
        for app, name, operation in operations()
        if isinstance(operation, FORBIDDEN) and (app, name) not in ALLOWED
    ] == []


def test_a_field_that_is_altered_stays_as_wide_and_as_free(db):
    """Old code writes what it always wrote: nothing may have become required in the meantime."""
    narrowed = [
        (app, name, operation.describe())
        for app, name, operation in operations()
        if isinstance(operation, AlterField)
        and not operation.field.null
        and not operation.field.has_default()
        and (app, name) not in ALLOWED
    ]
    assert narrowed == []
