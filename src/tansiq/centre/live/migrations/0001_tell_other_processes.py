"""Have PostgreSQL tell every process of a new entry, as part of the transaction that enters it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TELL = """
CREATE OR REPLACE FUNCTION tansiq_tell_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('tansiq_entered', NEW.place::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tansiq_tell_entered AFTER INSERT ON door_entry FOR EACH ROW EXECUTE FUNCTION tansiq_tell_entered();
"""
TELL_NO_MORE = """
DROP TRIGGER tansiq_tell_entered ON door_entry;
DROP FUNCTION tansiq_tell_entered();
"""


def tell(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger, where the database has such a thing."""
    if editor.connection.vendor == "postgresql":
        editor.execute(TELL)


def tell_no_more(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    if editor.connection.vendor == "postgresql":
        editor.execute(TELL_NO_MORE)


class Migration(migrations.Migration):
    """The trigger on the journal's table."""

    initial = True
    dependencies = (("door", "0001_initial"),)
    operations = (migrations.RunPython(tell, tell_no_more),)
