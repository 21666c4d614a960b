from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Results published so far belong to the team that holds the conversation: none changed hands."""
    conversations = apps.get_model("conversations", "Conversation")
    publications = apps.get_model("conversations", "Publication")
    team = conversations.objects.filter(pk=OuterRef("conversation")).values("team")
    publications.objects.filter(team=None).update(team=Subquery(team))


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0012_leading'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
