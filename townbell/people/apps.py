from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "townbell.people"
    label = "people"

    def ready(self) -> None:
        from townbell.people import desk
        from townbell.people.models import Role
        from townbell.people.waiting import recovery_codes_to_write_down

        desk.add_door(_("Desk"), "people:desk")
        desk.add_door(_("People"), "people:staff", Role.ADMINISTRATOR)
        desk.add_door(_("Organisations"), "people:organisations", Role.ADMINISTRATOR)
        desk.add_door(_("Visits"), "people:visits", Role.ADMINISTRATOR)
        desk.waits(recovery_codes_to_write_down)
