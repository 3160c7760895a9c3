"""Since when an action is to be done. What an outcome demands was added with its decision; of the rest nothing kept it."""

from django.db import migrations, models

import halcyon.kernel.clocks.moments

# Changed once by the owner: triggers and policies are laid on anew by `database apply`.
DATED = """
alter table contacts_action disable trigger user;
alter table contacts_action no force row level security;
alter table contacts_decision no force row level security;
update contacts_action a set added_at = case when a.outcome in ('A', 'B') then d.proposed_at else d.made_at end
  from contacts_decision d where d.id = a.decision_id and a.outcome <> '';
set constraints all immediate;
alter table contacts_action enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_who_told")]
    operations = [
        migrations.AddField("action", "added_at", models.DateTimeField(null=True)),
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        migrations.AlterField(
            "action", "added_at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now, null=True)
        ),
    ]
