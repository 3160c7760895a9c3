"""A decision ends in one way, and what waits is found without reading everything."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("promise", "0001_promise"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("at_once", True), ("end", "")), fields=["due_at"], name="obligation_open_at_once"
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("duty", "decide"), ("end", "")),
                fields=["record"],
                include=("starts_at", "due_at"),
                name="obligation_open_decisions",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("duty", "decide")), fields=["ended_at"], name="obligation_decided_by_moment"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duty", "decide"), _negated=True), ("end__in", ["", "fulfilled"]), _connector="OR"
                ),
                name="a_decision_is_never_let_go",
            ),
        ),
    ]
