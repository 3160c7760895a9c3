"""Who looked for what is silent is kept in one table for every way of looking (access, 0003)."""

from django.db import migrations

MOVED = """
insert into access.looked (records, looked_by, looked_at) select records, looked_by, looked_at from search.looked order by id;
drop function if exists search.keep_looks();
drop table search.looked;
"""
BACK = """
create table search.looked (
    id bigint generated always as identity primary key, records uuid[] not null, looked_by integer not null,
    looked_at timestamptz not null default clock_timestamp()
);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_looked"), ("search", "0005_looked")]
    operations = [migrations.RunSQL(MOVED, BACK)]
