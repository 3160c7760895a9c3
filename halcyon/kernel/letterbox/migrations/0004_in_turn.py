"""The order in which envelopes are taken out, kept: after a flood the worker reads twenty rows for its next twenty, not all."""

from django.db import migrations

IN_TURN = "create index drop_in_turn on letterbox.drop ((channel = 'mailbox'), day, id)"


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0003_weighed")]
    operations = [migrations.RunSQL(IN_TURN, "drop index letterbox.drop_in_turn")]
