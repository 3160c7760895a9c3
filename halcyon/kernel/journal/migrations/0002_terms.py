"""What was searched for: personal, so sealed, in a table of its own beside the line that says who searched."""

from django.db import migrations

TABLE = """
create table journal.term (
    search  uuid primary key,
    at      timestamptz not null default clock_timestamp(),
    actor   integer not null,
    asks    boolean not null,
    sealed  bytea not null
);
create index term_by_actor on journal.term (actor, at) where asks;
create index term_by_time on journal.term (at);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]
    operations = [migrations.RunSQL(TABLE, "drop table journal.term")]
