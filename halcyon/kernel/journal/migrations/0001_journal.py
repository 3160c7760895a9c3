"""The journal's tables, in a schema of their own. Their owner and triggers are set by functions.sql."""

from django.db import migrations

TABLES = """
create schema if not exists journal;

create table journal.event (name text primary key);

create table journal.line (
    id          bigint generated always as identity primary key,
    xid         xid8 not null default pg_current_xact_id(),
    at          timestamptz not null default clock_timestamp(),
    kind        text not null check (kind in ('change', 'read', 'list', 'refusal', 'search', 'export', 'sign-in')),
    event       text not null references journal.event (name),
    actor_kind  text not null check (actor_kind in ('member', 'system', 'teller')),
    actor       integer not null,
    records     uuid[] not null default '{}',
    detail      text not null default '' check (length(detail) <= 60)
);
create index line_in_sealing_order on journal.line (xid, id);
create index line_by_time on journal.line (at);

create table journal.head (
    only_one    boolean primary key default true check (only_one),
    chain       text not null,
    upto        xid8 not null,
    seq         bigint not null,
    hash        bytea not null
);
create table journal.seal (seq bigint primary key, line bigint not null unique, hash bytea not null);
create table journal.checkpoint (
    seq bigint primary key, at timestamptz not null, hash bytea not null, signature bytea not null
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(TABLES, "drop schema journal cascade")]
