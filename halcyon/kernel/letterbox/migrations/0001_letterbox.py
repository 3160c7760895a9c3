"""The letterbox's tables. Who may do what with them stands in functions.sql; they belong to halcyon_letterbox from there on.

Rows keep the day, never the time: the minute a child told is inside the envelope.
"""

from django.db import migrations

TABLES = """
create schema letterbox;

-- Sealed envelopes, until the worker opens them.
create table letterbox.drop (
    id       uuid    primary key,
    day      date    not null,
    channel  text    not null,
    bucket   integer not null,
    envelope bytea   not null,
    mailbox  uuid
);

-- Spent form tokens outlive their envelopes: without them a telling that is sent again becomes two.
create table letterbox.spent (
    token_hash bytea       primary key,
    drop_id    uuid        not null,
    mailbox    uuid,
    until      timestamptz not null
);
create index spent_until on letterbox.spent (until);

-- A mailbox is found by its locator (from the six words) and opened by a key that only the words give.
create table letterbox.mailbox (
    id              uuid  primary key,
    locator         bytea unique,
    wrapped_private bytea,
    public_key      bytea not null,
    state           text  not null default 'open',
    opened_on       date  not null,
    expires_on      date  not null
);
create index mailbox_expires on letterbox.mailbox (expires_on) where state = 'open';

create table letterbox.message (
    id       uuid    primary key,
    mailbox  uuid    not null references letterbox.mailbox (id) on delete cascade,
    sealed   bytea   not null,
    day      date    not null,
    position integer not null,
    unique (mailbox, position)
);

-- What happened to a mailbox, for the team to know: closed, emptied, rotated, expired.
create table letterbox.note (
    number  bigint generated always as identity primary key,
    mailbox uuid not null,
    what    text not null,
    day     date not null
);

-- How many sets of words were tried, second by second, for a few minutes. No words, no addresses.
create unlogged table letterbox.attempt (
    second   bigint  primary key,
    arrived  integer not null,
    admitted integer not null
);
create table letterbox.pace (
    only_row          boolean primary key default true check (only_row),
    checks_per_second real    not null
);
insert into letterbox.pace (checks_per_second) values (40);

-- Envelopes that could not be opened. Kept as they came.
create table letterbox.quarantine (
    id       uuid    primary key,
    day      date    not null,
    channel  text    not null,
    bucket   integer not null,
    envelope bytea   not null,
    mailbox  uuid,
    why      text    not null
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(TABLES, "drop schema letterbox cascade")]
