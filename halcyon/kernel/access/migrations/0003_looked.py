"""Whatever could have met a silent record leaves one row, whether it did or not: neither time nor what is written tells."""

from django.db import migrations

LOOKED = """
create schema if not exists access;
create table access.looked (
    id bigint generated always as identity primary key, records uuid[] not null, looked_by integer not null,
    once boolean not null default false, looked_at timestamptz not null default clock_timestamp()
);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_kinds_in_code")]
    operations = [migrations.RunSQL(LOOKED, "drop table access.looked")]
