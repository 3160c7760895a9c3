"""Pictures of pages, beside the notices."""

from django.db import migrations

PICTURES = """
create table noticeboard.picture (
    id   uuid  primary key,
    data bytea not null
);
"""


class Migration(migrations.Migration):
    dependencies = [("noticeboard", "0001_noticeboard")]
    operations = [migrations.RunSQL(PICTURES, "drop table noticeboard.picture")]
