"""An answer is owed to whoever says that something is wrong, and an advocate to whoever wants one."""

from django.db import migrations, models

DUTIES = ("acknowledge", "decide", "complaint", "advocate", "act", "tell_back", "reply", "look_again", "review")


class Migration(migrations.Migration):
    dependencies = [("promise", "0005_reviews")]
    operations = [
        migrations.AlterField(
            "obligation", "duty", models.CharField(choices=[(duty, duty) for duty in DUTIES], max_length=12)
        ),
    ]
