"""The table that is searched, that a search was opened, and which records of an older database still wait.

`document` is made by PostgreSQL from words and keys and stands in no Django model. Its index keeps no pending list: a
search after many saves costs what a search costs. The audience has no GIN index (research: it makes searches slower).
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import halcyon.kernel.clocks.moments

DOCUMENT = """
alter table search_entry add column document tsvector not null
    generated always as (to_tsvector('english'::regconfig, words) || array_to_tsvector(keys)) stored;
create index search_by_document on search_entry using gin (document) with (fastupdate = off);
create schema search;
create table search.waiting (record_id uuid primary key);
"""
TAKE_BACK = """
drop schema search cascade;
alter table search_entry drop column document;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexedEntry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("source", models.UUIDField()),
                ("piece", models.PositiveIntegerField()),
                ("sort", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=30)),
                ("words", models.TextField(blank=True)),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("at", models.DateTimeField()),
                ("agency", models.IntegerField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.record"
                    ),
                ),
            ],
            options={
                "db_table": "search_entry",
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("search", models.UUIDField()),
                ("opened_by", models.IntegerField()),
                ("opened_at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now)),
                ("reason", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="search_opened_with_a_reason"
                    )
                ],
            },
        ),
        migrations.RunSQL(DOCUMENT, TAKE_BACK),
    ]
