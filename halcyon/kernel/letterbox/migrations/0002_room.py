"""How much may wait in the letterbox: a flood on days without a worker fills it and not the disk that the desk stands on."""

from django.db import migrations

ROOM = """
create table letterbox.room (
    only_row           boolean primary key default true check (only_row),
    most_waiting_bytes bigint  not null check (most_waiting_bytes > 0)
);
insert into letterbox.room (most_waiting_bytes) values (2147483648);
"""


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0001_letterbox")]
    operations = [migrations.RunSQL(ROOM, "drop table letterbox.room")]
