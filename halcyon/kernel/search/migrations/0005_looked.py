"""Every search that could have met a silent record leaves one row, whether it did or not: the time it takes tells nothing."""

from django.db import migrations

LOOKED = """
create table search.looked (
    id bigint generated always as identity primary key, records uuid[] not null, looked_by integer not null,
    looked_at timestamptz not null default clock_timestamp()
);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0004_newest_first")]
    operations = [migrations.RunSQL(LOOKED, "drop table search.looked")]
