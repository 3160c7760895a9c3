"""A word that half of everything holds is found from the newest on; persons and places of concern wait to be read.

Until now nothing of a subject's own record was searched, and nothing said so.
"""

from django.db import migrations, models

WAIT = """
do $$
begin
    if has_table_privilege('halcyon_search', 'public.access_record', 'select') then
        set local role halcyon_search;
        perform search.await_all(array['subject']);
        reset role;
    end if;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_details")]
    operations = [
        migrations.AddIndex(
            model_name="indexedentry",
            index=models.Index(fields=["-at"], name="search_newest"),
        ),
        migrations.RunSQL(WAIT, migrations.RunSQL.noop),
    ]
