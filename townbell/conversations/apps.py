from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "townbell.conversations"
    label = "conversations"

    def ready(self) -> None:
        from townbell.conversations.queries.desk import what_waits
        from townbell.conversations.queries.paper import paper_that_waits
        from townbell.people import desk
        from townbell.people.models import Role

        desk.add_door(_("Conversations"), "desk:conversations", Role.CONVENER, Role.MODERATOR)
        desk.add_door(_("Cards for other sites"), "desk:embeds", Role.ADMINISTRATOR)
        desk.waits(what_waits)
        desk.waits(paper_that_waits)
