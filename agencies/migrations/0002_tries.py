"""The table of the cache that counts tries; Django makes the same in a test's database."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "dauson_cache"


def make_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
