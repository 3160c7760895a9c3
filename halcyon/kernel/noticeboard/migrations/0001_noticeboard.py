"""The board itself: one table in a schema of its own, so that the public side can be given this and no more."""

from django.db import migrations

BOARD = """
create schema noticeboard;
create table noticeboard.notice (
    key       text        primary key,
    body      jsonb       not null,
    pinned_at timestamptz not null default now()
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(BOARD, "drop schema noticeboard cascade")]
