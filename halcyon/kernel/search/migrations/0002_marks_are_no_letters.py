"""Curly quotes, dashes and emoji beside a word are no part of it.

In a database of the C locale PostgreSQL's parser takes every sign beyond ASCII for a letter: “van” was not found as van.
"""

from django.db import migrations

PLAIN = """
drop index search_by_document;
alter table search_entry drop column document;
alter table search_entry add column document tsvector not null generated always as (
    to_tsvector('english'::regconfig, regexp_replace(words, '[^\\x01-\\x7f[:alnum:]]', ' ', 'g')) || array_to_tsvector(keys)
) stored;
create index search_by_document on search_entry using gin (document) with (fastupdate = off);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_search")]
    operations = [migrations.RunSQL(PLAIN, migrations.RunSQL.noop)]
