"""How full the letterbox is, without adding up what waits: what it held when it was last weighed, and what has come since.

A sequence counts without a lock and takes nothing back: tellings in a flood do not wait for one another.
"""

from django.db import migrations

WEIGHED = """
create sequence letterbox.come;
select setval('letterbox.come', 1);
alter table letterbox.room add column weighed_bytes bigint not null default 0, add column weighed_at bigint not null default 1;
update letterbox.room set weighed_bytes = (select coalesce(sum(bucket), 0) from letterbox.drop);
"""
BACK = """
drop trigger if exists counts on letterbox.drop;
drop sequence letterbox.come;
alter table letterbox.room drop column weighed_bytes, drop column weighed_at;
"""


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0002_room")]
    operations = [migrations.RunSQL(WEIGHED, BACK)]
