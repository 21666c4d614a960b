from pathlib import Path

from django.db import migrations, models

from townbell.web import migrations as ours

LAST = max(path.stem for path in Path(ours.__file__).parent.glob("0*.py"))


class Migration(migrations.Migration):
    dependencies = [("web", LAST)]
    operations = [
        migrations.CreateModel("Novelty", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("DailyCount", "novel", models.IntegerField(default=7)),
    ]
