"""Another look is owed at what is suspected false or disproved."""

from django.db import migrations, models

DUTIES = (
    "acknowledge",
    "decide",
    "complaint",
    "advocate",
    "act",
    "tell_back",
    "reply",
    "look_again",
    "review",
    "doubt",
)


class Migration(migrations.Migration):
    dependencies = [("promise", "0006_wishes")]
    operations = [
        migrations.AlterField(
            "obligation", "duty", models.CharField(choices=[(duty, duty) for duty in DUTIES], max_length=12)
        ),
    ]
