from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    name = "townbell.record"
    label = "record"

    def ready(self) -> None:
        from townbell.people import desk
        from townbell.people.models import Role
        from townbell.record.queries.desk import what_waits

        desk.add_door(
            _("The record"), "record_desk:board", Role.OFFICIAL, Role.CONVENER, Role.CLERK
        )
        desk.waits(what_waits)
