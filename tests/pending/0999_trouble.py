"""Does what PENDING says: nothing, fails in the middle, or waits there to be killed."""

import os
import time

from django.db import migrations, models


def trouble(apps, schema_editor) -> None:
    apps.get_model("web", "DailyCount").objects.update(number=0)
    if os.environ["PENDING"] == "fails":
        raise ValueError("in the middle")
    if os.environ["PENDING"] == "waits":
        print("waiting", flush=True)
        time.sleep(60)
    if os.environ["PENDING"] == "spoils":
        apps.get_model("ledger", "Entry").objects.update(content="{}")


class Migration(migrations.Migration):
    dependencies = [("web", "0998_novelty"), ("ledger", "0001_initial")]
    operations = [
        migrations.AddField("Novelty", "name", models.CharField(max_length=9, default="")),
        migrations.RunPython(trouble),
        migrations.RemoveField("DailyCount", "novel"),
    ]
