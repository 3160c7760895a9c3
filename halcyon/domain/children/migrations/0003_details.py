"""What of a child's record only some duties read, and what that means for everything that was recorded before."""

from django.db import migrations, models

# Rows that are only ever added to, changed once by the owner: triggers and policies are laid on anew by `database apply`.
BEFORE = """
do $$ declare kept text; begin
    foreach kept in array array['children_happening', 'children_statement', 'search_entry'] loop
        execute format('alter table public.%I disable trigger user', kept);
        execute format('alter table public.%I no force row level security', kept);
    end loop;
    alter table access_record no force row level security;
    update children_statement set detail = 'care' where kind = 'view';
    update children_statement s set detail = 'story' from access_record r
     where r.id = s.record_id and r.kind = 'child' and s.kind <> 'view' and s.question <> 'wants';
    update children_happening set detail = case when kind = 'health' then 'health'
        when kind in ('police', 'intelligence') then 'police' when kind in ('missing', 'fact') then '' else 'story' end;
    update children_happening h set detail = s.detail from children_statement s where h.kind = 'said' and h.part = s.id;
    update search_entry e set detail = s.detail from children_statement s where e.source = s.id and e.sort = 'child';
    update search_entry e set detail = h.detail from children_happening h where e.source = h.id;
    update search_entry e set kept_by = h.recorded_by from children_happening h where e.source = h.id;
    update search_entry e set kept_by = s.said_by from children_statement s where e.source = s.id and s.said_by > 0;
    set constraints all immediate; -- a line that was changed twice has a check waiting, and its table would not be altered
    foreach kept in array array['children_happening', 'children_statement', 'search_entry'] loop
        execute format('alter table public.%I enable trigger user', kept);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_kinds_in_code"),
        ("children", "0002_facts_and_chronology"),
        ("search", "0003_details"),
    ]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="detail",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddField(
            model_name="happening",
            name="detail",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddField(
            model_name="statement",
            name="detail",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("detail", "health"), ("kind", "health")),
                    models.Q(("detail", "health_summary"), ("kind", "health_summary")),
                    models.Q(models.Q(("kind__in", ["health", "health_summary"]), _negated=True), ("detail", "")),
                    _connector="OR",
                ),
                name="a_fact_of_health_is_a_detail",
            ),
        ),
        migrations.AddConstraint(
            model_name="happening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("detail", "health"), ("kind", "health")),
                    models.Q(("detail", "police"), ("kind__in", ["police", "intelligence"])),
                    models.Q(("kind__in", ["health", "police", "intelligence"]), _negated=True),
                    _connector="OR",
                ),
                name="health_and_police_lines_are_details",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "view"), _negated=True), ("detail__in", ["care", "health"]), _connector="OR"
                ),
                name="a_view_is_a_detail",
            ),
        ),
    ]
